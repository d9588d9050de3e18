package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.codec.AnnexB;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.H264Packetizer;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.random.RandomGenerator;

/**
 * A publisher of plain RTP/AVP (RFC 3550), as {@code ffmpeg -f rtp} is one: H.264 (RFC 6184) to one
 * port, Opus (RFC 7587) to another, no signalling, no encryption, no reports. For servers whose
 * ingest is that.
 *
 * <p>Frames may be given by any one thread at a time; what the network does not take is dropped.
 */
public final class RtpPublisher implements AutoCloseable {
  private static final int MAX_PAYLOAD = 1_140;
  private static final int NONE = -1;

  private final H264Packetizer packetizer = new H264Packetizer(MAX_PAYLOAD);
  private final Wire videoWire;
  private final Wire audioWire;
  private final OutgoingTrack video;
  private final OutgoingTrack audio;

  private RtpPublisher(
      Wire videoWire,
      int videoPayloadType,
      Wire audioWire,
      int audioPayloadType,
      RandomGenerator random) {
    this.videoWire = videoWire;
    this.audioWire = audioWire;
    this.video = track(videoWire, videoPayloadType, Codec.H264, random);
    this.audio = track(audioWire, audioPayloadType, Codec.OPUS, random);
  }

  /**
   * Opens the sockets; nothing is sent before the first frame.
   *
   * @param random for SSRCs, sequence numbers and timestamps' beginnings
   * @throws IOException if there is no socket, or no way to the address
   */
  public static RtpPublisher open(
      InetSocketAddress video,
      int videoPayloadType,
      InetSocketAddress audio,
      int audioPayloadType,
      RandomGenerator random)
      throws IOException {
    Wire videoWire = new Wire(video);
    try {
      return new RtpPublisher(
          videoWire, videoPayloadType, new Wire(audio), audioPayloadType, random);
    } catch (IOException e) {
      videoWire.close();
      throw e;
    }
  }

  private static OutgoingTrack track(
      OutgoingTrack.Way wire, int payloadType, Codec codec, RandomGenerator random) {
    return new OutgoingTrack(
        wire,
        new RtpHeaderWriter(0, 0, 0, ""),
        payloadType,
        Integer.toUnsignedLong(random.nextInt()),
        NONE,
        0,
        codec.clockRate(),
        Integer.toUnsignedLong(random.nextInt()),
        random.nextInt(1 << 15),
        "");
  }

  /** Sends a frame: NAL units behind start codes, captured at this table time. */
  public void video(byte[] annexB, long captureMicros) {
    video.send(packetizer.packetize(AnnexB.toLengthPrefixed(annexB)), captureMicros, true);
  }

  /** Sends an Opus packet, captured at this table time. */
  public void audio(byte[] opus, long captureMicros) {
    audio.send(new byte[][] {opus}, captureMicros, false);
  }

  @Override
  public void close() {
    videoWire.close();
    audioWire.close();
  }

  /** A connected UDP socket as the way of one track. */
  private static final class Wire implements OutgoingTrack.Way, AutoCloseable {
    private final DatagramChannel channel;

    private Wire(InetSocketAddress to) throws IOException {
      channel = DatagramChannel.open();
      try {
        channel.connect(to);
        channel.configureBlocking(false);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }

    @Override
    public void sendRtp(byte[] buffer, int offset, int length) {
      try {
        int _ = channel.write(ByteBuffer.wrap(buffer, offset, length));
      } catch (IOException _) {
        // Nobody listens there (yet), or the buffer is full: RTP is lost, not late.
      }
    }

    @Override
    public void sendRtcp(byte[] buffer, int offset, int length) {
      // There are no reports on plain RTP.
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException _) {
        // It is closed for all that matters.
      }
    }
  }
}
