package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.codec.AnnexB;
import dev.croupier.gateway.media.codec.H264Packetizer;
import dev.croupier.loadtest.studio.EncodedFrame;
import dev.croupier.loadtest.studio.RoundState;
import dev.croupier.loadtest.studio.Shot;
import dev.croupier.loadtest.studio.Strip;
import dev.croupier.loadtest.studio.TestCard;
import dev.croupier.loadtest.studio.VideoEncoder;
import dev.croupier.loadtest.studio.VideoSettings;
import dev.croupier.loadtest.studio.YuvPicture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A frame made once and sent by a {@link WhepStage} to everybody: the payloads of its packets. */
record Recorded(boolean keyframe, byte[][] payloads) {
  private static final int MAX_PAYLOAD = 1_140;

  /** Frames of a test card with the strip of a camera; frame n says number n and n frames' time. */
  static List<Recorded> pictures(int cameraId, VideoSettings video, int count) {
    return pictures(cameraId, video, count, 0);
  }

  /**
   * The same, each filled up to a size, as a busy picture would be; a decoder would choke on them.
   *
   * @param bytes of a frame that is no keyframe
   */
  static List<Recorded> pictures(int cameraId, VideoSettings video, int count, int bytes) {
    TestCard card = new TestCard(video.width(), video.height(), "camera " + cameraId);
    H264Packetizer packetizer = new H264Packetizer(MAX_PAYLOAD);
    SplittableRandom random = new SplittableRandom(cameraId);
    List<Recorded> frames = new ArrayList<>();
    try (VideoEncoder encoder = new VideoEncoder(video)) {
      for (int i = 0; i < count; i++) {
        long time = i * 1_000_000L / video.fps();
        YuvPicture picture = card.paint(new Shot(i, time, RoundState.NONE));
        Strip.write(picture, cameraId, i, time);
        EncodedFrame frame = encoder.encode(picture, time);
        byte[] coded = frame.annexB();
        if (!frame.keyframe() && coded.length < bytes) {
          int from = coded.length;
          coded = Arrays.copyOf(coded, bytes);
          for (int at = from; at < bytes; at++) {
            coded[at] = (byte) random.nextInt(1, 256); // no start code
          }
        }
        frames.add(
            new Recorded(frame.keyframe(), packetizer.packetize(AnnexB.toLengthPrefixed(coded))));
      }
    }
    return frames;
  }
}
