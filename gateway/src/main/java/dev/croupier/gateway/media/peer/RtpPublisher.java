package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.codec.AnnexB;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.FramePart;
import dev.croupier.gateway.media.codec.H264Packetizer;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * A publisher of plain RTP/AVP (RFC 3550), as {@code ffmpeg -f rtp} is one: H.264 (RFC 6184) to one
 * port, Opus (RFC 7587) to another, no signalling, no encryption, no reports. For servers whose
 * ingest is that.
 *
 * <p>Any thread gives frames; a thread of its own sends. What the network does not take is dropped.
 */
public final class RtpPublisher implements AutoCloseable {
  private static final int NONE = -1;

  /** Hears of frames, on the publisher's own thread. */
  @FunctionalInterface
  public interface Listener {
    /**
     * The last packet of a frame leaves.
     *
     * @param captureMicros of the frame, as it was given
     * @param sentMicros now
     */
    void frameSent(long captureMicros, long sentMicros);
  }

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("rtp-publisher").daemon().factory());
  private final H264Packetizer packetizer = new H264Packetizer(FramePart.MAX_PAYLOAD);
  private final Wire videoWire;
  private final Wire audioWire;
  private final OutgoingTrack video;
  private final OutgoingTrack audio;

  private RtpPublisher(
      Wire videoWire,
      int videoPayloadType,
      Wire audioWire,
      int audioPayloadType,
      TableClock clock,
      RandomGenerator random) {
    this.videoWire = videoWire;
    this.audioWire = audioWire;
    this.video = track(videoWire, videoPayloadType, Codec.H264, clock, random);
    this.audio = track(audioWire, audioPayloadType, Codec.OPUS, clock, random);
  }

  /**
   * Opens the sockets; nothing is sent before the first frame.
   *
   * @param clock for the listener, and for pacing
   * @param random for SSRCs, sequence numbers and timestamps' beginnings
   * @throws IOException if there is no socket, or no way to the address
   */
  public static RtpPublisher open(
      InetSocketAddress video,
      int videoPayloadType,
      InetSocketAddress audio,
      int audioPayloadType,
      TableClock clock,
      RandomGenerator random,
      Listener listener)
      throws IOException {
    Wire videoWire = new Wire(video, captured -> listener.frameSent(captured, clock.nowMicros()));
    try {
      return new RtpPublisher(
          videoWire, videoPayloadType, new Wire(audio, _ -> {}), audioPayloadType, clock, random);
    } catch (IOException e) {
      videoWire.close();
      throw e;
    }
  }

  private OutgoingTrack track(
      OutgoingTrack.Way wire,
      int payloadType,
      Codec codec,
      TableClock clock,
      RandomGenerator random) {
    return new OutgoingTrack(
        wire,
        new PacedLine(thread, clock),
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

  /**
   * Sends pictures at an even rate from now on; sound does not wait.
   *
   * @param bitsPerSecond of payload, or 0: every frame in one go, as at the beginning
   */
  public void pace(long bitsPerSecond) {
    onThread(() -> video.pace(bitsPerSecond));
  }

  /** Sends a frame: NAL units behind start codes, captured at this table time. */
  public void video(byte[] annexB, long captureMicros) {
    onThread(
        () ->
            video.send(packetizer.packetize(AnnexB.toLengthPrefixed(annexB)), captureMicros, true));
  }

  /** Sends an Opus packet, captured at this table time. */
  public void audio(byte[] opus, long captureMicros) {
    onThread(() -> audio.send(new byte[][] {opus}, captureMicros, false));
  }

  private void onThread(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException _) {
      // It is closed: nothing is sent any more.
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    videoWire.close();
    audioWire.close();
  }

  /** A connected UDP socket as the way of one track. */
  private static final class Wire implements OutgoingTrack.Way, AutoCloseable {
    private final DatagramChannel channel;
    private final LongConsumer lastOfFrame;

    private Wire(InetSocketAddress to, LongConsumer lastOfFrame) throws IOException {
      this.lastOfFrame = lastOfFrame;
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
    public void lastOfFrame(long captureMicros) {
      lastOfFrame.accept(captureMicros);
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
