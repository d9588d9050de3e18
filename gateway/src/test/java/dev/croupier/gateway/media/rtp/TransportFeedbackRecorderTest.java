package dev.croupier.gateway.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a receiver recorded is what the sender reads, over wraps, losses, reordering and gaps. */
class TransportFeedbackRecorderTest {
  private static final long START = 1_700_000_000_000_000L;

  private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] buffer = new byte[1_500];

  /** Arrivals the sender read, by line; null for lost. */
  private static final class Reader implements RtcpVisitor {
    final Map<Integer, Long> read = new HashMap<>();
    int packets;
    int feedbackCount = -1;

    @Override
    public void transportFeedback(
        long mediaSsrc, int base, int count, long referenceMicros, int feedback) {
      packets += count;
      assertEquals(feedbackCount + 1 & 0xFF, feedback);
      feedbackCount = feedback;
    }

    @Override
    public void transportReceived(int sequence, long arrivalMicros) {
      read.put(sequence, arrivalMicros);
    }

    @Override
    public void transportLost(int sequence) {
      read.putIfAbsent(sequence, null);
    }
  }

  @Test
  void nothingRecordedIsNothingWritten() {
    assertFalse(recorder.pending());
    assertFalse(recorder.write(writer.start(buffer, 0), 1, 2));
    assertEquals(0, writer.length());
  }

  @Test
  void everyArrivalIsReadToAQuarterMillisecond() {
    Random random = new Random(21);
    Reader reader = new Reader();
    Map<Integer, Long> sent = new HashMap<>();
    long now = START;
    int sequence = 65_000;
    for (int i = 0; i < 3_000; i++) {
      now += random.nextInt(20) == 0 ? 300_000 : random.nextInt(4_000);
      sequence = sequence + 1 & 0xFFFF;
      if (random.nextInt(10) > 0) {
        recorder.record(sequence, now);
        sent.put(sequence, now);
      }
      if (i % 40 == 39) {
        drain(reader);
      }
    }
    drain(reader);
    sent.forEach((at, arrival) -> assertNear(arrival, reader.read.get(at), at));
    long lost = reader.read.values().stream().filter(v -> v == null).count();
    assertEquals(reader.read.size() - sent.size(), lost);
  }

  @Test
  void aLatePacketIsReportedAgainWithItsArrival() {
    Reader reader = new Reader();
    recorder.record(65_535, START);
    recorder.record(1, START + 2_000);
    drain(reader);
    assertTrue(reader.read.containsKey(0));
    assertEquals(null, reader.read.get(0));
    recorder.record(0, START + 5_000);
    recorder.record(2, START + 6_000);
    drain(reader);
    assertNear(START + 5_000, reader.read.get(0), 0);
    assertNear(START + 6_000, reader.read.get(2), 2);
  }

  @Test
  void aPauseTooLongForADeltaBeginsANewFeedback() {
    Reader reader = new Reader();
    recorder.record(10, START);
    recorder.record(11, START + 60_000_000);
    recorder.record(12, START + 60_001_000);
    drain(reader);
    assertEquals(1, reader.feedbackCount);
    assertNear(START + 60_001_000, reader.read.get(12), 12);
  }

  @Test
  void aJumpOfTheSequenceIsBounded() {
    Reader reader = new Reader();
    recorder.record(10, START);
    drain(reader);
    recorder.record(30_000, START + 1_000);
    drain(reader);
    assertNear(START + 1_000, reader.read.get(30_000), 30_000);
    assertTrue(reader.packets <= TransportFeedbackRecorder.WINDOW);
  }

  @Test
  void theLargestFeedbackFitsWhereItSays() {
    for (int i = 0; i < 1_000; i++) {
      recorder.record(i, START + i * 100_000L);
    }
    while (recorder.pending()) {
      assertTrue(recorder.write(writer.start(buffer, 0), 1, 2));
      assertTrue(writer.length() <= TransportFeedbackRecorder.MAX_BYTES);
      assertEquals(0, writer.length() % 4);
    }
  }

  private void drain(Reader reader) {
    while (recorder.pending()) {
      assertTrue(recorder.write(writer.start(buffer, 0), 1, 2));
      assertEquals(RtcpParser.Verdict.OK, RtcpParser.parse(buffer, 0, writer.length(), reader));
    }
  }

  /** The wire carries arrivals modulo 2^24 × 64 ms. */
  private static void assertNear(long arrival, Long read, int sequence) {
    long wrap = (1L << 24) * 64_000;
    long difference = Math.floorMod(arrival - read, wrap);
    assertTrue(difference < 250, "sequence " + sequence + " is off by " + difference);
  }
}
