package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.Joins;
import dev.croupier.gateway.media.program.GopCache;
import dev.croupier.gateway.media.program.ProgramClock;
import dev.croupier.gateway.media.program.ProgramFrame;

/** A program's pictures as its viewers get them, one after the other. */
final class ProgramFrames {
  static final long EPOCH = 1_790_000_000_000_000L;

  final ProgramClock clock = new ProgramClock("p", EPOCH, 0xFFFF_FF00L, 0);
  final Joins joins = new Joins();
  final GopCache cache = joins.gops();
  private long sequence;

  /** Pictures whose sequence begins here. */
  ProgramFrames(long firstSequence) {
    sequence = firstSequence;
  }

  /** The next picture, in so many packets, captured so long after the epoch; it leaves then. */
  ProgramFrame next(
      boolean keyframe, boolean reference, int packets, long captureMicros, long leavesMicros) {
    byte[][] payloads = new byte[packets][];
    for (int i = 0; i < packets; i++) {
      payloads[i] = new byte[1_128];
      payloads[i][0] = (byte) sequence;
      payloads[i][1] = (byte) i;
    }
    byte header = (byte) (keyframe ? 0x65 : reference ? 0x41 : 0x01);
    ProgramFrame frame =
        new ProgramFrame(
            Codec.H264,
            keyframe,
            EPOCH + captureMicros,
            clock.at(Codec.H264, EPOCH + captureMicros),
            sequence,
            payloads,
            new byte[] {0, 0, 0, 1, header},
            "cam-a");
    sequence += packets;
    joins.sent(frame, EPOCH + leavesMicros);
    return frame;
  }
}
