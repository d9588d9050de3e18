package dev.croupier.gateway.media.codec;

import java.util.Arrays;

/** Makes frames of Opus RTP payloads (RFC 7587): a payload is a packet. Stateless, any thread. */
public final class OpusDepacketizer {
  private OpusDepacketizer() {}

  /**
   * The packet's frame, or null when it is no Opus packet.
   *
   * @param rtpTime unwrapped RTP time
   */
  public static CodedFrame frame(byte[] b, int offset, int length, long rtpTime) {
    return Opus.samples(b, offset, length) < 0
        ? null
        : new CodedFrame(Codec.OPUS, rtpTime, true, Arrays.copyOfRange(b, offset, offset + length));
  }
}
