package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.FramePart;
import dev.croupier.gateway.media.codec.H264;

/**
 * One frame of a program as every viewer gets it: on the program's clock, in the program's
 * sequence. Of a large one its first packets may come before it is complete, as parts; then it
 * comes whole, with all its packets, and that is all that those need who could not begin with the
 * parts; or it never comes, and the program's next frame leaves out a sequence number. Immutable by
 * agreement: shared by all viewers' event loops, nobody writes into its arrays.
 *
 * @param codec what it is
 * @param keyframe decoding can begin here
 * @param captureMicros when it was captured, in table time
 * @param rtpTime {@code P(captureMicros)}: the program's RTP time unwrapped; its low 32 bits go on
 *     the wire
 * @param firstSequence program sequence number of the first of these packets, unwrapped
 * @param payloads RTP payloads in order
 * @param data the frame as in {@link dev.croupier.gateway.media.codec.CodedFrame#data()}; of a part
 *     empty
 * @param source the signal's name, or {@code slate}
 * @param payloadBytes of all payloads together; of a part what the frame will have, about
 * @param reference whether other frames may refer to it; what it is told by is read once, not for
 *     each viewer
 * @param from how many of the frame's packets are before these; 0 but for later parts
 * @param whole whether these are all its packets; else a part
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
    boolean reference,
    int from,
    boolean whole) {
  private static final byte[] NO_DATA = {};

  /** Packets of a frame that is not complete. */
  static ProgramFrame part(
      FramePart part,
      long captureMicros,
      long rtpTime,
      long firstSequence,
      byte[][] payloads,
      String source,
      int expectedBytes) {
    return new ProgramFrame(
        part.codec(),
        part.keyframe(),
        captureMicros,
        rtpTime,
        firstSequence,
        payloads,
        NO_DATA,
        source,
        expectedBytes,
        part.reference(),
        part.from(),
        false);
  }

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
        keyframe || codec != Codec.H264 || H264.isReference(data),
        0,
        true);
  }

  /** Program sequence number of the frame's first packet: the same for all its parts. */
  public long frameSequence() {
    return firstSequence - from;
  }

  /** Whether a packet carries the marker: it is the last one of a picture. */
  public boolean marker(int index) {
    return whole && codec.video() && index == payloads.length - 1;
  }

  private static int sum(byte[][] payloads) {
    int bytes = 0;
    for (byte[] payload : payloads) {
      bytes += payload.length;
    }
    return bytes;
  }
}
