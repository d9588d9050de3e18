package dev.croupier.gateway.media.codec;

import java.util.Map;

/**
 * What a level of H.264 allows (H.264 table A-1). Immutable.
 *
 * @param idc ten times the level: 31 is level 3.1
 * @param macroblocksPerSecond MaxMBPS
 * @param macroblocks MaxFS: of one picture
 */
public record H264Level(int idc, long macroblocksPerSecond, int macroblocks) {
  private static final int SIDE = 16;

  private static final Map<Integer, H264Level> LEVELS =
      Map.ofEntries(
          level(10, 1_485, 99),
          level(11, 3_000, 396),
          level(12, 6_000, 396),
          level(13, 11_880, 396),
          level(20, 11_880, 396),
          level(21, 19_800, 792),
          level(22, 20_250, 1_620),
          level(30, 40_500, 1_620),
          level(31, 108_000, 3_600),
          level(32, 216_000, 5_120),
          level(40, 245_760, 8_192),
          level(41, 245_760, 8_192),
          level(42, 522_240, 8_704),
          level(50, 589_824, 22_080),
          level(51, 983_040, 36_864),
          level(52, 2_073_600, 36_864));

  /** Whether there is such a level. */
  public static boolean exists(int idc) {
    return LEVELS.containsKey(idc);
  }

  /** A level that {@link #exists}. */
  public static H264Level of(int idc) {
    H264Level level = LEVELS.get(idc);
    if (level == null) {
      throw new IllegalArgumentException("no level " + idc);
    }
    return level;
  }

  /** Macroblocks of a picture, those at its edges in whole. */
  public static int macroblocks(int width, int height) {
    return Math.ceilDiv(width, SIDE) * Math.ceilDiv(height, SIDE);
  }

  private static Map.Entry<Integer, H264Level> level(int idc, long perSecond, int perPicture) {
    return Map.entry(idc, new H264Level(idc, perSecond, perPicture));
  }
}
