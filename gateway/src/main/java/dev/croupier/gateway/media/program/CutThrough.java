package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.FramePart;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Large pictures of the signal on air that leave while they arrive: each part as long after its
 * arrival as any frame of the signal. A part that is not let out is no loss: it comes with the
 * whole picture, which takes its own way through the signal's delay line.
 *
 * <p>Pure, bounded; the table's event loop.
 */
public final class CutThrough {
  /** Parts that wait: more than a quarter of a second at 50 Mbit/s. */
  static final int MAX_PARTS = 256;

  private record Held(FramePart part, long captureMicros, long dueMicros) {}

  private final Codec codec;
  private final Synchroniser synchroniser;
  private final Splice splice;
  private final ProgramSender sender;
  private final Deque<Held> parts = new ArrayDeque<>();
  private String source;
  private long newestRtp;

  CutThrough(Codec codec, Synchroniser synchroniser, Splice splice, ProgramSender sender) {
    this.codec = codec;
    this.synchroniser = synchroniser;
    this.splice = splice;
    this.sender = sender;
  }

  /** A part of a picture has arrived; of use only if its signal is on air. */
  public void add(String name, FramePart part, long captureMicros, long arrivalMicros) {
    Synchroniser.Source line = synchroniser.get(name);
    boolean shown = name.equals(splice.onAir()) && part.codec() == codec;
    if (!shown || line == null || !line.decodes(part.keyframe())) {
      return;
    }
    if (!name.equals(source)) {
      source = name;
      parts.clear();
    }
    newestRtp = part.rtpTime();
    if (parts.size() < MAX_PARTS) {
      long before = parts.isEmpty() ? Long.MIN_VALUE : parts.peekLast().dueMicros();
      long due = Math.max(arrivalMicros + line.delayMicros(), line.video().lastDueMicros());
      parts.add(new Held(part, captureMicros, Math.max(before, due)));
    }
  }

  /** Sends what is due; complete frames that are due have left. */
  void release(long nowMicros) {
    for (Held held = parts.peek();
        held != null && held.dueMicros() <= nowMicros;
        held = parts.peek()) {
      parts.remove();
      FramePart part = held.part();
      if (splice.onPart(source, part.from() == 0, held.captureMicros())) {
        sender.part(part, held.captureMicros(), source);
      }
    }
  }

  /** When {@link #release} has something to do next; {@link Long#MAX_VALUE} for nothing. */
  long dueMicros() {
    return parts.isEmpty() ? Long.MAX_VALUE : parts.peek().dueMicros();
  }

  /**
   * A signal lost a frame, or its publish is over: the rest of what is not complete never comes.
   */
  void broken(String name) {
    Synchroniser.Source line = synchroniser.get(name);
    if (name.equals(source) && line != null && !line.video().holds(newestRtp)) {
      parts.removeIf(held -> held.part().rtpTime() == newestRtp);
      sender.abandon(name, newestRtp);
    }
  }
}
