package dev.croupier.gateway.media.worker;

/**
 * A picture of a signal as the worker decoded it. Immutable by agreement: nobody writes into its
 * arrays.
 *
 * @param jpeg at most {@link #MAX_WIDTH} pixels wide, in the signal's own proportions
 * @param luma mean brightness of {@link #COLUMNS} × {@link #ROWS} cells of equal size, row by row,
 *     each 0 to 65,280: 256 times the usual 0 to 255
 */
public record Picture(byte[] jpeg, int width, int height, int[] luma) {
  /** Widest JPEG. */
  public static final int MAX_WIDTH = 640;

  /** Cells in a row. */
  public static final int COLUMNS = 64;

  /** Rows of cells. */
  public static final int ROWS = 36;

  /** All cells. */
  public static final int CELLS = COLUMNS * ROWS;
}
