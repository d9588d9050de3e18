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
  private final List<Long> drops = new ArrayList<>();
  private final Vp8Depacketizer depacketizer = new Vp8Depacketizer(this, 1 << 20);

  @Override
  public void frame(CodedFrame frame) {
    frames.add(frame);
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

  @Test
  void framesComeBackAtAnyPayloadSize() {
    Random random = new Random(23);
    for (int i = 0; i < 1_000; i++) {
      byte[] frame = new byte[1 + random.nextInt(20_000)];
      random.nextBytes(frame);
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
    byte[][] payloads = new Vp8Packetizer(100).packetize(new byte[1_000], 1);
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
