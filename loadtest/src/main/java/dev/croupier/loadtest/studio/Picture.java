package dev.croupier.loadtest.studio;

/**
 * What a camera sees: a pure function from a {@link Shot} to pixels. An instance keeps still layers
 * and buffers, so it is owned by one camera's thread; the same shot gives the same pixels whatever
 * was painted before.
 */
public interface Picture {
  /**
   * Paints.
   *
   * @return the picture's own buffer, valid until the next call; without the strip, which the
   *     caller may write over its foot
   */
  YuvPicture paint(Shot shot);
}
