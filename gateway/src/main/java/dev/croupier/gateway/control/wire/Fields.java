package dev.croupier.gateway.control.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.RoundId;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields of messages from outside, with one reading for both doors. Any thread.
 *
 * <p>{@link Malformed} is caught where a message is read; it never leaves the doors.
 */
public final class Fields {
  /** Most items of one slip: every spot of a roulette table, and some. */
  public static final int MAX_ITEMS = 256;

  private static final int MAX_SPOT = 64;

  private Fields() {}

  /** A field that is not as it must be; carries no trace: it is an answer, not a bug. */
  public static final class Malformed extends RuntimeException {
    private Malformed(String detail) {
      super(detail, null, false, false);
    }
  }

  /** A refusal of what stands in a field. */
  public static Malformed malformed(String detail) {
    return new Malformed(detail);
  }

  /** A text of 1 to {@code max} characters. */
  public static String text(JsonNode object, String name, int max) {
    String value = object.path(name).textValue();
    if (value == null || value.isEmpty() || value.length() > max) {
      throw malformed(name + ": a text of 1 to " + max + " characters");
    }
    return value;
  }

  /** A text, or null if it is missing or null. */
  public static String optionalText(JsonNode object, String name, int max) {
    return object.path(name).isMissingNode() || object.path(name).isNull()
        ? null
        : text(object, name, max);
  }

  /** A 64-bit integer, written without fraction and exponent. */
  public static long integer(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw malformed(name + ": a 64-bit integer");
    }
    return value.longValue();
  }

  /** A 64-bit integer, or null if it is missing or null. */
  public static Long optionalInteger(JsonNode object, String name) {
    return object.path(name).isMissingNode() || object.path(name).isNull()
        ? null
        : (Long) integer(object, name);
  }

  /** An idempotency key in a field. */
  public static String key(JsonNode object, String name) {
    String value = object.path(name).textValue();
    if (!Contract.isKey(value)) {
      throw malformed(name + ": [A-Za-z0-9._:-]{1,64}");
    }
    return value;
  }

  /** A round's id in a field. */
  public static RoundId round(JsonNode object, String name) {
    String value = object.path(name).textValue();
    if (!RoundId.isValid(value)) {
      throw malformed(name + ": a round's id");
    }
    return new RoundId(value);
  }

  /** A bet's id in a field. */
  public static BetId bet(JsonNode object, String name) {
    String value = object.path(name).textValue();
    if (!BetId.isValid(value)) {
      throw malformed(name + ": a bet's id");
    }
    return new BetId(value);
  }

  /** The items of a slip, 1 to {@value #MAX_ITEMS}. */
  public static List<ClientMessage.Item> items(JsonNode object) {
    JsonNode array = object.path("items");
    if (!array.isArray() || array.isEmpty() || array.size() > MAX_ITEMS) {
      throw malformed("items: 1 to " + MAX_ITEMS + " of {spot, stakeMinor}");
    }
    List<ClientMessage.Item> items = new ArrayList<>(array.size());
    for (JsonNode item : array) {
      items.add(new ClientMessage.Item(text(item, "spot", MAX_SPOT), integer(item, "stakeMinor")));
    }
    return items;
  }
}
