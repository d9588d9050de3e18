package dev.croupier.loadtest.studio;

import java.util.Arrays;

/**
 * The machine-readable strip at the foot of a synthetic camera's picture: which camera, which frame
 * and when it was captured, so that whoever sees a decoded frame can name it.
 *
 * <p>Two rows of 80 cells, a cell being width/80 by height/90 (the bottom 16 of 720 lines), filled
 * row by row, most significant bit first, light is 1: 16 bits of sync {@code A5F0}, 8 camera id, 8
 * spare, 32 frame, 64 table time in microseconds, 16 CRC-16/CCITT-FALSE over the 14 bytes from
 * camera id to time, 16 spare. Spare bits are written as zero and not looked at by readers.
 */
public final class Strip {
  /** Cells in a row. */
  public static final int COLUMNS = 80;

  /** Rows of cells. */
  public static final int ROWS = 2;

  /** A cell's height is the picture's divided by this. */
  static final int LINES = 90;

  /** What the 20 bytes of a strip begin with: eight light and eight dark cells. */
  static final int SYNC = 0xA5F0;

  /** Luma (8 bit, studio range) of a 0. */
  static final byte DARK = 40;

  /** Luma (8 bit, studio range) of a 1. */
  static final byte LIGHT = (byte) 152;

  /** Length of a strip in bytes. */
  static final int BYTES = COLUMNS * ROWS / 8;

  private static final int CRC_FROM = 2;
  private static final int CRC_TO = 16;

  private Strip() {}

  /**
   * Writes the strip over the foot of a picture, luma and (neutral) chroma.
   *
   * @param out at least 160 × 90
   * @param cameraId 0–255
   * @param frame the frame's number, its low 32 bits are written
   * @param tableTimeMicros the capture time
   */
  public static void write(YuvPicture out, int cameraId, long frame, long tableTimeMicros) {
    byte[] bits = bytes(cameraId, frame, tableTimeMicros);
    byte[] line = new byte[out.width()];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        int bit = row * COLUMNS + column;
        boolean light = (bits[bit >> 3] >> (7 - (bit & 7)) & 1) != 0;
        Arrays.fill(
            line, cellX(column, out.width()), cellX(column + 1, out.width()), light ? LIGHT : DARK);
      }
      for (int y = cellY(row, out.height()); y < cellY(row + 1, out.height()); y++) {
        System.arraycopy(line, 0, out.luma(), y * out.width(), out.width());
      }
    }
    int chromaTop = (cellY(0, out.height()) + 1) / 2;
    int chromaFrom = chromaTop * out.chromaWidth();
    Arrays.fill(out.cb(), chromaFrom, out.cb().length, (byte) 128);
    Arrays.fill(out.cr(), chromaFrom, out.cr().length, (byte) 128);
  }

  /** The 20 bytes that the cells show. */
  static byte[] bytes(int cameraId, long frame, long tableTimeMicros) {
    if (cameraId < 0 || cameraId > 255) {
      throw new IllegalArgumentException("camera id must be 0 to 255, not " + cameraId);
    }
    byte[] bytes = new byte[BYTES];
    put(bytes, 0, SYNC, 2);
    put(bytes, 2, cameraId, 1);
    put(bytes, 4, frame, 4);
    put(bytes, 8, tableTimeMicros, 8);
    put(bytes, CRC_TO, crc16(bytes, CRC_FROM, CRC_TO), 2);
    return bytes;
  }

  /** The CRC of a strip's bytes as they stand. */
  static int crcOf(byte[] strip) {
    return crc16(strip, CRC_FROM, CRC_TO);
  }

  /** CRC-16/CCITT-FALSE: polynomial 1021, start FFFF, no reflection, no final exclusive or. */
  static int crc16(byte[] data, int from, int to) {
    int crc = 0xFFFF;
    for (int i = from; i < to; i++) {
      crc ^= (data[i] & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      crc &= 0xFFFF;
    }
    return crc;
  }

  /** Left edge of a cell in pixels; that of column 80 is the picture's right edge. */
  static int cellX(int column, int width) {
    return column * width / COLUMNS;
  }

  /** Upper edge of a row of cells in lines; that of row 2 is the picture's lower edge. */
  static int cellY(int row, int height) {
    return (LINES - ROWS + row) * height / LINES;
  }

  private static void put(byte[] into, int at, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      into[at + i] = (byte) (value >> (8 * (bytes - 1 - i)));
    }
  }
}
