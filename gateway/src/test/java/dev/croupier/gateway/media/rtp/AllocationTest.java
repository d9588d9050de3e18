package dev.croupier.gateway.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What runs once per packet allocates nothing, interpreted or compiled. */
class AllocationTest {
  private static final int ROUNDS = 20_000;

  /** What the measurement and class loading themselves may take: well below a byte a round. */
  private static final long SLACK_BYTES = 10_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void headersAreWrittenAndReadWithoutAllocating() {
    RtpHeaderWriter writer = new RtpHeaderWriter(4, 3, 9, "0");
    RtpView view = new RtpView();
    byte[] b = new byte[1_500];
    assertAllocatesNothing(
        round -> {
          int header = writer.write(b, 0, true, 96, round, round, 7, round + 1, round);
          int length = RtpHeaderWriter.pad(b, 0, header + 100, 9);
          assertEquals(RtpView.Verdict.OK, view.wrap(b, 0, length));
          return view.payloadLength() + view.extensionOffset(3) + view.extensionLength(9);
        });
  }

  @Test
  void reportsAndFeedbackAreWrittenAndReadWithoutAllocating() {
    byte[] b = new byte[1_500];
    long[] missing = {65_530, 65_536, 65_540};
    RtcpWriter writer = new RtcpWriter();
    RtcpVisitor visitor = new RtcpVisitor() {};
    TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
    ReceiverStatistics statistics = new ReceiverStatistics(90_000);
    assertAllocatesNothing(
        round -> {
          recorder.record(round & 0xFFFF, round * 1_000L);
          statistics.packet(round & 0xFFFF, round * 90L, round * 1_000L);
          writer.start(b, 0).receiverReport(1);
          statistics.report(writer, 2, round * 1_000L);
          writer.nack(1, 2, missing, 3).pli(1, 2);
          recorder.write(writer, 1, 2);
          assertEquals(RtcpParser.Verdict.OK, RtcpParser.parse(b, 0, writer.length(), visitor));
          return writer.length();
        });
  }

  private interface Work {
    int round(int round);
  }

  private void assertAllocatesNothing(Work work) {
    long sum = run(work);
    long before = threads.getCurrentThreadAllocatedBytes();
    sum += run(work);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(sum > 0);
    assertTrue(allocated < SLACK_BYTES, allocated + " bytes in " + ROUNDS + " rounds");
  }

  private static long run(Work work) {
    long sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      sum += work.round(round);
    }
    return sum;
  }
}
