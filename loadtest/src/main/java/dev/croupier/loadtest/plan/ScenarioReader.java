package dev.croupier.loadtest.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads scenarios: one of those built in by its name, or a YAML file. Keys are strict: an unknown
 * one is an error that names the nearest known one. What may be left out, and what it is then, says
 * {@code docs/scenarios.md}. Any thread.
 */
public final class ScenarioReader {
  /** The scenarios built in, and what each is for. */
  public static final Map<String, String> BUILT_IN = builtIns();

  private static final List<String> KEYS =
      List.of(
          "name",
          "table",
          "durationSeconds",
          "settleSeconds",
          "seed",
          "house",
          "relay",
          "viewers",
          "hls",
          "browsers",
          "bettors",
          "clocks",
          "events",
          "generator",
          "objectives");
  private static final List<String> HOUSE = List.of("small", "bettingMs", "cameras");
  private static final List<String> RELAY = List.of("up", "down");
  private static final List<String> VIEWERS =
      List.of("full", "sinks", "decoding", "arrivals", "warmUp");
  private static final List<String> ARRIVALS =
      List.of("model", "perSecond", "toPerSecond", "seconds");
  private static final List<String> HLS = List.of("count", "startsPerSecond");
  private static final List<String> BROWSERS = List.of("count");
  private static final List<String> BETTORS =
      List.of(
          "count",
          "startsPerSecond",
          "slips",
          "rounds",
          "stakeMinor",
          "spots",
          "repeatShare",
          "dropsPerMinute");
  private static final List<String> CLOCKS = List.of("ntp", "webSocket", "exchangesPerSecond");
  private static final List<String> EVENTS =
      List.of("at", "camera", "do", "relay", "reconnect", "handover", "swap");
  private static final List<String> GENERATOR =
      List.of("lagP99Ms", "gcPauseMs", "cpuShare", "threadShare", "socketDrops");

  /** Each kind of spot on a single-zero wheel once. */
  private static final List<String> SPOTS =
      List.of(
          "straight:0",
          "straight:17",
          "split:1-2",
          "split:0-3",
          "street:34-35-36",
          "trio:0-1-2",
          "corner:1-2-4-5",
          "first_four",
          "six_line:1-2-3-4-5-6",
          "dozen:2",
          "column:3",
          "red",
          "black",
          "odd",
          "even",
          "low",
          "high");

  private static final int SETTLE_SECONDS = 45;

  /** A scenario is a page of text; more is a mistake. */
  private static final long MAX_BYTES = 1 << 20;

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private ScenarioReader() {}

  /** Every key that a scenario may have, with dots; for the reference page and its test. */
  public static List<String> keys() {
    List<String> all = new ArrayList<>(KEYS);
    add(all, "house.", HOUSE);
    add(all, "relay.", RELAY);
    add(all, "viewers.", VIEWERS);
    add(all, "viewers.arrivals.", ARRIVALS);
    add(all, "hls.", HLS);
    add(all, "browsers.", BROWSERS);
    add(all, "bettors.", BETTORS);
    add(all, "bettors.slips.", ARRIVALS);
    add(all, "clocks.", CLOCKS);
    add(all, "events.", EVENTS);
    add(all, "generator.", GENERATOR);
    return all;
  }

  /**
   * The scenario of a name or a file.
   *
   * @throws ScenarioException one line that says what is wrong
   */
  public static Scenario load(String nameOrFile) {
    if (BUILT_IN.containsKey(nameOrFile)) {
      return read(builtIn(nameOrFile), nameOrFile);
    }
    try {
      Path file = Path.of(nameOrFile);
      if (Files.isDirectory(file)) {
        throw new ScenarioException(nameOrFile + ": is a folder, not a scenario");
      }
      if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
        throw new ScenarioException(nameOrFile + ": is too large for a scenario");
      }
      return read(Files.readString(file), nameOrFile);
    } catch (NoSuchFileException | InvalidPathException _) {
      boolean file = nameOrFile.contains("/") || nameOrFile.contains(".");
      throw new ScenarioException(
          file
              ? nameOrFile + ": there is no such file"
              : "there is no scenario '"
                  + nameOrFile
                  + "'; did you mean '"
                  + Nearest.of(nameOrFile, List.copyOf(BUILT_IN.keySet()))
                  + "'?");
    } catch (IOException e) {
      throw new ScenarioException(nameOrFile + ": cannot be read: " + e.getMessage());
    }
  }

  /** The scenario of a text; {@code source} names it in complaints. */
  public static Scenario read(String yaml, String source) {
    JsonNode root;
    try {
      root = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr() + ":";
      throw new ScenarioException(
          source + ":" + line + " " + e.getOriginalMessage().lines().findFirst().orElse("no YAML"));
    }
    Keys keys = Keys.root(source, root, KEYS);
    try {
      return scenario(keys);
    } catch (ScenarioException e) {
      throw e.getMessage().startsWith(source + ": ") ? e : keys.complaint(e.getMessage());
    }
  }

  private static Scenario scenario(Keys root) {
    BettorPlan bettors = bettors(root.mapping("bettors", BETTORS));
    Keys hls = root.mapping("hls", HLS);
    Keys clocks = root.mapping("clocks", CLOCKS);
    Keys generator = root.mapping("generator", GENERATOR);
    return new Scenario(
        root.text("name"),
        root.text("table", "roulette-1"),
        root.integer("durationSeconds"),
        root.integer("settleSeconds", bettors.count() > 0 ? SETTLE_SECONDS : 0),
        root.has("seed") ? OptionalLong.of(root.integer("seed")) : OptionalLong.empty(),
        house(root),
        relay(root),
        viewers(root.mapping("viewers", VIEWERS)),
        new HlsPlan(hls.integer("count", 0), hls.number("startsPerSecond", 10)),
        new BrowserPlan(root.mapping("browsers", BROWSERS).integer("count", 0)),
        bettors,
        new ClockPlan(
            clocks.integer("ntp", 0),
            clocks.integer("webSocket", 0),
            clocks.number("exchangesPerSecond", 1)),
        events(root),
        new Scenario.Generator(
            generator.number("lagP99Ms", 50),
            generator.number("gcPauseMs", 150),
            generator.number("cpuShare", 0.9),
            generator.number("threadShare", 0.95),
            generator.integer("socketDrops", 0)),
        objectives(root.mapping("objectives", Figure.keys())));
  }

  private static HousePlan house(Keys root) {
    Keys house = root.mapping("house", HOUSE);
    HousePlan usual = HousePlan.usual();
    return new HousePlan(
        house.flag("small", usual.small()),
        house.integer("bettingMs", usual.bettingMs()),
        house.has("cameras") ? house.mapping("cameras", List.of()).lists() : usual.cameras());
  }

  private static Optional<RelayPlan> relay(Keys root) {
    if (!root.has("relay")) {
      return Optional.empty();
    }
    Keys relay = root.mapping("relay", RELAY);
    return Optional.of(new RelayPlan(relay.text("up", ""), relay.text("down", "")));
  }

  private static ViewerPlan viewers(Keys viewers) {
    int full = viewers.integer("full", 0);
    return new ViewerPlan(
        full,
        viewers.integer("sinks", 0),
        viewers.integer("decoding", 0),
        arrivals(viewers, "arrivals", Arrivals.constant(10)),
        viewers.integer("warmUp", 0));
  }

  private static BettorPlan bettors(Keys bettors) {
    return new BettorPlan(
        bettors.integer("count", 0),
        bettors.number("startsPerSecond", 10),
        arrivals(bettors, "slips", Arrivals.constant(0.5)),
        bettors.integer("rounds", 1),
        bettors.integer("stakeMinor", 100),
        bettors.has("spots") ? bettors.texts("spots") : SPOTS,
        bettors.number("repeatShare", 0),
        bettors.number("dropsPerMinute", 0));
  }

  private static Arrivals arrivals(Keys parent, String key, Arrivals otherwise) {
    if (!parent.has(key)) {
      return otherwise;
    }
    Keys arrivals = parent.mapping(key, ARRIVALS);
    Arrivals.Model model =
        word(arrivals, "model", Arrivals.Model.class, Arrivals.Model.CONSTANT.name());
    if (model == Arrivals.Model.CONSTANT) {
      for (String ofOthers : List.of("toPerSecond", "seconds")) {
        if (arrivals.has(ofOthers)) {
          throw arrivals.complaintAbout(ofOthers, "only for ramp and stampede");
        }
      }
      return Arrivals.constant(arrivals.number("perSecond"));
    }
    return new Arrivals(
        model,
        arrivals.number("perSecond"),
        arrivals.number("toPerSecond"),
        arrivals.number("seconds"));
  }

  private static List<Event> events(Keys root) {
    List<Event> events = new ArrayList<>();
    for (Keys event : root.mappings("events", EVENTS)) {
      events.add(event(event));
    }
    return events;
  }

  private static Event event(Keys event) {
    double at = event.number("at");
    List<String> kinds =
        event.names().stream().filter(name -> !name.equals("at") && !name.equals("do")).toList();
    if (kinds.size() != 1) {
      throw event.complaintAbout(
          "at", "one of camera, relay, reconnect, handover, swap must say what happens");
    }
    if (event.has("do") && !event.has("camera")) {
      throw event.complaintAbout("do", "only with camera");
    }
    return switch (kinds.getFirst()) {
      case "camera" -> camera(event, at);
      case "relay" -> {
        Keys relay = event.mapping("relay", RELAY);
        if (relay.names().isEmpty()) {
          throw event.complaintAbout("relay", "up or down is needed");
        }
        yield new Event.Relay(at, relay.text("up", null), relay.text("down", null));
      }
      case "reconnect" ->
          new Event.Reconnect(at, word(event, "reconnect", Event.Who.class, Event.Who.ALL.name()));
      case "handover" -> new Event.Handover(at, event.text("handover"));
      default -> new Event.Swap(at, event.text("swap"));
    };
  }

  private static Event camera(Keys event, double at) {
    List<String> faults = event.texts("do");
    if (faults.isEmpty()) {
      throw event.complaintAbout("do", "what the camera does is needed");
    }
    return new Event.Camera(at, event.text("camera"), faults);
  }

  private static <E extends Enum<E>> E word(Keys keys, String key, Class<E> type, String none) {
    String word = keys.text(key, none.toLowerCase(Locale.ROOT));
    List<String> known =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    if (!known.contains(word)) {
      throw keys.complaintAbout(
          key, "there is no '" + word + "'; did you mean '" + Nearest.of(word, known) + "'?");
    }
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  private static Map<Figure, Double> objectives(Keys objectives) {
    Map<Figure, Double> limits = new LinkedHashMap<>();
    for (String name : objectives.names()) {
      limits.put(Figure.find(name).orElseThrow(), objectives.number(name));
    }
    return limits;
  }

  private static void add(List<String> all, String prefix, List<String> keys) {
    keys.forEach(key -> all.add(prefix + key));
  }

  private static String builtIn(String name) {
    try (InputStream in = ScenarioReader.class.getResourceAsStream(name + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ScenarioException(name + ": cannot be read: " + e.getMessage());
    }
  }

  private static Map<String, String> builtIns() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("smoke", "a few viewers and bettors: does the whole way work? under a minute");
    all.put("stampede", "most bets in the last seconds before the close");
    all.put("bad-network", "40 ± 20 ms, 1 % loss in bursts between viewers and server");
    all.put("camera-dies", "the camera on air freezes, comes back, dies, and comes again");
    all.put("reconnect-storm", "everybody loses the connection at the same moment, twice");
    all.put("evening", "all sorts of people for as long as --duration says; handovers, faults");
    return Collections.unmodifiableMap(all);
  }
}
