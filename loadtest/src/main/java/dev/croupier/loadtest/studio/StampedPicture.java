package dev.croupier.loadtest.studio;

/**
 * A picture as a camera sees it: painted for true table time whatever the camera's clock says, with
 * the {@link Strip} at its foot; or frozen, the same pixels again and again, strip included. The
 * camera's thread; {@link #freeze} by any.
 */
final class StampedPicture implements Picture {
  private final Picture picture;
  private final int cameraId;
  private final CaptureClock clock;
  private YuvPicture last;
  private volatile boolean frozen;

  /**
   * A view.
   *
   * @param picture owned by this from now on
   * @param cameraId 0–255, in the strip
   * @param clock what shots' times are of
   */
  StampedPicture(Picture picture, int cameraId, CaptureClock clock) {
    this.picture = picture;
    this.cameraId = cameraId;
    this.clock = clock;
  }

  /** Stands still from the next frame on, or moves again. */
  void freeze(boolean still) {
    frozen = still;
  }

  /** Paints a shot whose time is the camera's own. */
  @Override
  public YuvPicture paint(Shot shot) {
    if (!frozen || last == null) {
      long tableMicros = clock.tableMicros(shot.tableTimeMicros());
      last = picture.paint(new Shot(shot.frame(), tableMicros, shot.round()));
      Strip.write(last, cameraId, shot.frame(), tableMicros);
    }
    return last;
  }
}
