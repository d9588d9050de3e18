package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.gateway.media.rtp.RtpView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that arrive in parts, as one viewer is sent them. */
final class ArrivingFramesToViewersTest {
  private static final int FIRST = 65_500;
  private static final int OFFSET = 300;

  private final List<RtpView> sent = new ArrayList<>();
  private final PacketHistory history = new PacketHistory(1_024);
  private final ViewerLink link = new ViewerLink();
  private final SentTrack track =
      new SentTrack(
          new SentTrack.Shape(Codec.H264, 102, 0x77, 103, 0x78, "c"),
          new RtpHeaderWriter(4, 3, 9, "0"),
          history,
          new Wire(),
          link,
          OFFSET,
          0);
  private long sequence = FIRST;
  private int frames;
  private boolean inTurns;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @Test
  void partsLeaveAsTheyComeAndOnlyTheLastPacketCarriesTheMarker() {
    ProgramFrame whole = whole(30);
    offer(part(whole, 0, 12));
    assertEquals(12, sent.size());
    offer(part(whole, 12, 24));
    assertEquals(24, sent.size());
    offer(whole);
    assertEquals(30, sent.size());
    for (int i = 0; i < 30; i++) {
      assertEquals((FIRST + OFFSET + i) & 0xFFFF, sent.get(i).sequence());
      assertEquals(whole.rtpTime(), sent.get(i).timestamp());
      assertArrayEquals(whole.payloads()[i], payload(sent.get(i)));
      assertEquals(i == 29, sent.get(i).marker(), "packet " + i);
    }
  }

  @Test
  void aPacketOfAPictureThatIsNotCompleteIsSentAgain() {
    ProgramFrame whole = whole(30);
    ProgramFrame first = part(whole, 0, 12);
    ProgramFrame second = part(whole, 12, 24);
    offer(first);
    offer(second);
    sent.clear();
    assertEquals(ResendVerdict.SENT, track.resend(FIRST + OFFSET + 11, 1_000));
    assertEquals(ResendVerdict.SENT, track.resend(FIRST + OFFSET + 12, 1_000));
    assertEquals(ResendVerdict.SENT, track.resend(FIRST + OFFSET + 23, 1_000));
    assertEquals(ResendVerdict.UNKNOWN, track.resend(FIRST + OFFSET + 24, 1_000), "not sent yet");
    int[] which = {11, 12, 23};
    for (int i = 0; i < 3; i++) {
      RtpView again = sent.get(i);
      assertEquals(0x78, again.ssrc());
      assertEquals(whole.rtpTime(), again.timestamp());
      assertFalse(again.marker());
      byte[] behindNumber = Arrays.copyOfRange(payload(again), 2, payload(again).length);
      assertArrayEquals(whole.payloads()[which[i]], behindNumber);
    }
    offer(whole);
    sent.clear();
    assertEquals(ResendVerdict.SENT, track.resend(FIRST + OFFSET + 29, 200_000));
    assertTrue(sent.getFirst().marker());
  }

  @Test
  void whereTheRestNeverComesOneNumberIsLeftOutAndNobodyIsToldWhatItWas() {
    ProgramFrame lost = whole(30);
    offer(part(lost, 0, 12));
    // The program goes on behind a number that it leaves out.
    sequence = lost.firstSequence() + 13;
    ProgramFrame next = whole(5);
    offer(next);
    assertEquals(17, sent.size());
    assertTrue(sent.stream().limit(12).noneMatch(RtpView::marker));
    assertEquals((FIRST + OFFSET + 13) & 0xFFFF, sent.get(12).sequence());
    assertEquals(ResendVerdict.UNKNOWN, track.resend(FIRST + OFFSET + 12, 1_000));
    sent.clear();
    assertEquals(ResendVerdict.SENT, track.resend(FIRST + OFFSET + 13, 1_000));
    byte[] payload = payload(sent.getFirst());
    assertArrayEquals(next.payloads()[0], Arrays.copyOfRange(payload, 2, payload.length));
  }

  @Test
  void whoDidNotBeginAPictureGetsItWholeAndItsNumbersHaveNoHole() {
    ProgramFrame before = whole(3);
    track.send(before);
    ProgramFrame whole = whole(30);
    assertTrue(track.goesOn(part(whole, 12, 24)), "nothing to decide on");
    assertEquals(3, sent.size());
    assertFalse(track.goesOn(whole));
    track.send(whole);
    assertEquals(33, sent.size());
    assertContinuous();
  }

  @Test
  void whereATurnsPacketsLeaveTogetherOrNotAtAllPicturesGoWhole() {
    inTurns = true;
    ProgramFrame whole = whole(30);
    assertTrue(track.goesOn(part(whole, 0, 12)));
    assertTrue(track.goesOn(part(whole, 12, 24)));
    assertEquals(0, sent.size());
    offer(whole);
    assertEquals(30, sent.size());
    inTurns = false;
    ProgramFrame next = whole(30);
    offer(part(next, 0, 12));
    inTurns = true;
    offer(part(next, 12, 24));
    offer(next);
    assertEquals(60, sent.size(), "what was begun goes on");
    assertContinuous();
  }

  @Test
  void aPictureLeftOutAtItsFirstPartIsLeftOutAndTheNumbersHaveNoHole() {
    track.send(whole(3));
    ProgramFrame whole = whole(30);
    // Not offered to the track: the link said no at its first part.
    assertTrue(track.goesOn(part(whole, 12, 24)));
    track.send(whole(4));
    assertEquals(7, sent.size());
    assertContinuous();
  }

  @Test
  void aNarrowPathsDecisionAtTheFirstPartHoldsForThePicture() {
    ViewerLink narrow = new ViewerLink();
    narrow.turn(1_000_000);
    assertTrue(narrow.offer(whole(3)));
    narrow.feedback(0);
    narrow.received(narrow.sent(1_000), 1_001_000);
    narrow.sent(1_000);
    // Nothing is heard of it for more than a second: pictures stop.
    narrow.turn(3_000_000);
    ProgramFrame whole = whole(30);
    assertFalse(narrow.offer(part(whole, 0, 12)));
    long leftOut = narrow.qos().framesLeftOut();
    assertFalse(narrow.offer(whole));
    assertEquals(leftOut, narrow.qos().framesLeftOut(), "one picture, left out once");
  }

  @Test
  void aPartThatThisViewerMissedComesWithTheWhole() {
    ProgramFrame whole = whole(40);
    offer(part(whole, 0, 12));
    offer(part(whole, 24, 36));
    assertEquals(12, sent.size());
    offer(whole);
    assertEquals(40, sent.size());
    for (int i = 0; i < 40; i++) {
      assertArrayEquals(whole.payloads()[i], payload(sent.get(i)));
    }
    assertContinuous();
  }

  @Test
  void aPictureBehindCatchingUpHasOneTimeInAllItsParts() {
    ProgramFrame old = whole(2);
    track.catchUp(old, 0, 2, old.rtpTime() + 9_000, 1_000);
    ProgramFrame whole = whole(30);
    offer(part(whole, 0, 12));
    offer(part(whole, 12, 24));
    offer(whole);
    long time = old.rtpTime() + 9_001;
    for (RtpView packet : sent.subList(2, 32)) {
      assertEquals(time, packet.timestamp());
    }
    sent.clear();
    assertEquals(ResendVerdict.SENT, track.resend(FIRST + OFFSET + 2 + 15, 2_000));
    assertEquals(time, sent.getFirst().timestamp());
  }

  @Test
  void catchingUpAnewInAPictureLeavesAHoleBehindWhatWasSent() {
    ProgramFrame whole = whole(30);
    offer(part(whole, 0, 12));
    sequence = whole.firstSequence() + 30;
    ProgramFrame key = whole(2);
    track.catchUp(key, 0, 2, key.rtpTime(), 1_000);
    assertEquals((FIRST + OFFSET + 13) & 0xFFFF, sent.get(12).sequence());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverAViewerMissesEachPacketItHasIsTheOneItsNumberNames(long seed) {
    Random random = new Random(seed);
    List<byte[]> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ProgramFrame whole = whole(1 + random.nextInt(60));
      boolean ends = random.nextInt(6) > 0;
      int length = whole.payloads().length;
      int parts = random.nextInt(3) == 0 ? 0 : (length - 1) / 12;
      boolean takes = random.nextInt(5) > 0;
      int had = sent.size();
      for (int part = 0; part < parts; part++) {
        ProgramFrame next = part(whole, part * 12, part * 12 + 12);
        history.add(next);
        if (takes && (part == 0 || random.nextInt(8) > 0)) {
          offer(next);
        } else if (part > 0 && !takes) {
          assertTrue(track.goesOn(next));
        }
      }
      if (ends || parts == 0) {
        history.add(whole);
        if (takes) {
          offer(whole);
          assertEquals(had + length, sent.size(), "all of it");
          assertTrue(sent.getLast().marker());
        }
      } else {
        sequence = whole.firstSequence() + parts * 12 + 1;
      }
      int begun = sent.size() - had;
      for (int packet = 0; packet < begun; packet++) {
        expected.add(whole.payloads()[packet]);
      }
    }
    List<RtpView> all = List.copyOf(sent);
    for (int i = 0; i < all.size(); i++) {
      assertArrayEquals(expected.get(i), payload(all.get(i)));
      int step = i == 0 ? 1 : all.get(i).sequence() - all.get(i - 1).sequence() & 0xFFFF;
      boolean cutOff = i > 0 && !all.get(i - 1).marker() && begins(all, i);
      assertEquals(cutOff ? 2 : 1, step, "one number is missing where a picture did not end");
    }
    long now = 1_000_000;
    for (int i = Math.max(0, all.size() - 60); i < all.size(); i++) {
      sent.clear();
      now += 1_000_000;
      ResendVerdict verdict = track.resend(all.get(i).sequence(), now);
      if (verdict == ResendVerdict.SENT) {
        byte[] again = payload(sent.getFirst());
        assertArrayEquals(expected.get(i), Arrays.copyOfRange(again, 2, again.length));
        assertEquals(all.get(i).marker(), sent.getFirst().marker());
      } else {
        assertEquals(ResendVerdict.OVER_BUDGET, verdict);
      }
    }
  }

  private static boolean begins(List<RtpView> all, int i) {
    return all.get(i).timestamp() != all.get(i - 1).timestamp();
  }

  private void assertContinuous() {
    for (int i = 1; i < sent.size(); i++) {
      assertEquals(1, sent.get(i).sequence() - sent.get(i - 1).sequence() & 0xFFFF, "at " + i);
    }
  }

  /** As a session does with what a program gives it. */
  private void offer(ProgramFrame frame) {
    history.add(frame);
    if (!track.goesOn(frame)) {
      track.send(frame);
    }
  }

  private ProgramFrame whole(int packets) {
    byte[][] payloads = new byte[packets][];
    for (int i = 0; i < packets; i++) {
      payloads[i] = new byte[] {1, (byte) frames, (byte) (frames >> 8), (byte) i};
    }
    byte[] data = {0, 0, 0, 2, 0x65, 1};
    frames++;
    ProgramFrame frame =
        new ProgramFrame(
            Codec.H264,
            true,
            1_700_000_000_000_000L + frames * 33_333L,
            90_000 + frames * 3_000L,
            sequence,
            payloads,
            data,
            "cam-a");
    sequence += packets;
    return frame;
  }

  private static ProgramFrame part(ProgramFrame whole, int from, int to) {
    return new ProgramFrame(
        whole.codec(),
        whole.keyframe(),
        whole.captureMicros(),
        whole.rtpTime(),
        whole.firstSequence() + from,
        Arrays.copyOfRange(whole.payloads(), from, to),
        new byte[0],
        whole.source(),
        50_000,
        true,
        from,
        false);
  }

  private static byte[] payload(RtpView packet) {
    int from = packet.payloadOffset();
    return Arrays.copyOfRange(packet.buffer(), from, from + packet.payloadLength());
  }

  private final class Wire extends SilentTransport {
    @Override
    public void sendRtp(byte[] buffer, int offset, int length) {
      RtpView view = new RtpView();
      view.wrap(Arrays.copyOfRange(buffer, offset, offset + length), 0, length);
      sent.add(view);
    }

    @Override
    public boolean inTurns() {
      return inTurns;
    }
  }
}
