package dev.croupier.gateway.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may import whom, for a house under any root package.
 *
 * <p>{@code a ← b} reads: b may import a and all that stands left of a.
 */
final class Arrows {
  private static final String TIME = "dev.croupier.time";

  private static final String CHAIN =
      "inside media: rtp ← codec ← worker ← ingest ← track ← program ← fanout ← webrtc, hls ← net ←"
          + " http; whoever is left of another lives on without it";
  private static final String MONEY =
      "inside rounds: event ← rules ← settle, ledger ← settle ← shard ← table, cashier, wallet;"
          + " settlement replays without tables, stores or feeds";
  private static final String STEERING =
      "inside control: wire, port ← session ← present ← handover ← release ← store ← http, ws; a"
          + " call upwards goes through an interface of the lower package";

  private final String root;
  private final List<ArchRule> rules = new ArrayList<>();

  private Arrows(String root) {
    this.root = root;
  }

  /** All rules for a house. */
  static List<ArchRule> of(String root) {
    Arrows arrows = new Arrows(root);
    arrows.foundations();
    arrows.planes();
    arrows.media();
    arrows.rounds();
    arrows.control();
    return List.copyOf(arrows.rules);
  }

  private void foundations() {
    mayImport("ids", "identifiers are imported by all and import nothing of ours");
    mayImport("metrics", "the catalogue is imported by all and imports nothing of ours");
    mayImport("http", "what every door shares knows no plane", "ids", "metrics");
    rules.add(
        noClasses()
            .that(in("media", "rounds", "control", "http", "metrics", "ids"))
            .should()
            .dependOnClassesThat(in("app"))
            .because("nobody imports app: it wires all and is wired by nobody")
            .allowEmptyShould(true));
    rules.add(
        noClasses()
            .that(resideInAPackage(root + ".."))
            .and(not(in("app")))
            .should()
            .dependOnClassesThat(resideInAnyPackage(TIME + ".server..", TIME + ".app.."))
            .because("the time server is embedded by app; all others only read clocks")
            .allowEmptyShould(true));
    rules.add(
        noClasses()
            .that(resideInAPackage(root + ".."))
            .and(not(in("app", "http", "media.http", "control.http", "control.ws")))
            .should()
            .dependOnClassesThat(in("http"))
            .because("only doors speak HTTP")
            .allowEmptyShould(true));
  }

  private void planes() {
    never("media", "rounds", "control");
    never("rounds", "media", "control");
    never("control", "media", "rounds");
  }

  private void never(String plane, String... others) {
    rules.add(
        noClasses()
            .that(in(plane))
            .should()
            .dependOnClassesThat(in(others))
            .because("the planes share only ids and time: each is swapped without the others")
            .allowEmptyShould(true));
  }

  private void media() {
    String[] chain = {"rtp", "codec", "worker", "ingest", "track", "program", "fanout"};
    for (int i = 0; i < chain.length; i++) {
      inMedia(chain[i], CHAIN, Arrays.copyOf(chain, i));
    }
    inMedia("webrtc", "webrtc never imports net, which implements its interfaces, nor hls", chain);
    inMedia("hls", "hls and webrtc do not see each other", chain);
    String[] delivery = append(chain, "webrtc", "hls");
    inMedia("net", CHAIN, delivery);
    List<String> doors = new ArrayList<>(prefixed("media", append(delivery, "net")));
    doors.add("http");
    mayImport("media.http", "HTTP verbs see everything in media but the client role", doors);
    inMedia(
        "peer",
        "the client role shares rtp, codec, webrtc and net; none of these imports it",
        "rtp",
        "codec",
        "webrtc",
        "net");
  }

  private void inMedia(String name, String because, String... others) {
    mayImport("media." + name, because, prefixed("media", others));
  }

  private void rounds() {
    inRounds("event", MONEY);
    inRounds("rules", MONEY, "event");
    inRounds("ledger", MONEY, "event");
    inRounds("settle", MONEY, "event", "rules", "ledger");
    inRounds("shard", MONEY, "event", "rules", "ledger", "settle");
    for (String user : List.of("table", "cashier", "wallet")) {
      inRounds(user, MONEY, "event", "rules", "ledger", "settle", "shard");
    }
    for (String below : List.of("store", "feed")) {
      inRounds(
          below,
          "store and feed see event and ledger, and implement what ledger declares",
          "event",
          "ledger");
    }
  }

  private void inRounds(String name, String because, String... others) {
    mayImport("rounds." + name, because, prefixed("rounds", others));
  }

  private void control() {
    mayImport("control.wire", STEERING);
    mayImport("control.port", "control owns two small ports that app implements");
    List<String> left = new ArrayList<>(List.of("wire", "port"));
    for (String name : List.of("session", "present", "handover", "release", "store")) {
      mayImport("control." + name, STEERING, prefixed("control", left.toArray(String[]::new)));
      left.add(name);
    }
    for (String door : List.of("http", "ws")) {
      List<String> allowed = new ArrayList<>(prefixed("control", left.toArray(String[]::new)));
      allowed.add("http");
      mayImport("control." + door, STEERING, allowed);
    }
  }

  private void mayImport(String name, String because, String... others) {
    mayImport(name, because, List.of(others));
  }

  /** Of our own packages, this one may import these (and ids, metrics and time's pure part). */
  private void mayImport(String name, String because, List<String> others) {
    boolean isFoundation = name.equals("ids") || name.equals("metrics");
    List<String> allowed = new ArrayList<>(others);
    allowed.add(name);
    if (!isFoundation) {
      allowed.addAll(List.of("ids", "metrics"));
    }
    DescribedPredicate<JavaClass> foreign =
        describe("not under " + root, type -> !type.getPackageName().startsWith(root));
    rules.add(
        classes()
            .that(in(name))
            .should()
            .onlyDependOnClassesThat(foreign.or(in(allowed.toArray(String[]::new))))
            .because(because)
            .allowEmptyShould(true));
  }

  private DescribedPredicate<JavaClass> in(String... names) {
    return resideInAnyPackage(
        Stream.of(names).map(name -> root + "." + name + "..").toArray(String[]::new));
  }

  private static List<String> prefixed(String plane, String... names) {
    return Stream.of(names).map(name -> plane + "." + name).toList();
  }

  private static String[] append(String[] names, String... more) {
    return Stream.concat(Stream.of(names), Stream.of(more)).toArray(String[]::new);
  }
}
