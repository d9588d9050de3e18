package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.SizedFrames;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a viewer's own header costs: sequence, time, extensions, the record of what was sent, and
 * the payload's copy; by the packet. Nothing is encrypted.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class SentTrackBenchmark {
  private static final long FRAME_MICROS = 33_333;

  private final Wire wire = new Wire();
  private final ViewerLink link = new ViewerLink();
  private final PacketHistory history = new PacketHistory(4_096);
  private final SentTrack track =
      new SentTrack(
          new SentTrack.Shape(Codec.H264, 102, 0x77, 103, 0x78, "c"),
          new RtpHeaderWriter(4, 3, 9, "0"),
          history,
          wire,
          link,
          0,
          0);
  private final byte[] usual = SizedFrames.delta(SizedFrames.USUAL);
  private final byte[][] payloads = SizedFrames.payloads(usual);
  private long nowMicros = 1_700_000_000_000_000L;
  private long sequence;

  /** A usual picture, its record included. */
  @Benchmark
  @OperationsPerInvocation(SizedFrames.USUAL)
  public long frameOf10() {
    nowMicros += FRAME_MICROS;
    ProgramFrame frame =
        new ProgramFrame(
            Codec.H264, false, nowMicros, sequence, sequence, payloads, usual, "cam-a");
    sequence += payloads.length;
    link.turn(nowMicros);
    track.send(frame);
    return wire.bytes;
  }

  private static final class Wire implements PeerTransport {
    private long bytes;

    @Override
    public void sendRtp(byte[] buffer, int offset, int length) {
      bytes += length;
    }

    @Override
    public void sendRtcp(byte[] buffer, int offset, int length) {
      bytes += length;
    }

    @Override
    public ScheduledExecutorService loop() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean connected() {
      return true;
    }

    @Override
    public long stunRttMicros() {
      return -1;
    }

    @Override
    public void close() {}
  }
}
