package dev.croupier.gateway.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** Which library is used where: each lies behind one package, so that it can be replaced there. */
final class Libraries {
  private final String root;

  private Libraries(String root) {
    this.root = root;
  }

  /** All rules for a house. */
  static List<ArchRule> of(String root) {
    Libraries libraries = new Libraries(root);
    return List.of(
        libraries.only(
            "sockets, STUN and DTLS lie behind media.net",
            List.of("io.netty..", "org.ice4j..", "org.bouncycastle.."),
            "media.net"),
        libraries.only(
            "SRTP contexts live where sessions do", List.of("org.jitsi.srtp.."), "media.webrtc"),
        libraries.only(
            "FFmpeg decodes bytes from outside only in the worker",
            List.of("org.bytedeco.."),
            "media.worker"),
        libraries.only(
            "Jetty serves doors and nothing else",
            List.of("org.eclipse.jetty.."),
            "http",
            "media.http",
            "control.http",
            "control.ws",
            "app"),
        libraries.only("tokens are checked in one place", List.of("com.nimbusds.."), "http"),
        libraries.only("command lines belong to main", List.of("picocli.."), "app"),
        libraries.only("the log backend is chosen by main", List.of("ch.qos.logback.."), "app"),
        libraries.only(
            "databases lie behind the two stores",
            List.of("java.sql..", "javax.sql..", "org.sqlite.."),
            "rounds.store",
            "control.store"));
  }

  private ArchRule only(String because, List<String> library, String... owners) {
    String[] homes =
        Stream.of(owners).map(owner -> root + "." + owner + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(library.toArray(String[]::new)))
        .because(because)
        .allowEmptyShould(true);
  }
}
