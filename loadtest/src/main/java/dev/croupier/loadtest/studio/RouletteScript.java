package dev.croupier.loadtest.studio;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.croupier.loadtest.studio.RoundState.Outcome.Pocket;

/**
 * What comes out of a scripted dealer's roulette rounds: the pocket follows from a secret seed and
 * the round's id alone, so that the wheel knows it while the ball still runs and a restart ends the
 * round with the same one.
 *
 * <p>The pocket is the first big-endian 32-bit word of HMAC-SHA-256(seed, round id) below 37 ·
 * ⌊2^32 / 37⌋, modulo 37; if none of the eight is, further blocks follow. Immutable, any thread.
 */
public final class RouletteScript {
  private final byte[] seed;

  /**
   * A dealer.
   *
   * @param seed secret, at least 16 bytes
   */
  public RouletteScript(byte[] seed) {
    this.seed = checked(seed);
  }

  /** What comes out of a round. */
  public Pocket outcome(String round) {
    return new Pocket(new SeededStream(seed, round.getBytes(UTF_8)).below(WheelLayout.POCKETS));
  }

  static byte[] checked(byte[] seed) {
    if (seed.length < 16) {
      throw new IllegalArgumentException("a seed has at least 16 bytes");
    }
    return seed.clone();
  }
}
