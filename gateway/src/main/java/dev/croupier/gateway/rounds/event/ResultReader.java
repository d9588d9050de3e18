package dev.croupier.gateway.rounds.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** From a result's JSON to the value; every refusal is typed. */
final class ResultReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Set<String> ROULETTE = Set.of("pocket");
  private static final Set<String> BACCARAT = Set.of("player", "banker", "shoe");

  private ResultReader() {}

  static Result.Reading parse(String json) {
    try {
      return read(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      return malformed("not one JSON value");
    }
  }

  static Result.Reading read(JsonNode json) {
    if (json == null || !json.isObject()) {
      return malformed("a result is a JSON object");
    }
    // Four keys are already wrong for every game: no need to look at a million of them.
    if (json.size() > BACCARAT.size()) {
      return malformed("too many keys");
    }
    Set<String> keys = new TreeSet<>();
    json.fieldNames().forEachRemaining(keys::add);
    if (keys.equals(ROULETTE)) {
      return roulette(json.get("pocket"));
    }
    if (keys.equals(BACCARAT)) {
      return baccarat(json);
    }
    return malformed("a result has either pocket, or player, banker and shoe");
  }

  private static Result.Reading roulette(JsonNode pocket) {
    return pocket.isIntegralNumber() && pocket.canConvertToInt()
        ? new Result.Read(new RouletteResult(pocket.intValue()))
        : malformed("pocket is not an integer");
  }

  private static Result.Reading baccarat(JsonNode json) {
    JsonNode shoe = json.get("shoe");
    if (!shoe.isTextual() || !BaccaratResult.isShoe(shoe.textValue())) {
      return malformed("shoe is not an id");
    }
    List<Card> player = new ArrayList<>();
    List<Card> banker = new ArrayList<>();
    Optional<Result.Unreadable> refusal =
        hand("player", json.get("player"), player)
            .or(() -> hand("banker", json.get("banker"), banker));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return new Result.Read(new BaccaratResult(player, banker, shoe.textValue()));
  }

  private static Optional<Result.Unreadable> hand(String name, JsonNode json, List<Card> into) {
    if (!json.isArray() || json.size() > BaccaratResult.MAX_CARDS) {
      return Optional.of(
          malformed(name + " is not a list of at most " + BaccaratResult.MAX_CARDS + " cards"));
    }
    for (JsonNode text : json) {
      Optional<Card> card = text.isTextual() ? Card.parse(text.textValue()) : Optional.empty();
      if (card.isEmpty()) {
        return Optional.of(
            new Result.Unreadable("unknown_card", name + " has a card that does not exist"));
      }
      into.add(card.get());
    }
    return Optional.empty();
  }

  private static Result.Unreadable malformed(String detail) {
    return new Result.Unreadable("malformed", detail);
  }
}
