package dev.croupier.gateway.control.release;

import com.fasterxml.jackson.databind.JsonNode;
import dev.croupier.gateway.control.wire.Fields;
import dev.croupier.gateway.control.wire.StrictJson;
import dev.croupier.gateway.ids.BuildId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a build says of itself: {@code descriptor.json} at the root of its archive.
 *
 * @param semver SemVer 2.0.0
 * @param game as tables name it
 * @param minContract the oldest message contract it speaks
 * @param maxContract the newest
 * @param entry the file of its ES module
 * @param integrity the entry's SRI
 * @param assets its other files
 */
record Descriptor(
    BuildId buildId,
    String semver,
    String game,
    int minContract,
    int maxContract,
    String entry,
    String integrity,
    List<String> assets) {
  private static final Pattern SEMVER =
      Pattern.compile("(0|[1-9]\\d{0,8})(\\.(0|[1-9]\\d{0,8})){2}(-[0-9a-z.-]{1,24})?");
  private static final Pattern GAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final int MAX_ASSETS = 256;
  private static final int MAX_TEXT = 512;

  Descriptor {
    assets = List.copyOf(assets);
  }

  /**
   * Reads a descriptor.
   *
   * @throws RefusedException {@code malformed}
   */
  static Descriptor parse(byte[] bytes) throws RefusedException {
    JsonNode json =
        StrictJson.parse(bytes)
            .filter(JsonNode::isObject)
            .orElseThrow(() -> RefusedException.malformed("descriptor.json is no JSON object"));
    try {
      return read(json);
    } catch (Fields.Malformed e) {
      throw RefusedException.malformed("descriptor.json: " + e.getMessage());
    }
  }

  private static Descriptor read(JsonNode json) {
    String id = Fields.text(json, "buildId", 64);
    String semver = Fields.text(json, "semver", 64);
    String game = Fields.text(json, "game", 32);
    if (!SEMVER.matcher(semver).matches() || !GAME.matcher(game).matches()) {
      throw Fields.malformed("semver or game is not well formed");
    }
    if (!BuildId.isValid(id) || !id.equals(game + "-" + semver)) {
      throw Fields.malformed("buildId is {game}-{semver}");
    }
    JsonNode range = json.path("contractVer");
    long min = Fields.integer(range, "min");
    long max = Fields.integer(range, "max");
    if (min < 1 || max < min || max > Integer.MAX_VALUE) {
      throw Fields.malformed("contractVer: 1 <= min <= max");
    }
    return new Descriptor(
        new BuildId(id),
        semver,
        game,
        (int) min,
        (int) max,
        Fields.text(json, "entry", 128),
        Fields.text(json, "integrity", MAX_TEXT),
        assets(json.path("assets")));
  }

  private static List<String> assets(JsonNode array) {
    if (array.size() > MAX_ASSETS || !(array.isArray() || array.isMissingNode())) {
      throw Fields.malformed("assets: a list of at most " + MAX_ASSETS + " files");
    }
    List<String> assets = new ArrayList<>();
    for (JsonNode asset : array) {
      if (!asset.isTextual()) {
        throw Fields.malformed("assets: names of files");
      }
      assets.add(asset.textValue());
    }
    return assets;
  }
}
