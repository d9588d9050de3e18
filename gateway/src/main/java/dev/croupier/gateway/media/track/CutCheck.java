package dev.croupier.gateway.media.track;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.H264Level;
import dev.croupier.gateway.media.codec.ProfileLevelId;
import dev.croupier.gateway.media.codec.ProfileLevelId.Profile;
import java.util.Locale;

/**
 * What a cut to a signal would be, as far as is known before it. Immutable.
 *
 * @param reason why it cannot be: {@code codec}, {@code sound_only}, {@code profile}, {@code
 *     level}, {@code resolution}, {@code rate}, why the signal was refused ({@code b_frames} …),
 *     its state; null where it can
 */
public record CutCheck(Verdict verdict, String reason) {
  /** What comes of it. */
  public enum Verdict {
    /** The same size, profile and level as what is on air. */
    SEAMLESS,
    /** Decoders take the new signal's size, profile or level on at its first keyframe. */
    RECONFIGURES,
    /** It cannot be shown on this program. */
    INCOMPATIBLE,
    /** No pictures of it come now. */
    NOT_READY;

    /** The name on the wire. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A rate is counted, so it may seem to be a tenth above what it is. */
  private static final double COUNTING = 1.1;

  private static final int ABOVE_ALL = 9;

  /**
   * Checks a signal.
   *
   * @param onAir what is shown now, or null for the slate
   */
  public static CutCheck of(SignalStatus target, SignalStatus onAir, ProgramTerms terms) {
    if (target.state() == SignalState.REFUSED) {
      return new CutCheck(Verdict.INCOMPATIBLE, target.reason());
    }
    if (target.state() != SignalState.LIVE) {
      return new CutCheck(Verdict.NOT_READY, target.state().wire());
    }
    String misfit = misfit(target, terms);
    if (misfit != null) {
      return new CutCheck(Verdict.INCOMPATIBLE, misfit);
    }
    boolean same =
        onAir != null
            && onAir.width() == target.width()
            && onAir.height() == target.height()
            && onAir.profile().equals(target.profile());
    return new CutCheck(same ? Verdict.SEAMLESS : Verdict.RECONFIGURES, null);
  }

  /** Whether it can be made now. */
  public boolean possible() {
    return reason == null;
  }

  private static String misfit(SignalStatus target, ProgramTerms terms) {
    if (Signal.SOUND_ONLY.equals(target.reason())) {
      return Signal.SOUND_ONLY;
    }
    if (!terms.codec().wire().equals(target.codec())) {
      return Signal.OTHER_CODEC;
    }
    ProfileLevelId own =
        terms.codec() == Codec.H264 ? ProfileLevelId.parse(target.profile()).orNull() : null;
    if (own != null) {
      if (rank(own.profile()) > rank(terms.profile())) {
        return "profile";
      }
      if (own.levelIdc() > terms.level().idc()) {
        return "level";
      }
    }
    int macroblocks = H264Level.macroblocks(target.width(), target.height());
    if (macroblocks > terms.level().macroblocks()) {
      return "resolution";
    }
    return macroblocks * target.fps() > terms.level().macroblocksPerSecond() * COUNTING
        ? "rate"
        : null;
  }

  private static int rank(Profile profile) {
    return switch (profile) {
      case CONSTRAINED_BASELINE, BASELINE -> 0;
      case MAIN -> 1;
      case CONSTRAINED_HIGH, HIGH -> 2;
      case HIGH_444_PREDICTIVE, OTHER -> ABOVE_ALL;
    };
  }
}
