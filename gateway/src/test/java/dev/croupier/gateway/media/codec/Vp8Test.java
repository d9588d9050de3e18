package dev.croupier.gateway.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descriptors by RFC 7741 section 4.2, frame headers by RFC 6386 section 9.1. */
class Vp8Test implements Vp8Depacketizer.Listener {
  private final List<CodedFrame> frames = new ArrayList<>();
  private final List<String> parameters = new ArrayList<>();
  private final List<Long> drops = new ArrayList<>();
  private final Vp8Depacketizer depacketizer = new Vp8Depacketizer(this, 1 << 20);

  @Override
  public void frame(CodedFrame frame) {
    frames.add(frame);
  }

  @Override
  public void parametersChanged(int width, int height, int version) {
    parameters.add(width + "x" + height + " " + version);
  }

  @Override
  public void dropped(long rtpTime) {
    drops.add(rtpTime);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "10aa, 1",
    "9000aa, 2",
    "90800baa, 3",
    "9080800baa, 4",
    "90c0800b01aa, 5",
    "90f0800b0120aa, 6",
    "902020aa, 3",
    "9030aa, -1",
    "908080, -1",
    "90f0800b01, -1",
    "10, -1",
    "'', -1"
  })
  void descriptorsHaveTheirLength(String hex, int length) {
    byte[] payload = H264Streams.hex(hex);
    assertEquals(length, Vp8.descriptorLength(payload, 0, payload.length));
  }

  @Test
  void aKeyframeTellsItsSize() {
    byte[] key = H264Streams.hex("5042009d012a80022004aa");
    assertTrue(Vp8.keyframe(key));
    assertEquals(640, Vp8.width(key));
    assertEquals(1_056, Vp8.height(key));
    assertFalse(Vp8.keyframe(H264Streams.hex("5142009d012a80022004aa")));
    assertFalse(Vp8.keyframe(H264Streams.hex("5042009d012b80022004aa")));
    assertFalse(Vp8.keyframe(new byte[9]));
  }

  /** An interframe of a size, otherwise zeros. */
  private static byte[] frame(int bytes) {
    byte[] frame = new byte[bytes];
    frame[0] = 1;
    return frame;
  }

  @Test
  void framesComeBackAtAnyPayloadSize() {
    Random random = new Random(23);
    for (int i = 0; i < 1_000; i++) {
      byte[] frame = new byte[1 + random.nextInt(20_000)];
      random.nextBytes(frame);
      frame[0] |= 1;
      byte[][] payloads = new Vp8Packetizer(64 + random.nextInt(1_200)).packetize(frame, i * 100);
      int size = payloads[0].length;
      for (int p = 0; p < payloads.length; p++) {
        assertTrue(payloads[p].length <= size);
        depacketizer.packet(payloads[p], 0, payloads[p].length, i, p == payloads.length - 1);
      }
      assertArrayEquals(frame, frames.get(i).data());
    }
  }

  @Test
  void aFrameThatLostAnyPacketIsDroppedWhole() {
    byte[][] payloads = new Vp8Packetizer(100).packetize(frame(1_000), 1);
    for (int missing = 0; missing < payloads.length; missing++) {
      for (int p = 0; p < payloads.length; p++) {
        if (p == missing) {
          depacketizer.lost();
        } else {
          byte[] payload = payloads[p];
          depacketizer.packet(payload, 0, payload.length, missing, p == payloads.length - 1);
        }
      }
    }
    depacketizer.packet(payloads[0], 0, payloads[0].length, 99, false);
    assertEquals(payloads.length, drops.size());
    assertEquals(0, frames.size());
  }

  private void whole(String hex, long rtpTime) {
    byte[] payload = H264Streams.hex(hex);
    depacketizer.packet(payload, 0, payload.length, rtpTime, true);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"10", "9000", "90800b", "9080800b", "90c0800b01", "90f0800b0120", "902020", "b0800b"})
  void theSameFrameComesBehindAnyDescriptor(String descriptor) {
    whole(descriptor + "5042009d012a80022004aa", 0);
    assertArrayEquals(H264Streams.hex("5042009d012a80022004aa"), frames.getFirst().data());
    assertTrue(frames.getFirst().keyframe());
    assertEquals(Codec.VP8, frames.getFirst().codec());
  }

  @Test
  void parametersAreToldBeforeTheFirstKeyframeAndWhenTheyChange() {
    whole("105042009d012a80026801aa", 0);
    whole("105142009d012a80026801aa", 1);
    whole("105042009d012a80026801bb", 2);
    whole("105042009d012a4001b400aa", 3);
    whole("105642009d012a4001b400aa", 4);
    assertEquals(List.of("640x360 0", "320x180 0", "320x180 3"), parameters);
    assertEquals(5, frames.size());
    depacketizer.reset();
    whole("105642009d012a4001b400aa", 4);
    assertEquals(4, parameters.size());
    assertEquals(6, frames.size());
  }

  @Test
  void theScalingBitsAreNoPartOfTheSize() {
    whole("105042009d012a80426881aa", 0);
    assertEquals(List.of("640x360 0"), parameters);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no start code, 105042009d012b80026801aa",
    "no width, 105042009d012a00006801aa",
    "no height, 105042009d012a80020000aa",
    "only scaling, 105042009d012a00406801aa",
    "no size at all, 105042009d012a",
    "one byte, 1050",
  })
  void aKeyframeWithoutASoundHeaderIsDropped(String why, String hex) {
    whole(hex, 7);
    assertEquals(List.of(), frames);
    assertEquals(List.of(7L), drops, why);
    assertEquals(List.of(), parameters);
  }

  @Test
  void aFrameThatBeginsTwiceIsDropped() {
    byte[] begin = H264Streams.hex("105042009d012a80026801aa");
    depacketizer.packet(begin, 0, begin.length, 1, false);
    depacketizer.packet(begin, 0, begin.length, 1, true);
    assertEquals(List.of(1L), drops);
    // Later partitions of one frame begin too, but are not partition 0.
    byte[] more = H264Streams.hex("11bb");
    depacketizer.packet(begin, 0, begin.length, 2, false);
    depacketizer.packet(more, 0, more.length, 2, true);
    assertArrayEquals(H264Streams.hex("5042009d012a80026801aabb"), frames.getFirst().data());
  }

  @Test
  void whatAnotherSourceLeftUnfinishedIsDropped() {
    byte[] begin = H264Streams.hex("105142");
    depacketizer.packet(begin, 0, begin.length, 1, false);
    depacketizer.reset();
    whole("1051", 1);
    assertEquals(List.of(1L), drops);
    assertEquals(1, frames.size());
  }

  @Test
  void aFrameLargerThanTheLimitIsDropped() {
    byte[][] payloads = new Vp8Packetizer(1_140).packetize(frame((1 << 20) + 1), 1);
    for (int p = 0; p < payloads.length; p++) {
      depacketizer.packet(payloads[p], 0, payloads[p].length, 5, p == payloads.length - 1);
    }
    assertEquals(List.of(5L), drops);
    assertEquals(0, frames.size());
  }

  @Test
  void payloadsOfAFrameAreEqualButForTheLastAndCountedIn15Bits() {
    Vp8Packetizer packetizer = new Vp8Packetizer(1_140);
    for (int bytes : new int[] {1, 1_136, 1_137, 2_272, 2_273, 50_000}) {
      byte[][] payloads = packetizer.packetize(frame(bytes), 0x7FFF + bytes);
      for (int p = 0; p < payloads.length; p++) {
        int size = payloads[p].length;
        assertTrue(p == payloads.length - 1 || size == payloads[0].length);
        assertTrue(payloads[0].length - size < payloads.length, "the last lacks " + size);
        assertEquals(p == 0 ? 0x90 : 0x80, payloads[p][0] & 0xFF, "S marks the first");
        assertEquals(0x80, payloads[p][1] & 0xFF, "only a picture id");
        int id = (payloads[p][2] & 0x7F) << 8 | (payloads[p][3] & 0xFF);
        assertEquals((0x7FFF + bytes) & 0x7FFF, id);
        assertEquals(0x80, payloads[p][2] & 0x80, "of 15 bits");
      }
    }
  }

  @Test
  void garbageNeverThrows() {
    Random random = new Random(29);
    byte[] payload = new byte[40];
    for (int i = 0; i < 200_000; i++) {
      random.nextBytes(payload);
      depacketizer.packet(
          payload, 0, random.nextInt(41), random.nextInt(50), random.nextInt(3) == 0);
    }
    assertTrue(frames.size() + drops.size() > 1_000);
  }
}
