package dev.croupier.gateway.media.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.FramePart;
import dev.croupier.gateway.media.codec.Vp8Depacketizer;
import dev.croupier.gateway.media.codec.Vp8Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A program in VP8: one picture id, sequence and clock over slate, cameras and cuts. */
final class Vp8ProgramTest {
  private static final long EPOCH = 1_767_225_600_000_000L;
  private static final long FRAME_MICROS = 33_333;
  private static final int GOP = 30;
  private static final int FIRST = 65_530;

  private final Random random = new Random(6386);
  private final List<ProgramFrame> sent = new ArrayList<>();
  private final ProgramClock clock = new ProgramClock("p", EPOCH, 0xFFFF_0000L, 0xFFFF_F000L);
  private final Program program =
      new Program(
          clock,
          Codec.VP8,
          "cam-a",
          700_000,
          250_000,
          FIRST,
          EPOCH,
          frame -> {
            if (frame.codec().video()) {
              sent.add(frame);
            }
          });
  private long now = EPOCH;
  private int frames;
  private long captured;

  @Test
  void pictureIdSequenceAndTimeGoOnOverSlateAndCut() {
    CodedFrame still = vp8(true);
    program.slate(new Slate(List.of(still, vp8(false)), FRAME_MICROS), now);
    run(20, false);
    assertEquals("slate", program.onAir());
    for (String camera : List.of("cam-a", "cam-b")) {
      program.approach(camera, 10_000, now);
    }
    run(10, false);
    run(40, true);
    assertEquals("cam-a", program.onAir());
    List<Long> agreed = new ArrayList<>();
    cut("cam-b", agreed);
    run(60, true);
    assertEquals("cam-b", program.onAir());
    assertEquals(1, agreed.size());
    run(40, false);
    assertEquals("slate", program.onAir(), "both cameras fell silent");

    List<CodedFrame> received = new ArrayList<>();
    Vp8Depacketizer depacketizer = new Vp8Depacketizer(new Ears(received), 1 << 20);
    String before = "slate";
    for (int i = 0; i < sent.size(); i++) {
      ProgramFrame frame = sent.get(i);
      assertEquals(Codec.VP8, frame.codec());
      assertEquals(clock.at(Codec.VP8, frame.captureMicros()), frame.rtpTime());
      if (i > 0) {
        ProgramFrame last = sent.get(i - 1);
        assertEquals(last.firstSequence() + last.payloads().length, frame.firstSequence());
        assertTrue(frame.rtpTime() > last.rtpTime());
      }
      if (!frame.source().equals(before)) {
        assertTrue(frame.keyframe(), "a source begins with its keyframe");
        before = frame.source();
      }
      for (int p = 0; p < frame.payloads().length; p++) {
        byte[] payload = frame.payloads()[p];
        int id = (payload[2] & 0x7F) << 8 | (payload[3] & 0xFF);
        assertEquals((FIRST + i) & 0x7FFF, id, "picture " + i);
        assertTrue(payload.length <= FramePart.MAX_PAYLOAD);
        depacketizer.packet(
            payload, 0, payload.length, frame.rtpTime(), p == frame.payloads().length - 1);
      }
      assertArrayEquals(frame.data(), received.get(i).data());
      assertEquals(frame.keyframe(), received.get(i).keyframe());
    }
    assertEquals(sent.size(), received.size());
    PacketHistory history = program.history(Codec.VP8);
    ProgramFrame last = sent.getLast();
    assertEquals(last, history.find(last.firstSequence()).frame());
  }

  @Test
  void aPictureInPartsHasOneIdAndOneThatNeverEndsLeavesItsOwnAndANumberOut() {
    run(10, true);
    byte[] data = Vp8Frames.inter(40_000, random);
    ProgramFrame last = sent.getLast();
    for (int from = 0; from < 24; from += FramePart.PIECES) {
      part(77, data, from);
    }
    assertEquals(2, sent.subList(sent.indexOf(last) + 1, sent.size()).size());
    program.video("cam-a", new CodedFrame(Codec.VP8, 77, false, data), captured, now, 10_000, now);
    settle();
    ProgramFrame whole = sent.getLast();
    assertTrue(whole.whole());
    assertArrayEquals(data, whole.data());
    assertEquals(last.firstSequence() + last.payloads().length, whole.firstSequence());
    int id = id(last) + 1 & 0x7FFF;
    for (ProgramFrame each : sent.subList(sent.indexOf(last) + 1, sent.size())) {
      for (int i = 0; i < each.payloads().length; i++) {
        assertEquals(id, id(each));
        assertArrayEquals(whole.payloads()[each.from() + i], each.payloads()[i]);
      }
    }
    part(78, data, 0);
    assertFalse(sent.getLast().whole());
    long begun = sent.getLast().firstSequence();
    program.broken("cam-a");
    part(79, data, 0);
    assertEquals(begun, sent.getLast().firstSequence(), "it cannot be decoded");
    program.video("cam-a", vp8(true), now, now, 10_000, now);
    settle();
    assertEquals(begun + FramePart.PIECES + 1, sent.getLast().firstSequence());
    assertEquals(id + 2 & 0x7FFF, id(sent.getLast()), "one picture is missing");
  }

  private void part(long rtpTime, byte[] data, int from) {
    int bytes = FramePart.MAX_PAYLOAD - 4;
    byte[][] pieces = new byte[FramePart.PIECES][];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = Arrays.copyOfRange(data, (from + i) * bytes, (from + i + 1) * bytes);
    }
    if (from == 0) {
      now += FRAME_MICROS;
      captured = now - 10_000;
    }
    FramePart part = new FramePart(Codec.VP8, rtpTime, false, true, from, pieces);
    program.through().add("cam-a", part, captured, now);
    settle();
  }

  /** Whatever waits for a slower camera leaves. */
  private void settle() {
    now += FRAME_MICROS;
    program.release(now);
  }

  private static int id(ProgramFrame frame) {
    byte[] payload = frame.payloads()[0];
    return (payload[2] & 0x7F) << 8 | (payload[3] & 0xFF);
  }

  @Test
  void picturesInAnotherCodecNeverGetOnTheProgram() {
    for (int i = 0; i < 100; i++) {
      now += FRAME_MICROS;
      byte[] idr = {0, 0, 0, 2, 0x65, 1};
      CodedFrame h264 = new CodedFrame(Codec.H264, i, true, idr);
      assertFalse(program.video("cam-a", h264, now - 10_000, now, 10_000, now));
      program.tick(now);
    }
    assertEquals(List.of(), sent);
    assertEquals("slate", program.onAir());
    assertEquals(0, program.latencyMicros(), "nothing waits for it either");
  }

  private void cut(String target, List<Long> agreed) {
    program.cut(
        target,
        now,
        now + 3_000_000,
        now,
        AudioChoice.FOLLOW,
        new Program.CutListener() {
          @Override
          public void switched(long agreedCaptureMicros) {
            agreed.add(agreedCaptureMicros);
          }

          @Override
          public void aborted(String reason) {
            throw new AssertionError(reason);
          }
        });
  }

  /** Two cameras in step, and silence once in a while. */
  private void run(int pictures, boolean cameras) {
    for (int i = 0; i < pictures; i++) {
      now += FRAME_MICROS;
      if (cameras) {
        boolean keyframe = frames++ % GOP == 0;
        for (String camera : List.of("cam-a", "cam-b")) {
          program.video(camera, vp8(keyframe), now - 10_000, now, 10_000, now);
        }
      }
      program.tick(now);
      for (long at = now; at < now + FRAME_MICROS; at += 1_000) {
        program.release(at);
      }
    }
  }

  private CodedFrame vp8(boolean keyframe) {
    int bytes = 10 + random.nextInt(6_000);
    byte[] data =
        keyframe ? Vp8Frames.key(640, 360, bytes, random) : Vp8Frames.inter(bytes, random);
    return new CodedFrame(Codec.VP8, 0, keyframe, data);
  }

  private record Ears(List<CodedFrame> frames) implements Vp8Depacketizer.Listener {
    @Override
    public void frame(CodedFrame frame) {
      frames.add(frame);
    }

    @Override
    public void parametersChanged(int width, int height, int version) {
      assertEquals(640, width);
    }

    @Override
    public void dropped(long rtpTime) {
      throw new AssertionError("dropped at " + rtpTime);
    }
  }
}
