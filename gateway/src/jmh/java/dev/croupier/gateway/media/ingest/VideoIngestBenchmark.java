package dev.croupier.gateway.media.ingest;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.SizedFrames;
import dev.croupier.gateway.media.rtp.Bytes;
import dev.croupier.gateway.media.rtp.RtpView;
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
 * A publisher's packets through header, order and depacketizer to a frame with its capture time, by
 * the packet.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class VideoIngestBenchmark {
  private static final long FRAME_MICROS = 33_333;

  private final Heard heard = new Heard();
  private final VideoIngest ingest =
      new VideoIngest(Codec.H264, heard, new SourceClock(), (_, _) -> {});
  private final RtpView view = new RtpView();
  private final byte[][] usual = packets(SizedFrames.delta(SizedFrames.USUAL));
  private final byte[][] keyframe = packets(SizedFrames.keyframe(SizedFrames.KEYFRAME));
  private int sequence;
  private long rtpTime;
  private long nowMicros = 1_700_000_000_000_000L;

  /** One that has had a keyframe. */
  public VideoIngestBenchmark() {
    keyframeOf42();
  }

  /** A usual picture. */
  @Benchmark
  @OperationsPerInvocation(SizedFrames.USUAL)
  public CodedFrame frameOf10() {
    return frame(usual);
  }

  /** A keyframe with its parameter sets. */
  @Benchmark
  @OperationsPerInvocation(SizedFrames.KEYFRAME)
  public final CodedFrame keyframeOf42() {
    return frame(keyframe);
  }

  private CodedFrame frame(byte[][] packets) {
    heard.latest = null;
    rtpTime += 3_000;
    nowMicros += FRAME_MICROS;
    for (byte[] packet : packets) {
      Bytes.put16(packet, 2, sequence++);
      Bytes.put32(packet, 4, rtpTime);
      if (view.wrap(packet, 0, packet.length) != RtpView.Verdict.OK) {
        throw new IllegalStateException("a good packet was refused");
      }
      ingest.packet(view, nowMicros);
    }
    if (heard.latest == null) {
      throw new IllegalStateException("no frame came out");
    }
    return heard.latest;
  }

  private static byte[][] packets(byte[] frame) {
    byte[][] payloads = SizedFrames.payloads(frame);
    Sender sender = new Sender(7, 0, 0);
    byte[][] packets = new byte[payloads.length][];
    for (int i = 0; i < packets.length; i++) {
      packets[i] = sender.packet(payloads[i], i == packets.length - 1);
    }
    return packets;
  }

  private static final class Heard implements FrameListener {
    private CodedFrame latest;

    @Override
    public void frame(CodedFrame frame, long captureMicros) {
      latest = frame;
    }

    @Override
    public void broken() {
      throw new IllegalStateException("nothing was lost");
    }

    @Override
    public void parameters(int width, int height, String profile) {}

    @Override
    public void refused(String reason) {
      throw new IllegalStateException(reason);
    }
  }
}
