package dev.croupier.gateway.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packet durations by RFC 6716 tables 2 and 3. */
class OpusTest {
  @ParameterizedTest(name = "{0} lasts {1} samples")
  @CsvSource({
    "00aa, 480", // SILK narrow band 10 ms
    "08aa, 960",
    "10aa, 1920",
    "18aa, 2880", // 60 ms
    "58aa, 2880", // SILK wide band 60 ms
    "60aa, 480", // hybrid 10 ms
    "68aa, 960",
    "70aa, 480",
    "78aa, 960",
    "80aa, 120", // CELT 2.5 ms
    "88aa, 240",
    "90aa, 480",
    "98aa, 960",
    "f8aa, 960",
    "fcaa, 960", // stereo
    "fdaabb, 1920", // two of equal size
    "fe01aabb, 1920", // two of different size
    "ff03aabbcc, 2880", // three
    "ff06aabbcc, 5760", // 120 ms
    "1b02aabb, 5760",
    "ff07aabbcc, -1", // 140 ms
    "1b03aabb, -1",
    "ff00aa, -1", // no frame
    "ff, -1",
    "fe, -1",
    "fdaabbcc, -1", // two equal halves of three bytes
    "'', -1"
  })
  void durationFollowsTheFirstBytes(String hex, int samples) {
    byte[] packet = H264Streams.hex(hex);
    assertEquals(samples, Opus.samples(packet, 0, packet.length));
  }

  @Test
  void aSingleFrameOfMoreThanTheLimitIsNone() {
    assertEquals(960, Opus.samples(filled(1_276), 0, 1_276));
    assertEquals(-1, Opus.samples(filled(1_277), 0, 1_277));
  }

  @Test
  void silenceIsTwentyMillisecondsInEitherLayout() {
    assertArrayEquals(H264Streams.hex("fcfffe"), Opus.silence(true));
    assertArrayEquals(H264Streams.hex("f8fffe"), Opus.silence(false));
    assertEquals(Opus.USUAL_SAMPLES, Opus.samples(Opus.silence(true), 0, 3));
    assertTrue(Opus.stereo(Opus.silence(true)[0]));
    assertFalse(Opus.stereo(Opus.silence(false)[0]));
  }

  @Test
  void aPayloadIsAFrame() {
    byte[] packet = H264Streams.hex("00fcaabb00");
    CodedFrame frame = OpusDepacketizer.frame(packet, 1, 3, 77);
    assertEquals(Codec.OPUS, frame.codec());
    assertEquals(77, frame.rtpTime());
    assertTrue(frame.keyframe());
    assertArrayEquals(H264Streams.hex("fcaabb"), frame.data());
    assertNull(OpusDepacketizer.frame(packet, 1, 0, 77));
  }

  private static byte[] filled(int length) {
    byte[] packet = new byte[length];
    packet[0] = (byte) 0xFC;
    return packet;
  }
}
