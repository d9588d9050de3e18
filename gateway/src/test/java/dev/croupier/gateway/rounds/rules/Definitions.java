package dev.croupier.gateway.rounds.rules;

import java.nio.charset.StandardCharsets;

/** Rulesets for tests, from the entries of their paytables. */
final class Definitions {
  /** All spots of baccarat at the design's odds. */
  static final String FULL_BACCARAT =
      "\"player\":\"1:1\",\"banker\":\"19:20\",\"tie\":\"8:1\",\"player_pair\":\"11:1\","
          + "\"banker_pair\":\"11:1\",\"dragon7\":\"40:1\",\"panda8\":\"25:1\"";

  private Definitions() {}

  static String json(String calcVer, String engine, String paytable, String rounding) {
    return "{\"calcVer\":\"%s\",\"engine\":\"%s\",\"engineVer\":1,\"paytable\":{%s},\"rounding\":\"%s\"}"
        .formatted(calcVer, engine, paytable, rounding);
  }

  static Ruleset ruleset(String calcVer, String engine, String paytable, String rounding) {
    byte[] json = json(calcVer, engine, paytable, rounding).getBytes(StandardCharsets.US_ASCII);
    return switch (RulesetReader.read(json)) {
      case Rulesets.Registered(Ruleset ruleset) -> ruleset;
      case Rulesets.Refused refused -> throw new AssertionError(refused);
    };
  }

  static Engine baccarat(String paytable) {
    return ruleset("baccarat-9.0.0", "baccarat", paytable, "down").engine();
  }
}
