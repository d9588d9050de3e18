package dev.croupier.loadtest.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** What the load tester, under any root package, may use of the gateway that it judges. */
final class Arrows {
  private static final String GATEWAY = "dev.croupier.gateway";

  /** The client's side of the gateway, and what its signatures carry. */
  private static final String[] SHARED = {
    GATEWAY + ".ids..",
    GATEWAY + ".media.peer..",
    GATEWAY + ".media.rtp..",
    GATEWAY + ".control.wire.."
  };

  private Arrows() {}

  /** All rules for a load tester. */
  static List<ArchRule> of(String root) {
    return List.of(
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .and()
            .resideOutsideOfPackage(root + ".app..")
            .should()
            .dependOnClassesThat(gatewayBut(SHARED))
            .because("what measures is its own: only the client's side of the gateway is shared")
            .allowEmptyShould(true),
        noClasses()
            .that()
            .resideInAPackage(root + ".app..")
            .should()
            .dependOnClassesThat(
                gatewayBut(SHARED[0], SHARED[1], SHARED[2], SHARED[3], GATEWAY + ".app.."))
            .because(
                "the demo runs a gateway in its own process by gateway.app, and by nothing else")
            .allowEmptyShould(true),
        noClasses()
            .that()
            .resideInAPackage(root + ".check..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(GATEWAY + ".."))
            .because("the check recomputes money by itself: it knows nothing of the gateway's code")
            .allowEmptyShould(true),
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .and()
            .resideOutsideOfPackage(root + ".app..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("dev.croupier.time.server..", "dev.croupier.time.app.."))
            .because("clients read time; only the demo runs a time server")
            .allowEmptyShould(true),
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .should()
            .accessTargetWhere(
                DescribedPredicate.<JavaAccess<?>>describe(
                    "Thread.sleep",
                    access ->
                        access.getTargetOwner().isEquivalentTo(Thread.class)
                            && access.getTarget().getName().equals("sleep")))
            .because("whoever waits, waits for something: an event or a deadline")
            .allowEmptyShould(true));
  }

  private static DescribedPredicate<JavaClass> gatewayBut(String... shared) {
    return resideInAnyPackage(GATEWAY + "..")
        .and(DescribedPredicate.not(resideInAnyPackage(shared)))
        .as("gateway's own side");
  }
}
