package dev.croupier.gateway.media.codec;

import dev.croupier.gateway.media.rtp.Parse;
import java.util.Locale;

/**
 * Profile, constraint flags and level of an H.264 stream: the three bytes behind the SPS's header
 * (RFC 6184 section 8.1).
 *
 * @param profileIdc 0 to 255
 * @param constraints {@code constraint_set} flags from the top bit down, 0 to 255
 * @param levelIdc ten times the level (31 is level 3.1), 0 to 255
 */
public record ProfileLevelId(int profileIdc, int constraints, int levelIdc) {
  /** What SDP means by its absence: baseline, level 1 (RFC 6184 section 8.1). */
  public static final ProfileLevelId DEFAULT = new ProfileLevelId(0x42, 0, 10);

  /** The profiles that matter between browsers and encoders. */
  public enum Profile {
    CONSTRAINED_BASELINE,
    BASELINE,
    MAIN,
    CONSTRAINED_HIGH,
    HIGH,
    HIGH_444_PREDICTIVE,
    OTHER
  }

  /** Parses six hex digits, as {@code 42e01f}. */
  public static Parse<ProfileLevelId> parse(String hex) {
    if (hex.length() != 6) {
      return Parse.rejected("bad_profile_level_id");
    }
    int value = 0;
    for (int i = 0; i < 6; i++) {
      int digit = Character.digit(hex.charAt(i), 16);
      if (digit < 0) {
        return Parse.rejected("bad_profile_level_id");
      }
      value = value << 4 | digit;
    }
    return Parse.of(new ProfileLevelId(value >> 16, value >> 8 & 0xFF, value & 0xFF));
  }

  /** The profile by RFC 6184 table 5: flags can make one profile_idc several profiles. */
  public Profile profile() {
    boolean set0 = (constraints & 0x80) != 0;
    boolean set1 = (constraints & 0x40) != 0;
    return switch (profileIdc) {
      case 0x42 -> set1 ? Profile.CONSTRAINED_BASELINE : Profile.BASELINE;
      case 0x4D -> set0 ? Profile.CONSTRAINED_BASELINE : Profile.MAIN;
      case 0x58 -> set0 ? set1 ? Profile.CONSTRAINED_BASELINE : Profile.BASELINE : Profile.OTHER;
      case 0x64 -> (constraints & 0x0C) == 0x0C ? Profile.CONSTRAINED_HIGH : Profile.HIGH;
      case 0xF4 -> Profile.HIGH_444_PREDICTIVE;
      default -> Profile.OTHER;
    };
  }

  /** Six lower-case hex digits. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%02x%02x%02x", profileIdc, constraints, levelIdc);
  }
}
