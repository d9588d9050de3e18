package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.H264;

/**
 * One frame of a program as every viewer gets it: on the program's clock, in the program's
 * sequence. Immutable by agreement: shared by all viewers' event loops, nobody writes into its
 * arrays.
 *
 * @param codec what it is
 * @param keyframe decoding can begin here
 * @param captureMicros when it was captured, in table time
 * @param rtpTime {@code P(captureMicros)}: the program's RTP time unwrapped; its low 32 bits go on
 *     the wire
 * @param firstSequence program sequence number of the first packet, unwrapped
 * @param payloads RTP payloads in order; the last one carries the marker
 * @param data the frame as in {@link dev.croupier.gateway.media.codec.CodedFrame#data()}
 * @param source the signal's name, or {@code slate}
 * @param payloadBytes of all payloads together
 * @param reference whether other frames may refer to it; what it is told by is read once, not for
 *     each viewer
 */
public record ProgramFrame(
    Codec codec,
    boolean keyframe,
    long captureMicros,
    long rtpTime,
    long firstSequence,
    byte[][] payloads,
    byte[] data,
    String source,
    int payloadBytes,
    boolean reference) {

  /** A frame; what follows from the others is worked out. */
  public ProgramFrame(
      Codec codec,
      boolean keyframe,
      long captureMicros,
      long rtpTime,
      long firstSequence,
      byte[][] payloads,
      byte[] data,
      String source) {
    this(
        codec,
        keyframe,
        captureMicros,
        rtpTime,
        firstSequence,
        payloads,
        data,
        source,
        sum(payloads),
        keyframe || codec != Codec.H264 || H264.isReference(data));
  }

  private static int sum(byte[][] payloads) {
    int bytes = 0;
    for (byte[] payload : payloads) {
      bytes += payload.length;
    }
    return bytes;
  }
}
