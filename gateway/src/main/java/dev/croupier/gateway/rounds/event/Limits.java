package dev.croupier.gateway.rounds.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.ids.LicenseeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table's limit sets under one version, pinned to a round at its open. Immutable.
 *
 * <p>The version is a name and eight digits of the content's SHA-256: other limits are another
 * version, whoever forgets to rename them.
 */
public final class Limits {
  private final String limitsVer;
  private final List<LimitSet> sets;
  private final byte[] json;

  private Limits(String limitsVer, List<LimitSet> sets, byte[] json) {
    this.limitsVer = limitsVer;
    this.sets = sets;
    this.json = json;
  }

  /**
   * Limits under a name of the operator's.
   *
   * @param name {@code [a-z0-9.-]{1,40}}
   */
  public static Limits of(String name, List<LimitSet> sets) {
    if (!name.matches("[a-z0-9.-]{1,40}")) {
      throw new IllegalArgumentException("not a name for limits: " + name);
    }
    byte[] content = Json.bytes(g -> writeSets(g, sets));
    return with(name + "-" + Digest.hex(content).substring(0, 8), List.copyOf(sets));
  }

  private static Limits with(String limitsVer, List<LimitSet> sets) {
    byte[] json =
        Json.bytes(
            g -> {
              g.writeStartObject();
              g.writeStringField("limitsVer", limitsVer);
              g.writeFieldName("sets");
              writeSets(g, sets);
              g.writeEndObject();
            });
    return new Limits(limitsVer, sets, json);
  }

  /** Reads what {@link #canonicalJson()} wrote. */
  public static Limits read(byte[] json) {
    return read(Json.tree(json));
  }

  static Limits read(JsonNode json) {
    List<LimitSet> sets = new ArrayList<>();
    for (JsonNode set : json.get("sets")) {
      Map<String, StakeRange> ranges = new TreeMap<>();
      set.get("ranges").properties().forEach(e -> ranges.put(e.getKey(), range(e.getValue())));
      List<Long> chips = new ArrayList<>();
      set.get("chipsMinor").forEach(chip -> chips.add(chip.longValue()));
      sets.add(
          new LimitSet(
              set.get("licensee").textValue(),
              set.get("group").textValue(),
              set.get("currency").textValue(),
              ranges,
              set.get("tableMaxMinor").longValue(),
              set.get("liabilityMinor").longValue(),
              chips));
    }
    return with(json.get("limitsVer").textValue(), List.copyOf(sets));
  }

  /** The version. */
  public String limitsVer() {
    return limitsVer;
  }

  /** The canonical form, UTF-8. */
  public byte[] canonicalJson() {
    return json.clone();
  }

  /**
   * The set that applies: own licensee and group, own licensee, any licensee with the group, any;
   * empty if the table does not play in this currency.
   *
   * @param group or null
   */
  public Optional<LimitSet> find(LicenseeId licensee, String group, String currency) {
    LimitSet best = null;
    int bestRank = -1;
    for (LimitSet set : sets) {
      boolean ownLicensee = set.licensee().equals(licensee.value());
      boolean ownGroup = set.group().equals(group);
      if (!set.currency().equals(currency)
          || !(ownLicensee || set.licensee().equals(LimitSet.ANY))
          || !(ownGroup || set.group().equals(LimitSet.ANY))) {
        continue;
      }
      int rank = (ownLicensee ? 2 : 0) + (ownGroup ? 1 : 0);
      if (rank > bestRank) {
        best = set;
        bestRank = rank;
      }
    }
    return Optional.ofNullable(best);
  }

  private static StakeRange range(JsonNode json) {
    return new StakeRange(
        json.get("minMinor").longValue(),
        json.get("maxMinor").longValue(),
        json.get("stepMinor").longValue());
  }

  private static void writeSets(JsonGenerator g, List<LimitSet> sets) throws IOException {
    g.writeStartArray();
    for (LimitSet set : sets) {
      g.writeStartObject();
      g.writeStringField("licensee", set.licensee());
      g.writeStringField("group", set.group());
      g.writeStringField("currency", set.currency());
      g.writeObjectFieldStart("ranges");
      for (Map.Entry<String, StakeRange> range : set.ranges().entrySet()) {
        g.writeObjectFieldStart(range.getKey());
        g.writeNumberField("minMinor", range.getValue().minMinor());
        g.writeNumberField("maxMinor", range.getValue().maxMinor());
        g.writeNumberField("stepMinor", range.getValue().stepMinor());
        g.writeEndObject();
      }
      g.writeEndObject();
      g.writeNumberField("tableMaxMinor", set.tableMaxMinor());
      g.writeNumberField("liabilityMinor", set.liabilityMinor());
      g.writeArrayFieldStart("chipsMinor");
      for (long chip : set.chipsMinor()) {
        g.writeNumber(chip);
      }
      g.writeEndArray();
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Limits that && java.util.Arrays.equals(json, that.json);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(json);
  }

  @Override
  public String toString() {
    return limitsVer;
  }
}
