package dev.croupier.gateway.media.ingest;

import dev.croupier.gateway.media.rtp.RtpView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Makes a publisher's RTP packets, one NAL unit each, whatever their size. */
public final class Sender {
  public static final int PAYLOAD_TYPE = 96;

  private final long ssrc;
  private int sequence;
  private long rtpTime;

  /** A source with its own beginnings. */
  public Sender(long ssrc, int firstSequence, long firstRtpTime) {
    this.ssrc = ssrc;
    this.sequence = firstSequence;
    this.rtpTime = firstRtpTime;
  }

  /** The packets of the next picture, 1/30 s after the one before. */
  public List<byte[]> picture(List<byte[]> nals) {
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < nals.size(); i++) {
      packets.add(packet(nals.get(i), i == nals.size() - 1));
    }
    rtpTime += 3_000;
    return packets;
  }

  /** Time in which nothing is sent, in units of 1/90,000 s. */
  public void pause(long units) {
    rtpTime += units;
  }

  /** One packet at the present time. */
  public byte[] packet(byte[] payload, boolean marker) {
    byte[] packet = new byte[RtpView.FIXED_HEADER + payload.length];
    ByteBuffer.wrap(packet)
        .put((byte) 0x80)
        .put((byte) ((marker ? 0x80 : 0) | PAYLOAD_TYPE))
        .putShort((short) sequence++)
        .putInt((int) rtpTime)
        .putInt((int) ssrc)
        .put(payload);
    return packet;
  }
}
