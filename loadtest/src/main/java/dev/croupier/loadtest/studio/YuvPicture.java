package dev.croupier.loadtest.studio;

/**
 * An uncompressed picture as the encoder takes it: 4:2:0, 8 bit, BT.709, studio range, planes
 * without padding. Mutable, owned by one camera's thread.
 *
 * @param width in samples, even
 * @param height in lines, even
 * @param luma width × height samples
 * @param cb a quarter of that
 * @param cr a quarter of that
 */
public record YuvPicture(int width, int height, byte[] luma, byte[] cb, byte[] cr) {
  /** Checks sizes. */
  public YuvPicture {
    if (width < 2 || height < 2 || (width & 1) != 0 || (height & 1) != 0) {
      throw new IllegalArgumentException("size must be even: " + width + "x" + height);
    }
    int samples = width * height;
    if (luma.length != samples || cb.length != samples / 4 || cr.length != samples / 4) {
      throw new IllegalArgumentException("planes do not fit " + width + "x" + height);
    }
  }

  /** A picture of the given even size; its content is undefined until it is painted. */
  public static YuvPicture ofSize(int width, int height) {
    int samples = width * height;
    return new YuvPicture(
        width, height, new byte[samples], new byte[samples / 4], new byte[samples / 4]);
  }

  /** Samples in a line of a chroma plane. */
  public int chromaWidth() {
    return width / 2;
  }
}
