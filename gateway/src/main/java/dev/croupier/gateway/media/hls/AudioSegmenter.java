package dev.croupier.gateway.media.hls;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.Opus;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Cuts the sound where the picture is cut: at the first packet captured at or after the segment's
 * first picture. Holes are filled with silence. Pure; the packager's worker.
 *
 * <p>Sound may run ahead of the picture or behind it: packets wait until the cut is known, a cut
 * waits until the sound has got there.
 */
final class AudioSegmenter {
  /** Sound of this length is cut by itself when the picture stands still, 48 kHz. */
  private static final long MAX_TICKS = 7 * 48_000;

  /** Sound kept while there is no picture yet: its lead over the picture is less. */
  private static final long MAX_LEAD_TICKS = 2 * 48_000;

  /** The longest hole that is filled, packets; a longer one stays a hole. */
  private static final int MAX_FILL = 500;

  private static final int PACKET_TICKS = Opus.USUAL_SAMPLES;
  private static final byte[] SILENCE = Opus.silence(true);

  /** A cut in audio ticks, rounded up: the first packet from here on is behind it. */
  private record Cut(long ticks, boolean discontinuity) {}

  private final Timeline line;
  private final Consumer<Segment> output;
  private final Init init = Init.audio();
  private final Deque<Sample> waiting = new ArrayDeque<>();
  private final Deque<Cut> cuts = new ArrayDeque<>();
  private long startTicks = -1;
  private long nextTicks = -1;
  private boolean discontinuity;
  private long number;

  AudioSegmenter(Timeline line, Consumer<Segment> output) {
    this.line = line;
    this.output = output;
  }

  /** A picture segment begins here, in video ticks. The first one begins the sound too. */
  void cut(long videoTicks, boolean discontinuous) {
    long ticks = Math.ceilDiv(videoTicks * Codec.OPUS.clockRate(), (long) Codec.H264.clockRate());
    if (startTicks < 0) {
      startTicks = ticks;
    } else {
      cuts.add(new Cut(ticks, discontinuous));
    }
    settle();
  }

  /** Takes in an Opus packet of the program. */
  void packet(ProgramFrame frame) {
    long ticks = line.ticks(frame.rtpTime());
    if (ticks < Math.max(0, nextTicks)) {
      return;
    }
    if (nextTicks >= 0 && ticks - nextTicks <= (long) MAX_FILL * PACKET_TICKS) {
      while (nextTicks + PACKET_TICKS <= ticks) {
        append(nextTicks, SILENCE);
      }
    }
    append(ticks, frame.data());
    settle();
  }

  /** Finishes what is there. */
  void end() {
    if (startTicks >= 0 && !waiting.isEmpty()) {
      finish(nextTicks);
    }
  }

  private void append(long ticks, byte[] data) {
    waiting.add(new Sample(ticks, true, data));
    nextTicks = ticks + PACKET_TICKS;
  }

  private void settle() {
    long from = startTicks < 0 ? nextTicks - MAX_LEAD_TICKS : startTicks;
    while (!waiting.isEmpty() && waiting.getFirst().ticks() < from) {
      waiting.removeFirst();
    }
    if (startTicks < 0 || waiting.isEmpty()) {
      return;
    }
    while (!cuts.isEmpty() && waiting.getLast().ticks() >= cuts.getFirst().ticks()) {
      Cut cut = cuts.removeFirst();
      finish(cut.ticks());
      discontinuity |= cut.discontinuity();
    }
    if (nextTicks - waiting.getFirst().ticks() > MAX_TICKS) {
      finish(waiting.getLast().ticks());
    }
  }

  /** Makes a segment of the packets before a moment. */
  private void finish(long endTicks) {
    Segment.Open open = new Segment.Open(init, discontinuity);
    boolean any = false;
    while (!waiting.isEmpty() && waiting.getFirst().ticks() < endTicks) {
      open.add(waiting.removeFirst());
      any = true;
    }
    if (any) {
      long end = waiting.isEmpty() ? nextTicks : waiting.getFirst().ticks();
      output.accept(open.finish(line, number, end));
      number++;
      discontinuity = false;
    }
  }
}
