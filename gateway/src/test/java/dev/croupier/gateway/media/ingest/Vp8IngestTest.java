package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.Vp8Frames;
import dev.croupier.gateway.media.codec.Vp8Packetizer;
import dev.croupier.gateway.media.rtp.RtpView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A publisher's VP8 packets become frames, whatever publishers and networks do. */
final class Vp8IngestTest {
  private static final long FRAME_MICROS = 33_333;

  private final Random random = new Random(7741);
  private final Heard heard = new Heard();
  private final List<Long> asked = new ArrayList<>();
  private final VideoIngest ingest =
      new VideoIngest(
          Codec.VP8,
          heard,
          new SourceClock(),
          (sequences, count) -> {
            for (int i = 0; i < count; i++) {
              asked.add(sequences[i]);
            }
          });
  private final Vp8Packetizer packetizer = new Vp8Packetizer(1_140);
  private final Sender sender = new Sender(9, 65_530, 4_294_900_000L);
  private int pictureId = 0x7FFE;
  private long now = 1_000_000_000;

  private static final class Heard implements FrameListener {
    private final List<CodedFrame> frames = new ArrayList<>();
    private final List<String> parameters = new ArrayList<>();
    private int broken;

    @Override
    public void frame(CodedFrame frame, long captureMicros) {
      frames.add(frame);
    }

    @Override
    public void broken() {
      broken++;
    }

    @Override
    public void parameters(int width, int height, String profile) {
      parameters.add(width + "x" + height + " " + profile);
    }

    @Override
    public void refused(String reason) {
      throw new AssertionError("refused: " + reason);
    }
  }

  @Test
  void framesSizesAndKeyframesAreReadAcrossEveryWrap() {
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      byte[] frame =
          i % 30 == 0
              ? Vp8Frames.key(640 + i, 360, 9_000, random)
              : Vp8Frames.inter(1 + random.nextInt(5_000), random);
      sent.add(frame);
      deliver(packets(frame));
    }
    assertEquals(90, heard.frames.size());
    for (int i = 0; i < 90; i++) {
      assertArrayEquals(sent.get(i), heard.frames.get(i).data());
      assertEquals(i % 30 == 0, heard.frames.get(i).keyframe());
      assertEquals(Codec.VP8, heard.frames.get(i).codec());
      assertEquals(i * 3_000L, heard.frames.get(i).rtpTime() - heard.frames.getFirst().rtpTime());
    }
    assertEquals(List.of("640x360 vp8.0", "670x360 vp8.0", "700x360 vp8.0"), heard.parameters);
    assertEquals(0, heard.broken);
    assertEquals(List.of(), asked);
  }

  @Test
  void aFrameThatLacksAPacketIsAskedForAndAtLastDroppedWhole() {
    deliver(packets(Vp8Frames.key(640, 360, 9_000, random)));
    for (int lost = 0; lost < 5; lost++) {
      List<byte[]> packets = packets(Vp8Frames.inter(5_000, random));
      assertEquals(5, packets.size());
      packets.remove(lost);
      deliver(packets);
      byte[] next = Vp8Frames.inter(800, random);
      deliver(packets(next));
      pass(VideoIngest.WAIT_MICROS);
      assertEquals(2 + lost, heard.frames.size(), "without packet " + lost);
      assertArrayEquals(next, heard.frames.getLast().data());
      assertTrue(heard.broken > lost, "what follows is held back until a keyframe");
    }
    assertFalse(asked.isEmpty());
  }

  @Test
  void aWholeFrameThatIsLostIsNoticedToo() {
    deliver(packets(Vp8Frames.key(640, 360, 9_000, random)));
    assertEquals(3, packets(Vp8Frames.inter(3_000, random)).size());
    deliver(packets(Vp8Frames.inter(3_000, random)));
    pass(VideoIngest.WAIT_MICROS);
    assertEquals(2, heard.frames.size());
    assertEquals(1, heard.broken);
  }

  @Test
  void packetsOutOfOrderAreNoLoss() {
    for (int i = 0; i < 30; i++) {
      byte[] frame =
          i == 0
              ? Vp8Frames.key(640, 360, 9_000, random)
              : Vp8Frames.inter(4_000 + random.nextInt(500), random);
      List<byte[]> packets = packets(frame);
      byte[] late = packets.remove(random.nextInt(1, packets.size() - 1));
      packets.add(late);
      deliver(packets);
      assertArrayEquals(frame, heard.frames.getLast().data());
    }
    assertEquals(0, heard.broken);
  }

  @Test
  void row20_hostileDescriptorsAndPayloadsNeverThrow() {
    for (int i = 0; i < 50_000; i++) {
      byte[] payload = new byte[random.nextInt(30)];
      random.nextBytes(payload);
      byte[] packet = sender.packet(payload, random.nextInt(3) == 0);
      if (random.nextInt(3) == 0) {
        sender.pause(3_000);
      }
      feed(packet);
    }
    assertTrue(heard.broken > 1_000);
    byte[] good = Vp8Frames.key(320, 180, 2_000, random);
    sender.pause(3_000);
    deliver(packets(good));
    pass(VideoIngest.WAIT_MICROS);
    assertArrayEquals(good, heard.frames.getLast().data());
  }

  private List<byte[]> packets(byte[] frame) {
    return sender.picture(List.of(packetizer.packetize(frame, pictureId++)));
  }

  private void deliver(List<byte[]> packets) {
    packets.forEach(this::feed);
    now += FRAME_MICROS;
    ingest.tick(now);
  }

  private void pass(long micros) {
    now += micros;
    ingest.tick(now);
  }

  private void feed(byte[] packet) {
    RtpView view = new RtpView();
    if (view.wrap(packet, 0, packet.length) == RtpView.Verdict.OK) {
      ingest.packet(view, now);
    }
  }
}
