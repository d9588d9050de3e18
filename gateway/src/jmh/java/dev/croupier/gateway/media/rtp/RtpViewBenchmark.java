package dev.croupier.gateway.media.rtp;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The header of a received packet of 1,200 bytes with three extensions. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class RtpViewBenchmark {
  private static final int CAPTURE = 3;
  private static final int BYTES = 1_200;

  private final byte[] packet = new byte[BYTES];
  private final RtpView view = new RtpView();

  /** A packet as a publisher sends it. */
  public RtpViewBenchmark() {
    long capture = NtpTime.fromMicros(1_700_000_000_000_000L);
    new RtpHeaderWriter(4, CAPTURE, 9, "0").write(packet, 0, true, 96, 7, 90_000, 1, capture, 1);
  }

  /** Checked, and read as a session reads it. */
  @Benchmark
  public long wrap() {
    if (view.wrap(packet, 0, BYTES) != RtpView.Verdict.OK) {
      throw new IllegalStateException("a good packet was refused");
    }
    return view.ssrc()
        + view.sequence()
        + view.timestamp()
        + view.payloadType()
        + view.payloadOffset()
        + view.payloadLength()
        + view.extensionOffset(CAPTURE);
  }
}
