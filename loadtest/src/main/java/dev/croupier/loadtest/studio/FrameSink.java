package dev.croupier.loadtest.studio;

/**
 * Takes what a camera makes. Called on the camera's thread, in capture order within each kind; must
 * not block, for the camera stands still while it does.
 */
public interface FrameSink {
  /** A coded picture. */
  void onVideo(EncodedFrame frame);

  /** A coded audio packet. Never called by a camera without audio. */
  void onAudio(EncodedAudio packet);
}
