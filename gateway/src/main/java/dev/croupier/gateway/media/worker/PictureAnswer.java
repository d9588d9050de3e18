package dev.croupier.gateway.media.worker;

/** What becomes of frames that a {@link PictureMaker} is asked to make a picture of. */
public sealed interface PictureAnswer {
  /** A picture. */
  record Made(Picture picture) implements PictureAnswer {}

  /** None. */
  record None(Why why) implements PictureAnswer {}

  /** Why there is none. */
  enum Why {
    /** The frames are beyond the caps, or no picture can be decoded from them. */
    UNREADABLE,
    /** The worker's process died of these frames, or was ended because it took too long. */
    WORKER_LOST,
    /** There is no worker just now: it died a moment ago, or does not start. */
    NO_WORKER,
    /** Too many wait already. */
    BUSY
  }
}
