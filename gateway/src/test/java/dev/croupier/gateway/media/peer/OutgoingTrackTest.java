package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.time.clock.SimulatedTableClock;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A paced track in simulated time. */
final class OutgoingTrackTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final long CAPTURED = START - 40_000;
  private static final int VIDEO = 102;
  private static final int RTX = 103;
  private static final int FIRST = 0xFFFE;
  private static final int BYTES = 1_000;

  /** 1,000 bytes in 2 ms. */
  private static final long RATE = 4_000_000;

  private record Task(long atMicros, Runnable what) {}

  /** What left: microseconds after the start, payload type, sequence (for RTX: the original's). */
  private record Left(long after, int type, int sequence, int rtpTime) {}

  private final SimulatedTableClock clock = new SimulatedTableClock(START);
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::atMicros));
  private final List<Left> left = new ArrayList<>();
  private final List<ByteBuffer> reports = new ArrayList<>();
  private final List<Long> frames = new ArrayList<>();

  private final OutgoingTrack track =
      new OutgoingTrack(
          new OutgoingTrack.Way() {
            @Override
            public void sendRtp(byte[] buffer, int offset, int length) {
              ByteBuffer packet = ByteBuffer.wrap(buffer, offset, length).slice();
              int type = packet.get(1) & 0x7F;
              int sequence = packet.getShort(type == RTX ? 12 : 2) & 0xFFFF;
              left.add(new Left(clock.nowMicros() - START, type, sequence, packet.getInt(4)));
            }

            @Override
            public void sendRtcp(byte[] buffer, int offset, int length) {
              reports.add(ByteBuffer.wrap(Arrays.copyOfRange(buffer, offset, offset + length)));
            }

            @Override
            public void lastOfFrame(long captureMicros) {
              frames.add(captureMicros);
              frames.add(clock.nowMicros() - START);
            }
          },
          new PacedLine(loop(), clock),
          new RtpHeaderWriter(0, 0, 0, ""),
          VIDEO,
          7,
          RTX,
          8,
          90_000,
          0,
          FIRST,
          "camera");

  /** An event loop that can do nothing but wait. */
  private ScheduledExecutorService loop() {
    return (ScheduledExecutorService)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ScheduledExecutorService.class},
            (_, _, arguments) -> {
              long wait = ((TimeUnit) arguments[2]).toMicros((long) arguments[1]);
              tasks.add(new Task(clock.nowMicros() + wait, (Runnable) arguments[0]));
              return null;
            });
  }

  private void runUntil(long after) {
    while (!tasks.isEmpty() && tasks.peek().atMicros() <= START + after) {
      Task task = tasks.remove();
      clock.advanceTo(task.atMicros());
      task.what().run();
    }
    clock.advanceTo(START + after);
  }

  private static byte[][] payloads(int count) {
    return new byte[count][BYTES];
  }

  @Test
  void packetsLeaveOneAfterTheOtherWithTheTimesOfTheirCapture() {
    track.pace(RATE);
    track.send(payloads(4), CAPTURED, true);
    assertEquals(1, left.size(), "the first one does not wait");
    runUntil(100_000);

    int rtp = (int) track.rtpTime(CAPTURED);
    assertEquals(
        List.of(
            new Left(0, VIDEO, 0xFFFE, rtp),
            new Left(2_000, VIDEO, 0xFFFF, rtp),
            new Left(4_000, VIDEO, 0, rtp),
            new Left(6_000, VIDEO, 1, rtp)),
        left);
    assertEquals(List.of(CAPTURED, 6_000L), frames, "its last packet's moment is told");
  }

  @Test
  void whatIsAskedForAgainGoesFirstAndWhatHasNotLeftCannotBeAskedFor() {
    track.pace(RATE);
    track.send(payloads(3), CAPTURED, true);
    track.resend(0xFFFF);
    track.resend(FIRST);
    runUntil(100_000);

    int rtp = (int) track.rtpTime(CAPTURED);
    assertEquals(
        List.of(
            new Left(0, VIDEO, 0xFFFE, rtp),
            new Left(2_000, RTX, 0xFFFE, rtp),
            new Left(4_000, VIDEO, 0xFFFF, rtp),
            new Left(6_000, VIDEO, 0, rtp)),
        left);
  }

  @Test
  void aReportCountsWhatHasLeft() {
    track.pace(RATE);
    track.send(payloads(4), CAPTURED, true);
    runUntil(3_000);
    track.report(clock.nowMicros());

    assertEquals(2, reports.getFirst().getInt(20), "packets (RFC 3550 section 6.4.1)");
    assertEquals(2 * BYTES, reports.getFirst().getInt(24), "octets");
  }

  @Test
  void withoutAPaceAllLeavesWithinTheCallAndAfterTheEndNothingDoes() {
    track.send(payloads(3), CAPTURED, true);
    assertEquals(3, left.size());
    assertEquals(0, tasks.size(), "no timer is needed");

    track.pace(RATE);
    track.send(payloads(3), CAPTURED, true);
    track.close();
    runUntil(100_000);
    track.send(payloads(1), CAPTURED, true);
    assertEquals(4, left.size(), "the one that did not wait");
  }
}
