package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.FramePart;
import dev.croupier.gateway.media.codec.Vp8Frames;
import dev.croupier.gateway.media.codec.Vp8Packetizer;
import dev.croupier.gateway.media.rtp.RtpView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A large picture of a publisher that is on air is passed on while it arrives. */
final class ArrivingPicturesTest {
  private static final long FRAME_MICROS = 33_333;
  private static final int PACKET = 1_000;

  private final Random random = new Random(3);
  private final Heard heard = new Heard();
  private final SourceClock clock = new SourceClock();
  private long now = 1_000_000_000;
  private final CappedFrames capped =
      new CappedFrames(heard, CappedFrames.Caps.STANDARD, () -> now);
  private final VideoIngest ingest =
      new VideoIngest(Codec.VP8, capped, clock, (sequences, count) -> {});
  private final Sender sender = new Sender(7, 65_500, 4_294_960_000L);
  private int picture;

  private static final class Heard implements FrameListener {
    final List<FramePart> parts = new ArrayList<>();
    final List<Long> partCaptures = new ArrayList<>();
    final List<CodedFrame> frames = new ArrayList<>();
    final List<Long> captures = new ArrayList<>();
    final List<String> said = new ArrayList<>();
    boolean wanted = true;

    @Override
    public boolean cutsThrough() {
      return wanted;
    }

    @Override
    public void part(FramePart part, long captureMicros) {
      parts.add(part);
      partCaptures.add(captureMicros);
    }

    @Override
    public void frame(CodedFrame frame, long captureMicros) {
      frames.add(frame);
      captures.add(captureMicros);
    }

    @Override
    public void broken() {
      said.add("broken");
    }

    @Override
    public void parameters(int width, int height, String profile) {
      said.add(width + "x" + height);
    }

    @Override
    public void refused(String reason) {
      said.add(reason);
    }
  }

  @Test
  void itsPartsComeBeforeItsEndAndAreCapturedAtTheSame() {
    onAir();
    int before = heard.frames.size();
    List<byte[]> packets = packets(40);
    for (int i = 0; i < 39; i++) {
      receive(packets.get(i));
      now += 1_500;
    }
    assertEquals(before, heard.frames.size());
    assertEquals(2, heard.parts.size());
    receive(packets.get(39));
    assertEquals(before + 1, heard.frames.size());
    long capture = heard.captures.getLast();
    assertEquals(List.of(capture, capture), heard.partCaptures);
    assertEquals(heard.frames.getLast().rtpTime(), heard.parts.getFirst().rtpTime());
    assertEquals(FRAME_MICROS, capture - heard.captures.get(before - 1), 100.0, "and in its place");
  }

  @Test
  void whatIsNotOnAirOrHasJustBegunComesWholeOnly() {
    send(packets(40));
    clock.onAir(true);
    send(packets(40));
    assertEquals(List.of(), heard.parts, "its clock may still be set");
    for (int i = 0; i < 20; i++) {
      send(packets(2));
    }
    clock.onAir(false);
    send(packets(40));
    assertEquals(List.of(), heard.parts, "nobody sees it");
    clock.onAir(true);
    send(packets(40));
    assertEquals(2, heard.parts.size());
    assertEquals(24, heard.frames.size());
  }

  @Test
  void anEncoderThatBeginsAnewIsNotPlacedByItsOldTime() {
    onAir();
    sender.pause(900_000_000L);
    send(packets(40));
    assertEquals(List.of(), heard.parts);
    assertTrue(Math.abs(heard.captures.getLast() - now) < 100_000, "it is placed when it is whole");
  }

  @Test
  void aPictureThatLosesAPacketIsBrokenAfterItsParts() {
    onAir();
    int before = heard.frames.size();
    List<byte[]> packets = packets(60);
    for (int i = 0; i < packets.size(); i++) {
      if (i != 30) {
        receive(packets.get(i));
      }
    }
    assertEquals(2, heard.parts.size());
    heard.said.clear();
    now += VideoIngest.WAIT_MICROS;
    ingest.tick(now);
    now += VideoIngest.WAIT_MICROS;
    ingest.tick(now);
    assertEquals("broken", heard.said.getFirst());
    assertEquals(2, heard.parts.size(), "nothing behind the hole");
    assertEquals(before, heard.frames.size());
  }

  @Test
  void aPictureWithoutAnEndIsRefusedAtTheRateOfItsSignal() {
    onAir();
    // 20 Mbit/s over 2 s are 5,000 packets; a picture may have 4 MB, and none ever ends.
    byte[][] payloads =
        new Vp8Packetizer(PACKET).packetize(Vp8Frames.inter(3_000_000, random), picture++);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < payloads.length - 1; i++) {
        receive(sender.packet(payloads[i], false));
      }
      // The beginning of another picture inside this one: it never becomes one.
      receive(sender.packet(payloads[0], false));
      sender.pause(3_000);
    }
    assertTrue(heard.said.contains("bitrate"), heard.said.toString());
    int parts = heard.parts.size();
    assertTrue(parts * 12 * 1_136 <= 5_000_000, parts + " parts");
  }

  @Test
  void aPictureInPartsCountsOnce() {
    onAir();
    // 19 Mbit/s: each picture 79 kB.
    for (int i = 0; i < 120; i++) {
      send(packets(79));
    }
    assertTrue(heard.parts.size() > 100, "they were in parts");
    assertEquals(1, heard.said.size(), heard.said.toString());
  }

  @Test
  void whoDoesNotWantPartsGetsNone() {
    Heard other = new Heard();
    other.wanted = false;
    clock.onAir(true);
    VideoIngest plain = new VideoIngest(Codec.VP8, other, clock, (sequences, count) -> {});
    for (int i = 0; i < 20; i++) {
      for (byte[] packet : packets(30)) {
        RtpView view = new RtpView();
        view.wrap(packet, 0, packet.length);
        plain.packet(view, now);
      }
      now += FRAME_MICROS;
    }
    assertEquals(20, other.frames.size());
    assertEquals(List.of(), other.parts);
  }

  /** It is on air, and its clock is not set any more. */
  private void onAir() {
    clock.onAir(true);
    for (int i = 0; i < 20; i++) {
      send(packets(2));
    }
  }

  /** The next picture in so many packets. */
  private List<byte[]> packets(int count) {
    int bytes = count * (PACKET - 4);
    byte[] data =
        picture == 0 ? Vp8Frames.key(640, 360, bytes, random) : Vp8Frames.inter(bytes, random);
    byte[][] payloads = new Vp8Packetizer(PACKET).packetize(data, picture++);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < payloads.length; i++) {
      packets.add(sender.packet(payloads[i], i == payloads.length - 1));
    }
    sender.pause(3_000);
    return packets;
  }

  private void send(List<byte[]> packets) {
    packets.forEach(this::receive);
    now += FRAME_MICROS;
  }

  private void receive(byte[] packet) {
    RtpView view = new RtpView();
    view.wrap(packet, 0, packet.length);
    ingest.packet(view, now);
  }
}
