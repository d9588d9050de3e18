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

/** Cutting a frame into payloads, by the packet. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class H264PacketizerBenchmark {
  private final H264Packetizer packetizer = new H264Packetizer(SizedFrames.MAX_PAYLOAD);
  private final byte[] usual = SizedFrames.delta(SizedFrames.USUAL);
  private final byte[] keyframe = SizedFrames.keyframe(SizedFrames.KEYFRAME);

  /** A usual picture. */
  @Benchmark
  @OperationsPerInvocation(SizedFrames.USUAL)
  public byte[][] frameOf10() {
    return packetizer.packetize(usual);
  }

  /** A keyframe with its parameter sets. */
  @Benchmark
  @OperationsPerInvocation(SizedFrames.KEYFRAME)
  public byte[][] keyframeOf42() {
    return packetizer.packetize(keyframe);
  }
}
