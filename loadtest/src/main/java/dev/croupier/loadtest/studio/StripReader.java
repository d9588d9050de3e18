package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.studio.StripReading.Frame;
import dev.croupier.loadtest.studio.StripReading.Reason;
import dev.croupier.loadtest.studio.StripReading.Unreadable;

/**
 * Reads the {@link Strip} from a luma plane: the mean of each cell's middle half against a
 * threshold half way between the light and the dark sync cells, so that neither range nor gamma of
 * the decoder matters. Stateless, any thread.
 */
public final class StripReader {
  /** Light must be this much lighter than dark; drawn are 112. */
  private static final int LEAST_CONTRAST = 24;

  private StripReader() {}

  /**
   * Reads one frame.
   *
   * @param luma the plane
   * @param offset index of its first sample
   * @param stride samples from one line to the next
   * @param width of the picture in samples
   * @param height of the picture in lines
   */
  public static StripReading read(byte[] luma, int offset, int stride, int width, int height) {
    if (width < 2 * Strip.COLUMNS || height < Strip.LINES) {
      return new Unreadable(Reason.TOO_SMALL, 0);
    }
    int cells = Strip.COLUMNS * Strip.ROWS;
    int[] means = new int[cells];
    int sum = 0;
    for (int cell = 0; cell < cells; cell++) {
      means[cell] = mean(luma, offset, stride, width, height, cell);
      sum += means[cell];
    }
    int meanLuma = sum / cells;
    int light = 0;
    int dark = 0;
    for (int i = 0; i < 16; i++) {
      if ((Strip.SYNC >> (15 - i) & 1) != 0) {
        light += means[i];
      } else {
        dark += means[i];
      }
    }
    if ((light - dark) / 8 < LEAST_CONTRAST) {
      return new Unreadable(Reason.NO_CONTRAST, meanLuma);
    }
    int threshold = (light + dark) / 16;
    byte[] bytes = new byte[Strip.BYTES];
    for (int cell = 0; cell < cells; cell++) {
      if (means[cell] > threshold) {
        bytes[cell >> 3] |= (byte) (0x80 >> (cell & 7));
      }
    }
    if (number(bytes, 0, 2) != Strip.SYNC) {
      return new Unreadable(Reason.NO_SYNC, meanLuma);
    }
    if (number(bytes, 16, 2) != Strip.crcOf(bytes)) {
      return new Unreadable(Reason.BAD_CRC, meanLuma);
    }
    return new Frame((int) number(bytes, 2, 1), number(bytes, 4, 4), number(bytes, 8, 8));
  }

  /** Reads a whole picture. */
  public static StripReading read(YuvPicture picture) {
    return read(picture.luma(), 0, picture.width(), picture.width(), picture.height());
  }

  private static int mean(byte[] luma, int offset, int stride, int width, int height, int cell) {
    int column = cell % Strip.COLUMNS;
    int row = cell / Strip.COLUMNS;
    int x0 = Strip.cellX(column, width);
    int x1 = Strip.cellX(column + 1, width);
    int y0 = Strip.cellY(row, height);
    int y1 = Strip.cellY(row + 1, height);
    int insetX = (x1 - x0) / 4;
    int insetY = (y1 - y0) / 4;
    int sum = 0;
    int count = 0;
    for (int y = y0 + insetY; y < y1 - insetY; y++) {
      int line = offset + y * stride;
      for (int x = x0 + insetX; x < x1 - insetX; x++) {
        sum += luma[line + x] & 0xFF;
        count++;
      }
    }
    return sum / count;
  }

  private static long number(byte[] bytes, int from, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (bytes[from + i] & 0xFF);
    }
    return value;
  }
}
