package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** What is told of a publish's packets before they are pictures, and of pictures that never are. */
final class ArrivingPacketsTest {
  private static final long FRAME_MICROS = 33_333;
  private static final int PACKETS = 10;

  private final Random random = new Random(3);
  private final Heard heard = new Heard();
  private long now = 1_000_000_000;
  private final CappedFrames capped =
      new CappedFrames(heard, CappedFrames.Caps.STANDARD, () -> now);
  private final VideoIngest ingest =
      new VideoIngest(Codec.VP8, capped, new SourceClock(), (sequences, count) -> {});
  private final Sender sender = new Sender(7, 65_530, 4_294_960_000L);
  private int picture;

  private static final class Heard implements FrameListener {
    private final List<Long> packets = new ArrayList<>();
    private int frames;
    private int unfinished;
    private int broken;

    @Override
    public void packet(long arrivalMicros) {
      packets.add(arrivalMicros);
    }

    @Override
    public void frame(CodedFrame frame, long captureMicros) {
      frames++;
    }

    @Override
    public void unfinished() {
      unfinished++;
    }

    @Override
    public void broken() {
      broken++;
    }

    @Override
    public void parameters(int width, int height, String profile) {}

    @Override
    public void refused(String reason) {}
  }

  @Test
  void eachNewPacketIsToldOfWhenItComesWhateverItsPictureBecomes() {
    List<byte[]> packets = packets();
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < PACKETS; i++) {
      now += 1_000;
      // The fourth is missing: those behind it wait for it and have come all the same.
      if (i != 3) {
        times.add(now);
        receive(packets.get(i));
      }
    }
    assertEquals(times, heard.packets);
    assertEquals(0, heard.frames);
    now += 1_000;
    receive(packets.get(3));
    assertEquals(PACKETS, heard.packets.size(), "sent again, it is new");
    assertEquals(1, heard.frames);
  }

  @Test
  void repeatsStraysAndEmptyPacketsAreNoneOfItsPictures() {
    List<byte[]> packets = packets();
    packets.forEach(this::receive);
    packets.forEach(this::receive);
    assertEquals(PACKETS, heard.packets.size(), "repeats");
    Sender forged = new Sender(7, 30_000, 5);
    receive(forged.packet(new byte[100], false));
    assertEquals(PACKETS, heard.packets.size(), "a stray");
    receive(sender.packet(new byte[0], false));
    assertEquals(PACKETS, heard.packets.size(), "padding");
    packets().forEach(this::receive);
    assertEquals(2 * PACKETS, heard.packets.size());
    assertEquals(2, heard.frames);
  }

  @Test
  void aPictureIsUnfinishedOnceHoweverMuchOfItIsMissing() {
    packets().forEach(this::receive);
    List<byte[]> holes = packets();
    for (int i = 0; i < PACKETS; i++) {
      if (i != 2 && i != 5 && i != 6) {
        receive(holes.get(i));
      }
    }
    giveUp();
    packets().forEach(this::receive);
    assertEquals(1, heard.unfinished);
    assertEquals(2, heard.frames);
  }

  @Test
  void aPictureOfWhichNothingCameIsLostAndNotUnfinished() {
    packets().forEach(this::receive);
    List<byte[]> _ = packets();
    packets().forEach(this::receive);
    giveUp();
    assertEquals(0, heard.unfinished);
    assertTrue(heard.broken > 0);
    assertEquals(2, heard.frames);
  }

  @Test
  void aPictureThatCannotBeReadIsUnfinished() {
    receive(sender.packet(new byte[] {0x10, (byte) 0x00, 1, 2, 3}, true));
    assertEquals(1, heard.packets.size());
    assertEquals(0, heard.frames);
    assertEquals(1, heard.unfinished);
  }

  @Test
  void ofARefusedPublishNothingMoreIsTold() {
    capped.parameters(3_840, 2_160, "vp8.0");
    packets().forEach(this::receive);
    List<byte[]> holes = packets();
    holes.subList(0, 5).forEach(this::receive);
    packets().forEach(this::receive);
    giveUp();
    assertEquals(List.of(), heard.packets);
    assertEquals(0, heard.unfinished);
  }

  /** Nothing that is missing is waited for any longer. */
  private void giveUp() {
    for (int i = 0; i < 3; i++) {
      now += VideoIngest.WAIT_MICROS;
      ingest.tick(now);
    }
  }

  /** The next picture. */
  private List<byte[]> packets() {
    int bytes = PACKETS * 1_000 - 100;
    byte[] data =
        picture == 0 ? Vp8Frames.key(640, 360, bytes, random) : Vp8Frames.inter(bytes, random);
    byte[][] payloads = new Vp8Packetizer(1_000).packetize(data, picture++);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < payloads.length; i++) {
      packets.add(sender.packet(payloads[i], i == payloads.length - 1));
    }
    sender.pause(3_000);
    now += FRAME_MICROS;
    return packets;
  }

  private void receive(byte[] packet) {
    RtpView view = new RtpView();
    view.wrap(packet, 0, packet.length);
    ingest.packet(view, now);
  }
}
