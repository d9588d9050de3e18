package dev.croupier.loadtest.studio;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What comes out of a round: a pure function of a seed and the round's id. */
public final class Outcomes {
  private Outcomes() {}

  /** The outcomes of a game. */
  public static Function<String, RoundState.Outcome> of(Pictures.Game game, byte[] seed) {
    byte[] key = seed.clone();
    return round -> {
      byte[] mac = hmac(key, round);
      return new RoundState.Outcome.Pocket(Math.floorMod(mac[0] << 8 | mac[1] & 0xFF, 37));
    };
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
