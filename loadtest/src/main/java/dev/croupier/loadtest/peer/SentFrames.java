package dev.croupier.loadtest.peer;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.loadtest.studio.EncodedAudio;
import dev.croupier.loadtest.studio.EncodedFrame;
import dev.croupier.loadtest.studio.FrameSink;
import dev.croupier.loadtest.viewer.Origins;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When the last packet of each frame of a feed left its publisher, so that a server's share of a
 * frame's way can be told from the publisher's pacing. A frame is known again at a viewer by its
 * last bytes, which no server changes: sequence numbers, RTP times and capture times are the
 * server's own. A frame whose last bytes are not its own, or which is tiny, is left out. A delay of
 * more than the feed's material lasts is taken for less. Any thread.
 */
public final class SentFrames implements Origins {
  /** So many of a frame's last bytes are looked at. */
  private static final int LOOKED_AT = 32;

  /** A shorter frame may consist of headers alone. */
  private static final int LEAST = 2 * LOOKED_AT;

  /** Frames on their way through a publisher; more have been lost there: half a minute of them. */
  private static final int MOST_WAITING = 1_000;

  private static final long FNV_BASIS = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private final Set<Long> shared = new HashSet<>();
  private final Map<Long, Long> endByCapture = new ConcurrentHashMap<>();
  private final Map<Long, Long> sentByEnd = new ConcurrentHashMap<>();

  /**
   * Of a feed that sends these frames again and again.
   *
   * @param frames NAL units behind start codes
   */
  public SentFrames(List<byte[]> frames) {
    Set<Long> seen = new HashSet<>();
    for (byte[] frame : frames) {
      long end = end(frame);
      if (frame.length < LEAST || !seen.add(end)) {
        shared.add(end);
      }
    }
  }

  /** What notes each frame before it goes on to the publisher. */
  public FrameSink before(FrameSink publisher) {
    return new FrameSink() {
      @Override
      public void onVideo(EncodedFrame frame) {
        given(frame);
        publisher.onVideo(frame);
      }

      @Override
      public void onAudio(EncodedAudio packet) {
        publisher.onAudio(packet);
      }
    };
  }

  /** The last packet of the frame captured then leaves. */
  void sent(long captureMicros, long sentMicros) {
    Long end = endByCapture.remove(captureMicros);
    if (end != null) {
      sentByEnd.put(end, sentMicros);
    }
  }

  @Override
  public long sentMicros(ReceivedFrame frame) {
    byte[] data = frame.data();
    return data.length < LEAST ? UNKNOWN : sentByEnd.getOrDefault(end(data), UNKNOWN);
  }

  private void given(EncodedFrame frame) {
    long end = end(frame.annexB());
    if (endByCapture.size() >= MOST_WAITING) {
      endByCapture.clear();
    }
    if (!shared.contains(end)) {
      endByCapture.put(frame.captureMicros(), end);
    }
  }

  /** FNV-1a of the last bytes. */
  private static long end(byte[] frame) {
    long hash = FNV_BASIS;
    for (int i = Math.max(0, frame.length - LOOKED_AT); i < frame.length; i++) {
      hash = (hash ^ (frame[i] & 0xFF)) * FNV_PRIME;
    }
    return hash;
  }
}
