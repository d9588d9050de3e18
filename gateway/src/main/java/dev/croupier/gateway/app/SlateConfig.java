package dev.croupier.gateway.app;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.H264Level;
import dev.croupier.gateway.media.codec.ProfileLevelId.Profile;
import dev.croupier.gateway.media.track.ProgramTerms;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The picture shown while no camera is, and the program's terms: its codec, size and rate, and what
 * cameras must keep to. Immutable.
 *
 * @param codec {@code h264} or {@code vp8}
 * @param alsoIn further codecs that the table is offered in, a program each; cameras in yet another
 *     are not shown
 * @param profile the highest of H.264 that is shown: {@code baseline}, {@code main}, {@code high}
 * @param level ten times the highest level of H.264 that is shown; cameras in VP8 keep to its size
 *     and rate
 */
public record SlateConfig(
    String codec, List<String> alsoIn, int width, int height, int fps, String profile, int level) {
  private static final List<String> CODECS = List.of("h264", "vp8");
  private static final List<String> PROFILES = List.of("baseline", "main", "high");

  /** Checks the ranges. */
  public SlateConfig {
    Config.checkWord("tables.slate.codec", "codec", codec, CODECS);
    for (String other : alsoIn) {
      Config.checkWord("tables.slate.alsoIn", "codec", other, CODECS);
    }
    Config.check(
        Config.isUnique(alsoIn) && !alsoIn.contains(codec),
        "tables.slate.alsoIn",
        "codecs beside " + codec,
        alsoIn);
    checkSide("tables.slate.width", width);
    checkSide("tables.slate.height", height);
    Config.check(fps >= 1 && fps <= 60, "tables.slate.fps", "1..60", fps);
    Config.checkWord("tables.slate.profile", "profile", profile, PROFILES);
    Config.check(H264Level.exists(level), "tables.slate.level", "ten times a level, as 31", level);
  }

  /** What cameras must keep to, for each codec; the table's own first. */
  List<ProgramTerms> terms() {
    Profile highest =
        switch (profile) {
          case "baseline" -> Profile.CONSTRAINED_BASELINE;
          case "main" -> Profile.MAIN;
          default -> Profile.HIGH;
        };
    return Stream.concat(Stream.of(codec), alsoIn.stream())
        .map(word -> Codec.valueOf(word.toUpperCase(Locale.ROOT)))
        .map(each -> new ProgramTerms(each, highest, H264Level.of(level)))
        .toList();
  }

  private static void checkSide(String key, int pixels) {
    Config.check(pixels >= 64 && pixels <= 1920 && pixels % 2 == 0, key, "even, 64..1920", pixels);
  }
}
