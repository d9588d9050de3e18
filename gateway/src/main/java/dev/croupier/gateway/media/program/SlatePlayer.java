package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.CodedFrame;

/**
 * Plays the slate as if it were a signal: a frame at a time, each captured at a moment of table
 * time. Pure; the table's event loop.
 */
final class SlatePlayer {
  private static final long MAX_BEHIND_MICROS = 1_000_000;

  private Slate slate;
  private int index;
  private long dueMicros = Long.MIN_VALUE;

  /** Gives it its frames; they begin at this capture. */
  void give(Slate newSlate, long captureMicros) {
    slate = newSlate;
    begin(captureMicros);
  }

  /** Begins with the keyframe, captured then. */
  void begin(long captureMicros) {
    index = 0;
    dueMicros = captureMicros;
  }

  /** Whether a frame captured at this moment or before is there. */
  boolean due(long captureMicros) {
    if (slate == null) {
      return false;
    }
    if (captureMicros - dueMicros > MAX_BEHIND_MICROS) {
      dueMicros = captureMicros;
    }
    return dueMicros <= captureMicros;
  }

  /** Capture of the next frame. */
  long captureMicros() {
    return dueMicros;
  }

  /** The next frame; the one after it is a frame's time later. */
  CodedFrame next() {
    CodedFrame frame = slate.frames().get(index);
    index = (index + 1) % slate.frames().size();
    dueMicros += slate.frameMicros();
    return frame;
  }
}
