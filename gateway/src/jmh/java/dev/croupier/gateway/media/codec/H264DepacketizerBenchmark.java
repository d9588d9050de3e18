package dev.croupier.gateway.media.codec;

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

/** Making a frame of payloads, by the packet. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class H264DepacketizerBenchmark {
  private final Heard heard = new Heard();
  private final H264Depacketizer depacketizer = new H264Depacketizer(heard);
  private final byte[][] usual = SizedFrames.payloads(SizedFrames.delta(SizedFrames.USUAL));
  private final byte[][] keyframe =
      SizedFrames.payloads(SizedFrames.keyframe(SizedFrames.KEYFRAME));
  private long rtpTime;

  /** One that has had a keyframe. */
  public H264DepacketizerBenchmark() {
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

  private CodedFrame frame(byte[][] payloads) {
    heard.latest = null;
    rtpTime += 3_000;
    for (int i = 0; i < payloads.length; i++) {
      depacketizer.packet(payloads[i], 0, payloads[i].length, rtpTime, i == payloads.length - 1);
    }
    if (heard.latest == null) {
      throw new IllegalStateException("no frame came out");
    }
    return heard.latest;
  }

  private static final class Heard implements H264FrameListener {
    private CodedFrame latest;

    @Override
    public void frame(CodedFrame frame) {
      latest = frame;
    }

    @Override
    public void parametersChanged(H264Sps sps) {}

    @Override
    public void dropped(long time, Drop reason) {
      throw new IllegalStateException("dropped: " + reason);
    }

    @Override
    public void bFrames(long time) {
      throw new IllegalStateException("taken for B-frames");
    }
  }
}
