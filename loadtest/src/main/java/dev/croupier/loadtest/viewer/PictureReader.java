package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.loadtest.studio.StripReader;
import dev.croupier.loadtest.studio.StripReading;
import dev.croupier.loadtest.studio.VideoDecoder;
import dev.croupier.loadtest.studio.YuvPicture;
import dev.croupier.time.clock.TableClock;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Decodes a viewer's H.264 pictures on a thread of its own and reads the strip in each of them, so
 * that what was shown is seen and not inferred. What it has no time for is counted as not decoded,
 * up to the next keyframe.
 *
 * <p>{@link #offer} is the viewer's event loop's; {@link #counts} and {@link #close} are for any
 * thread.
 */
final class PictureReader implements AutoCloseable {
  /** Frames that may wait: a second of them. */
  private static final int QUEUE = 32;

  private static final ReceivedFrame END =
      new ReceivedFrame(0, 0, 0, 0, false, false, false, new byte[0]);

  /** Hears of pictures; on the reader's thread. */
  interface Listener {
    /** A picture whose strip was read; {@code atMicros} is when it was decoded. */
    void picture(ReceivedFrame frame, StripReading.Frame strip, long atMicros);
  }

  /**
   * What a reader counted.
   *
   * @param decoded pictures
   * @param notDecoded frames that it had no time for, with those that lacked them
   * @param noPicture frames of which the decoder made none
   * @param unreadable pictures without a strip that could be read: the slate's are
   * @param backwards pictures with a lower number than the one before from the same camera
   * @param repeated pictures with the same number as the one before
   */
  record Counts(
      long decoded,
      long notDecoded,
      long noPicture,
      long unreadable,
      long backwards,
      long repeated) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          decoded + other.decoded,
          notDecoded + other.notDecoded,
          noPicture + other.noPicture,
          unreadable + other.unreadable,
          backwards + other.backwards,
          repeated + other.repeated);
    }
  }

  private final BlockingQueue<ReceivedFrame> queue = new ArrayBlockingQueue<>(QUEUE);
  private final TableClock clock;
  private final Listener listener;
  private final Thread thread;
  private boolean waitsForKeyframe = true;
  private volatile long notDecoded;
  private volatile Counts seen = Counts.NONE;
  private StripReading.Frame last;

  /** Starts its thread. */
  PictureReader(String name, TableClock clock, Listener listener) {
    this.clock = clock;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
    thread.start();
  }

  /** The next frame that could be shown; never waits. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread, read by others
  void offer(ReceivedFrame frame) {
    if (!frame.decodable() || (waitsForKeyframe && !frame.keyframe())) {
      notDecoded += frame.decodable() ? 1 : 0;
      return;
    }
    waitsForKeyframe = !queue.offer(frame);
    notDecoded += waitsForKeyframe ? 1 : 0;
  }

  Counts counts() {
    Counts now = seen;
    return new Counts(
        now.decoded(),
        notDecoded,
        now.noPicture(),
        now.unreadable(),
        now.backwards(),
        now.repeated());
  }

  /** Decodes what waits, then ends. Blocks for a moment; a second call does nothing. */
  @Override
  public void close() {
    try {
      if (thread.isAlive()) {
        queue.put(END);
        thread.join();
      }
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try (VideoDecoder decoder = new VideoDecoder()) {
      for (ReceivedFrame frame = queue.take(); !frame.equals(END); frame = queue.take()) {
        seen = seen.plus(look(decoder, frame));
      }
    } catch (InterruptedException _) {
      // Its owner gave up waiting.
    }
  }

  private Counts look(VideoDecoder decoder, ReceivedFrame frame) {
    Optional<YuvPicture> picture = decoder.decodeLengthPrefixed(frame.data());
    if (picture.isEmpty()) {
      return new Counts(0, 0, 1, 0, 0, 0);
    }
    long now = clock.nowMicros();
    return switch (StripReader.read(picture.get())) {
      case StripReading.Unreadable _ -> new Counts(1, 0, 0, 1, 0, 0);
      case StripReading.Frame strip -> {
        boolean sameCamera = last != null && last.cameraId() == strip.cameraId();
        boolean backwards = sameCamera && strip.frame() < last.frame();
        boolean repeated = sameCamera && strip.frame() == last.frame();
        last = strip;
        listener.picture(frame, strip, now);
        yield new Counts(1, 0, 0, 0, backwards ? 1 : 0, repeated ? 1 : 0);
      }
    };
  }
}
