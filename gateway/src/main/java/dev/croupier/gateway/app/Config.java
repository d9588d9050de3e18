package dev.croupier.gateway.app;

import dev.croupier.gateway.http.OriginPolicy;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.fanout.TableTiming;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that can be configured, with the defaults of the published interfaces. Immutable.
 *
 * <p>Read by {@link ConfigLoader}; a value out of range throws {@link ConfigException}, which names
 * its key. A port of 0 takes any free one.
 */
public record Config(
    Http http,
    MediaConfig media,
    Admin admin,
    Time time,
    Data data,
    Auth auth,
    Log log,
    Demo demo,
    List<Table> tables) {

  /**
   * The public door.
   *
   * @param address what it listens on
   * @param insecure allows an address that others can reach, without TLS
   * @param origins pages of other hosts that may call, for example {@code https://casino.example}
   */
  public record Http(String address, int port, boolean insecure, List<String> origins) {
    /** Checks the ranges. */
    public Http {
      checkAddress("http.address", address);
      checkPort("http.port", port);
      for (String origin : origins) {
        check(OriginPolicy.isOrigin(origin), "http.origins", "scheme://host[:port]", origin);
      }
      if (!insecure && !isLoopback(address)) {
        throw new ConfigException(
            "http.address: "
                + address
                + " can be reached by others without TLS; if a proxy in front does that, say"
                + " http.insecure: true or --insecure");
      }
    }
  }

  /** Meters and health. */
  public record Admin(String address, int port) {
    /** Checks the ranges. */
    public Admin {
      checkAddress("admin.address", address);
      checkPort("admin.port", port);
    }
  }

  /** The embedded time server's own doors, beside {@code /time} on the public one. */
  public record Time(String address, int ntpPort, int httpPort) {
    /** Checks the ranges. */
    public Time {
      checkAddress("time.address", address);
      checkPort("time.ntpPort", ntpPort);
      checkPort("time.httpPort", httpPort);
    }
  }

  /** Where everything that must outlive the process is kept. */
  public record Data(String dir) {
    /** Checks that there is one. */
    public Data {
      check(!dir.isBlank(), "data.dir", "a folder", dir);
    }
  }

  /**
   * Tokens.
   *
   * @param secretFile a file with the signing secret in hexadecimal digits; empty: one is made in
   *     the data folder
   * @param issuer the only {@code iss} accepted
   */
  public record Auth(String secretFile, String issuer) {
    /** Checks that tokens have an issuer. */
    public Auth {
      check(!issuer.isBlank(), "auth.issuer", "a name", issuer);
    }
  }

  /**
   * Logs to standard error.
   *
   * @param format {@code json} for programs, {@code text} for people
   * @param level {@code debug}, {@code info}, {@code warn} or {@code error}
   */
  public record Log(String format, String level) {
    /** Checks the words. */
    public Log {
      check(Set.of("json", "text").contains(format), "log.format", "json or text", format);
      check(
          Set.of("debug", "info", "warn", "error").contains(level),
          "log.level",
          "debug, info, warn or error",
          level);
    }
  }

  /**
   * The demo: tokens for everybody on this machine, play money for each new player.
   *
   * @param openingMinor what a new subject finds in the wallet once
   */
  public record Demo(boolean enabled, String licensee, String currency, long openingMinor) {
    /** Checks the ranges. */
    public Demo {
      check(LicenseeId.isValid(licensee), "demo.licensee", "[a-z0-9][a-z0-9-]{0,31}", licensee);
      check(currency.matches("[A-Z]{3}"), "demo.currency", "three capital letters", currency);
      check(openingMinor >= 0, "demo.openingMinor", "0 or more", openingMinor);
    }
  }

  /**
   * A table.
   *
   * @param game {@code roulette} or {@code baccarat}
   * @param ruleset its {@code calcVer}; empty: {@code {game}-1.0.0}
   * @param signals its cameras; the first one is on air at the start
   * @param bettingMs how long a round takes bets, milliseconds
   * @param settle {@code auto}, or {@code manual}: by the dealer's own call
   * @param timing how its cameras are kept in step
   * @param failover what it does when the camera on air is lost
   */
  public record Table(
      String id,
      String game,
      String ruleset,
      List<String> signals,
      SlateConfig slate,
      Limits limits,
      int bettingMs,
      String settle,
      TimingConfig timing,
      FailoverConfig failover) {
    private static final int MAX_SIGNALS = 16;

    /** Checks the ranges. */
    public Table {
      check(TableId.isValid(id), "tables.id", "[a-z0-9][a-z0-9-]{0,31}", id);
      check(
          Set.of("roulette", "baccarat").contains(game), "tables.game", "roulette, baccarat", game);
      ruleset = ruleset.isEmpty() ? game + "-1.0.0" : ruleset;
      check(ruleset.matches("[a-z0-9.-]{1,64}"), "tables.ruleset", "[a-z0-9.-]{1,64}", ruleset);
      check(
          !signals.isEmpty() && signals.size() <= MAX_SIGNALS && isUnique(signals),
          "tables.signals",
          "1 to " + MAX_SIGNALS + " different names",
          signals);
      for (String signal : signals) {
        check(SignalName.isValid(signal), "tables.signals", "[a-z0-9][a-z0-9~-]{0,31}", signal);
      }
      check(
          bettingMs >= 1000 && bettingMs <= 600_000, "tables.bettingMs", "1000..600000", bettingMs);
      check(Set.of("auto", "manual").contains(settle), "tables.settle", "auto or manual", settle);
      for (TimingConfig.Clock clock : timing.clocks()) {
        checkWord("tables.timing.clocks.signal", "signal", clock.signal(), signals);
      }
      for (String standby : failover.standby()) {
        checkWord("tables.failover.standby", "signal", standby, signals);
      }
    }
  }

  /**
   * What players may stake, in minor units.
   *
   * @param tableMaxMinor one player's most in a round
   * @param liabilityMinor what the house may lose in a round
   * @param chipsMinor offered by the player page, ascending
   */
  public record Limits(
      String currency,
      long minMinor,
      long maxMinor,
      long stepMinor,
      long tableMaxMinor,
      long liabilityMinor,
      List<Long> chipsMinor) {
    /** Checks the ranges and their order. */
    public Limits {
      check(
          currency.matches("[A-Z]{3}"),
          "tables.limits.currency",
          "three capital letters",
          currency);
      check(minMinor >= 1, "tables.limits.minMinor", "1 or more", minMinor);
      check(maxMinor >= minMinor, "tables.limits.maxMinor", "minMinor or more", maxMinor);
      check(stepMinor >= 1, "tables.limits.stepMinor", "1 or more", stepMinor);
      check(
          tableMaxMinor >= maxMinor,
          "tables.limits.tableMaxMinor",
          "maxMinor or more",
          tableMaxMinor);
      check(liabilityMinor >= 1, "tables.limits.liabilityMinor", "1 or more", liabilityMinor);
      check(
          !chipsMinor.isEmpty() && chipsMinor.equals(chipsMinor.stream().sorted().toList()),
          "tables.limits.chipsMinor",
          "ascending amounts",
          chipsMinor);
    }
  }

  /** Checks what only the whole can tell. */
  public Config {
    if (tables.isEmpty() || !isUnique(tables.stream().map(Table::id).toList())) {
      throw new ConfigException("tables: at least one, each with an id of its own");
    }
    if (demo.enabled() && !isLoopback(http.address())) {
      throw new ConfigException("demo.enabled: hands out tokens, so http.address must be loopback");
    }
  }

  /** The published defaults. */
  public static Config defaults() {
    SlateConfig slate = new SlateConfig("h264", 1280, 720, 30, "high", 42);
    Limits limits =
        new Limits(
            "EUR",
            100,
            200_000,
            100,
            1_000_000,
            100_000_000,
            List.of(100L, 500L, 2_500L, 10_000L, 50_000L, 100_000L));
    List<String> signals = List.of("cam-a", "cam-b");
    TimingConfig timing = new TimingConfig(TableTiming.USUAL_LATENCY_MICROS, true, List.of());
    FailoverConfig failover =
        new FailoverConfig(true, List.of(), false, 0, false, FailoverConfig.USUAL_SLATE_AFTER_MS);
    return new Config(
        new Http("127.0.0.1", 8080, false, List.of()),
        MediaConfig.defaults(),
        new Admin("127.0.0.1", 8081),
        new Time("127.0.0.1", 1123, 8123),
        new Data("./.croupier"),
        new Auth("", "croupier"),
        new Log("json", "info"),
        new Demo(false, "demo", "EUR", 100_000),
        List.of(
            new Table(
                "roulette-1",
                "roulette",
                "",
                signals,
                slate,
                limits,
                20_000,
                "auto",
                timing,
                failover),
            new Table(
                "baccarat-1",
                "baccarat",
                "",
                signals,
                slate,
                limits,
                20_000,
                "auto",
                timing,
                failover)));
  }

  static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  static boolean isUnique(List<String> names) {
    return new HashSet<>(names).size() == names.size();
  }

  /** A word must be a known one. */
  static void checkWord(String key, String what, String word, List<String> known) {
    if (!known.contains(word)) {
      throw new ConfigException(
          key
              + ": unknown "
              + what
              + " '"
              + word
              + "'; the nearest known one is '"
              + Nearest.to(word, known)
              + "'");
    }
  }

  static void checkPort(String key, int port) {
    check(port >= 0 && port <= 65_535, key, "0..65535", port);
  }

  static void checkAddress(String key, String address) {
    try {
      check(!address.isBlank(), key, "an address of this machine", address);
      check(InetAddress.getByName(address) != null, key, "an address", address);
    } catch (UnknownHostException e) {
      throw new ConfigException(key + ": no such host: " + address);
    }
  }

  static void check(boolean good, String key, String expected, Object value) {
    if (!good) {
      throw new ConfigException(key + ": expected " + expected + ", not '" + value + "'");
    }
  }
}
