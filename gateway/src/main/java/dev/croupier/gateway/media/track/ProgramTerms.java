package dev.croupier.gateway.media.track;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.H264Level;
import dev.croupier.gateway.media.codec.ProfileLevelId.Profile;

/**
 * What signals must keep to that a program can show; configuration. Immutable.
 *
 * @param codec of its pictures
 * @param profile the highest one of H.264: {@code CONSTRAINED_BASELINE}, {@code MAIN} or {@code
 *     HIGH}
 * @param level the highest one of H.264; VP8 keeps to its sizes and rates
 */
public record ProgramTerms(Codec codec, Profile profile, H264Level level) {
  /** High at level 4.2: 1080p at 60 a second, which all that a browser runs on decodes. */
  public static ProgramTerms usual(Codec codec) {
    return new ProgramTerms(codec, Profile.HIGH, H264Level.of(42));
  }
}
