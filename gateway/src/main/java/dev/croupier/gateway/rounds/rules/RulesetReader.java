package dev.croupier.gateway.rounds.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** From a definition's JSON to the ruleset; strict, every refusal typed. */
final class RulesetReader {
  /** A definition of all 7 or 11 entries is under 600 bytes. */
  static final int MAX_BYTES = 4096;

  /** The version of both engines' arithmetic; one that computes otherwise gets the next. */
  private static final int ENGINE_VER = 1;

  private static final Pattern CALC_VER =
      Pattern.compile("([a-z]{1,16})-(0|[1-9][0-9]{0,4})(\\.(0|[1-9][0-9]{0,4})){2}");

  private static final Set<String> KEYS =
      Set.of("calcVer", "engine", "engineVer", "paytable", "rounding");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RulesetReader() {}

  static Rulesets.Registration read(byte[] definition) {
    if (definition.length > MAX_BYTES) {
      return malformed("longer than " + MAX_BYTES + " bytes");
    }
    JsonNode json;
    try {
      json = JSON.readTree(definition);
    } catch (JsonProcessingException e) {
      return malformed("not one JSON value");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    Set<String> keys = new TreeSet<>();
    json.fieldNames().forEachRemaining(keys::add);
    if (!keys.equals(KEYS)) {
      return malformed("a ruleset has calcVer, engine, engineVer, paytable, rounding");
    }
    String calcVer = json.get("calcVer").asText();
    String engine = json.get("engine").asText();
    if (!json.get("calcVer").isTextual() || !CALC_VER.matcher(calcVer).matches()) {
      return malformed("calcVer is not like roulette-1.0.0");
    }
    if (!json.get("engineVer").isInt() || json.get("engineVer").intValue() != ENGINE_VER) {
      return new Rulesets.Refused("unknown_engine", "engineVer is not " + ENGINE_VER);
    }
    if (!calcVer.startsWith(engine + "-")) {
      return malformed("calcVer does not begin with the engine's name");
    }
    Optional<Rounding> rounding = Rounding.parse(json.get("rounding").asText());
    if (rounding.isEmpty()) {
      return malformed("rounding is neither down nor up");
    }
    SortedMap<String, Odds> paytable = new TreeMap<>();
    Optional<String> fault = paytable(json.get("paytable"), paytable);
    if (fault.isPresent()) {
      return malformed(fault.get());
    }
    return switch (engine) {
      case RouletteEngine.GAME -> roulette(calcVer, paytable, rounding.get());
      case BaccaratEngine.GAME -> baccarat(calcVer, paytable, rounding.get());
      default -> new Rulesets.Refused("unknown_engine", "no engine of that name");
    };
  }

  private static Rulesets.Registration roulette(
      String calcVer, SortedMap<String, Odds> paytable, Rounding rounding) {
    if (!RouletteEngine.ENTRIES.containsAll(paytable.keySet())) {
      return malformed("the paytable has an entry that roulette has not");
    }
    Odds back = paytable.get(RouletteEngine.ZERO_RETURN);
    if (back != null && (back.win() > back.per() || !paytable.containsKey("even_money"))) {
      return malformed("zero returns at most the stake, of even_money");
    }
    return ruleset(calcVer, new RouletteEngine(paytable, rounding), paytable, rounding);
  }

  private static Rulesets.Registration baccarat(
      String calcVer, SortedMap<String, Odds> paytable, Rounding rounding) {
    if (!BaccaratEngine.ENTRIES.containsAll(paytable.keySet())) {
      return malformed("the paytable has an entry that baccarat has not");
    }
    if (paytable.containsKey(BaccaratEngine.BANKER_SIX) && !paytable.containsKey("banker")) {
      return malformed("banker_six needs banker");
    }
    return ruleset(calcVer, new BaccaratEngine(paytable, rounding), paytable, rounding);
  }

  private static Rulesets.Registration ruleset(
      String calcVer, Engine engine, SortedMap<String, Odds> paytable, Rounding rounding) {
    if (engine.spots().isEmpty()) {
      return malformed("the paytable offers no spot");
    }
    String canonical =
        "{\"calcVer\":\"%s\",\"engine\":\"%s\",\"engineVer\":%d,\"paytable\":%s,\"rounding\":\"%s\"}"
            .formatted(calcVer, engine.game(), ENGINE_VER, json(paytable), rounding.written());
    return new Rulesets.Registered(new Ruleset(calcVer, engine, canonical));
  }

  private static Optional<String> paytable(JsonNode json, Map<String, Odds> into) {
    if (!json.isObject()) {
      return Optional.of("paytable is not an object");
    }
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      Optional<Odds> odds =
          entry.getValue().isTextual()
              ? Odds.parse(entry.getValue().textValue())
              : Optional.empty();
      if (odds.isEmpty()) {
        return Optional.of("the paytable has odds that are not like 35:1 in lowest terms");
      }
      into.put(entry.getKey(), odds.get());
    }
    return Optional.empty();
  }

  private static String json(SortedMap<String, Odds> paytable) {
    return paytable.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Rulesets.Refused malformed(String detail) {
    return new Rulesets.Refused("malformed", detail);
  }
}
