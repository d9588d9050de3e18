package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.SizedFrames;
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
 * A frame on its way through a table: delay line, splice, packetizer and history, by the packet.
 * Two cameras run, one of them on air.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class ProgramBenchmark {
  private static final long EPOCH = 1_700_000_000_000_000L;
  private static final long FRAME_MICROS = 33_333;
  private static final long TRANSIT_MICROS = 20_000;

  private final byte[] usual = SizedFrames.delta(SizedFrames.USUAL);
  private final Program program =
      new Program(
          new ProgramClock("p", EPOCH, 0, 0),
          Codec.H264,
          "cam-a",
          700_000,
          250_000,
          0,
          EPOCH,
          this::sent);
  private long nowMicros = EPOCH;
  private long packets;

  /** One with a camera on air. */
  public ProgramBenchmark() {
    feed(SizedFrames.keyframe(SizedFrames.KEYFRAME), true);
    for (int i = 0; i < 30; i++) {
      frameOf10();
    }
    long before = packets;
    frameOf10();
    if (packets - before < SizedFrames.USUAL) {
      throw new IllegalStateException("the camera is not on air");
    }
  }

  /** A usual picture of each camera; one of them leaves. */
  @Benchmark
  @OperationsPerInvocation(SizedFrames.USUAL)
  public final long frameOf10() {
    feed(usual, false);
    return packets;
  }

  private void feed(byte[] frame, boolean keyframe) {
    nowMicros += FRAME_MICROS;
    camera("cam-a", frame, keyframe);
    camera("cam-b", frame, keyframe);
    program.tick(nowMicros);
  }

  private void camera(String name, byte[] frame, boolean keyframe) {
    CodedFrame coded = new CodedFrame(Codec.H264, nowMicros, keyframe, frame);
    boolean unused =
        program.video(
            name, coded, nowMicros - TRANSIT_MICROS, nowMicros, TRANSIT_MICROS, nowMicros);
  }

  private void sent(ProgramFrame frame) {
    if (frame.codec().video()) {
      packets += frame.payloads().length;
    }
  }
}
