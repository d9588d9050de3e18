package dev.croupier.loadtest.studio;

import java.util.Optional;

/**
 * A camera.
 *
 * @param cameraId the number in its strip, 0–255
 * @param name of its thread and in logs, for example {@code roulette-1/cam-a}
 * @param video how its picture is coded
 * @param audio how its sound is coded; empty: no sound
 * @param gridOffsetMicros what its frames' times are shifted by against whole frames since table
 *     time zero, 0 to one frame
 */
public record CameraSettings(
    int cameraId,
    String name,
    VideoSettings video,
    Optional<AudioSettings> audio,
    long gridOffsetMicros) {
  /** Checks ranges. */
  public CameraSettings {
    if (cameraId < 0 || cameraId > 255) {
      throw new IllegalArgumentException("camera id must be 0 to 255, not " + cameraId);
    }
    if (gridOffsetMicros < 0 || gridOffsetMicros > 1_000_000 / video.fps()) {
      throw new IllegalArgumentException("grid offset must be within a frame");
    }
  }
}
