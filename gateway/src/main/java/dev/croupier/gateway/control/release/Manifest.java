package dev.croupier.gateway.control.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.croupier.gateway.ids.BuildId;
import java.util.List;

/**
 * What a game's pages find: the current build and those that came before it. Immutable.
 *
 * @param json as it is served
 * @param etag strong, with its quotes
 */
public record Manifest(
    String game, Build current, List<BuildId> previous, byte[] json, String etag) {
  /** Builds before the current one that are still named. */
  static final int MAX_PREVIOUS = 10;

  private static final JsonMapper MAPPER = new JsonMapper();

  /** Copies the list. */
  public Manifest {
    previous = List.copyOf(previous);
  }

  /**
   * Writes a manifest.
   *
   * @param builds current and previous ones, the current first
   */
  static Manifest of(List<Build> builds) {
    Build current = builds.getFirst();
    List<BuildId> previous = builds.stream().skip(1).map(Build::buildId).toList();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("game", current.game()).put("build", current.buildId().value());
    ArrayNode before = json.putArray("previous");
    previous.forEach(id -> before.add(id.value()));
    ArrayNode all = json.putArray("builds");
    for (Build build : builds) {
      ObjectNode entry =
          all.addObject().put("buildId", build.buildId().value()).put("semver", build.semver());
      entry
          .putObject("contractVer")
          .put("min", build.minContract())
          .put("max", build.maxContract());
      entry.put("entry", build.entry()).put("integrity", build.integrity());
    }
    try {
      byte[] bytes = MAPPER.writeValueAsBytes(json);
      String etag = "\"" + Integrity.sha256(bytes).substring(0, 32) + "\"";
      return new Manifest(current.game(), current, previous, bytes, etag);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }
}
