package dev.croupier.gateway.control.present;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.croupier.gateway.ids.BuildId;
import dev.croupier.gateway.ids.RoundId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The rounds plane's own JSON of open bets, read for the pins in it. */
final class OpenBets {
  private static final JsonMapper MAPPER = new JsonMapper();

  private OpenBets() {}

  /** Each round with open bets, in their order, and the build of its last bet. */
  static Map<RoundId, Optional<BuildId>> pins(byte[] json) {
    Map<RoundId, Optional<BuildId>> pins = new LinkedHashMap<>();
    try {
      for (JsonNode bet : MAPPER.readTree(json)) {
        String round = bet.path("round").textValue();
        String build = bet.path("clientBuild").textValue();
        if (RoundId.isValid(round)) {
          pins.put(
              new RoundId(round),
              BuildId.isValid(build) ? Optional.of(new BuildId(build)) : Optional.empty());
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the rounds plane's own JSON", e);
    }
    return pins;
  }
}
