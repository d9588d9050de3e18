package dev.croupier.gateway.rounds.rules;

import java.nio.charset.StandardCharsets;

/**
 * An engine, its paytable and its rounding under a name that never changes its meaning. Immutable;
 * any thread.
 *
 * <p>The canonical form is JSON with sorted keys, no white space and every ratio in lowest terms,
 * so that equal rules have equal bytes.
 */
public final class Ruleset {
  private final String calcVer;
  private final Engine engine;
  private final String canonicalJson;
  private final String rulesHash;

  Ruleset(String calcVer, Engine engine, String canonicalJson) {
    this.calcVer = calcVer;
    this.engine = engine;
    this.canonicalJson = canonicalJson;
    this.rulesHash = Sha256.hex(canonicalJson.getBytes(StandardCharsets.US_ASCII));
  }

  /** Its name, for example {@code roulette-1.0.0}; begins with the game. */
  public String calcVer() {
    return calcVer;
  }

  /** SHA-256 of {@link #canonicalJson()}, 64 lower-case hexadecimal digits. */
  public String rulesHash() {
    return rulesHash;
  }

  /** What computes. */
  public Engine engine() {
    return engine;
  }

  /** {@code {"calcVer":…,"engine":…,"engineVer":…,"paytable":{…},"rounding":…}}, ASCII. */
  public String canonicalJson() {
    return canonicalJson;
  }

  @Override
  public String toString() {
    return calcVer + " " + rulesHash;
  }
}
