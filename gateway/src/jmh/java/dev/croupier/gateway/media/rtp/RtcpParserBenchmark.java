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

/** What a viewer's reports cost to read: one compound packet an invocation. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class RtcpParserBenchmark {
  private static final int NEWS = 34;

  private final byte[] report = new byte[512];
  private final byte[] feedback = new byte[1_200];
  private final byte[] nacks = new byte[64];
  private final int reportLength;
  private final int feedbackLength;
  private final int nackLength;
  private final Heard heard = new Heard();

  /** A receiver report, the transport-wide feedback of 100 ms, and a NACK of four packets. */
  public RtcpParserBenchmark() {
    RtcpWriter writer = new RtcpWriter();
    reportLength =
        writer
            .start(report, 0)
            .receiverReport(1)
            .reportBlock(2, 0, 0, 100, 21, 0xA1B2C3D4L, 65_536)
            .reportBlock(3, 0, 0, 100, 21, 0xA1B2C3D4L, 65_536)
            .receiverReferenceTime(1, NtpTime.fromMicros(1_700_000_000_000_000L))
            .cname(1, "viewer")
            .length();
    TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
    for (int i = 0; i < NEWS; i++) {
      recorder.record(i, 1_000_000 + 300L * i);
    }
    writer.start(feedback, 0);
    recorder.write(writer, 1, 2);
    feedbackLength = writer.length();
    nackLength = writer.start(nacks, 0).nack(1, 2, new long[] {5, 6, 9, 40}, 4).length();
  }

  /** Two report blocks, a reference time and a name. */
  @Benchmark
  public long receiverReport() {
    return parse(report, reportLength);
  }

  /** News of 34 packets. */
  @Benchmark
  public long transportFeedback() {
    return parse(feedback, feedbackLength);
  }

  /** Four missing packets in two words. */
  @Benchmark
  public long nack() {
    return parse(nacks, nackLength);
  }

  private long parse(byte[] packet, int length) {
    if (RtcpParser.parse(packet, 0, length, heard) != RtcpParser.Verdict.OK) {
      throw new IllegalStateException("a good packet was refused");
    }
    return heard.sum;
  }

  private static final class Heard implements RtcpVisitor {
    private long sum;

    @Override
    public void reportBlock(
        long reporter,
        long ssrc,
        int fractionLost,
        int cumulativeLost,
        long highestSequence,
        long jitter,
        long lastReport,
        long delaySinceLast) {
      sum += ssrc + jitter + lastReport;
    }

    @Override
    public void transportReceived(int sequence, long arrivalMicros) {
      sum += sequence + arrivalMicros;
    }

    @Override
    public void nack(long mediaSsrc, int sequence) {
      sum += sequence;
    }
  }
}
