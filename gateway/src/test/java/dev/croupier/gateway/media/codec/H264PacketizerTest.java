package dev.croupier.gateway.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Payloads of equal size, as segmentation offload needs them. */
class H264PacketizerTest {
  private static final byte[] SPS = H264Streams.hex("6742c01eda0280f640");
  private static final byte[] PPS = H264Streams.hex("68cb8cb2");

  private final H264Packetizer packetizer = new H264Packetizer(H264Packetizer.DEFAULT_MAX_PAYLOAD);

  @Test
  void aSmallUnitGoesAsItIs() {
    byte[] slice = slice(0x41, 1_150);
    assertArrayEquals(new byte[][] {slice}, packetizer.packetize(frame(slice)));
  }

  @Test
  void aLargeUnitIsCutIntoEqualFragments() {
    byte[][] payloads = packetizer.packetize(frame(slice(0x41, 1_151)));
    // 1,150 bytes behind the header in 2 fragments of 575.
    assertEquals(List.of(577, 577), sizes(payloads));
    assertArrayEquals(new byte[] {0x5C, (byte) 0x81}, Arrays.copyOf(payloads[0], 2));
    assertArrayEquals(new byte[] {0x5C, 0x41}, Arrays.copyOf(payloads[1], 2));
    // 10,000 bytes behind the header in 9 of at most 1,148: 8 of 1,112 and the rest.
    byte[][] nine = packetizer.packetize(frame(slice(0x41, 10_001)));
    assertEquals(
        List.of(1_114, 1_114, 1_114, 1_114, 1_114, 1_114, 1_114, 1_114, 1_106), sizes(nine));
    assertEquals(0x01, nine[4][1]);
    assertEquals(8, H264Packetizer.padding(H264Packetizer.segmentSize(nine), 1_106));
  }

  @Test
  void parameterSetsGoAsOneAggregateMadeUpToTheFragmentsSize() {
    byte[][] payloads = packetizer.packetize(frame(SPS, PPS, slice(0x65, 5_001)));
    assertEquals(List.of(1_002, 1_002, 1_002, 1_002, 1_002, 1_002), sizes(payloads));
    byte[] stap = payloads[0];
    assertEquals(0x78, stap[0]);
    assertArrayEquals(SPS, Arrays.copyOfRange(stap, 3, 12));
    assertArrayEquals(PPS, Arrays.copyOfRange(stap, 14, 18));
    // The rest is one filler unit: length, header, FF…, stop bit.
    assertEquals(1_002 - 20, ((stap[18] & 0xFF) << 8) | (stap[19] & 0xFF));
    assertEquals(H264.FILLER, stap[20]);
    assertEquals((byte) 0xFF, stap[21]);
    assertEquals((byte) 0x80, stap[1_001]);
  }

  @Test
  void aDifferenceTooSmallForAFillerIsLeftToPadding() {
    for (int missing = 0; missing < 12; missing++) {
      byte[][] payloads = packetizer.packetize(frame(SPS, PPS, slice(0x65, 18 + missing)));
      int segment = H264Packetizer.segmentSize(payloads);
      assertEquals(18 + missing, segment);
      int padding = H264Packetizer.padding(segment, payloads[0].length);
      assertEquals(segment, payloads[0].length + padding);
      assertEquals(missing < 4 ? missing : 0, padding);
    }
  }

  @Test
  void paddingIsAtMostWhatOnePacketCarries() {
    assertEquals(0, H264Packetizer.padding(1_000, 1_000));
    assertEquals(255, H264Packetizer.padding(1_000, 745));
    assertEquals(0, H264Packetizer.padding(1_000, 744));
  }

  @Test
  void setsTooLargeForOnePayloadAreSplit() {
    byte[] large = Arrays.copyOf(SPS, 700);
    byte[][] payloads = packetizer.packetize(frame(large, large, PPS, slice(0x65, 50)));
    assertEquals(List.of(1 + 2 + 700, 1 + 2 + 700 + 2 + 4, 50), sizes(payloads));
    byte[][] fragmented = new H264Packetizer(64).packetize(frame(Arrays.copyOf(SPS, 100)));
    assertEquals(2, fragmented.length);
    assertEquals(H264.FU_A, H264.type(fragmented[0][0]));
  }

  @Test
  void allPayloadsOfAnySingleSliceFrameAreEqualAfterPadding() {
    Random random = new Random(17);
    for (int i = 0; i < 20_000; i++) {
      int size = 2 + random.nextInt(200_000);
      List<byte[]> nals = new ArrayList<>();
      if (random.nextBoolean()) {
        nals.addAll(List.of(SPS, PPS));
        size = Math.max(size, 18);
      }
      nals.add(slice(0x65, size));
      byte[][] payloads = packetizer.packetize(RecordingListener.frame(nals));
      int segment = H264Packetizer.segmentSize(payloads);
      assertTrue(segment <= H264Packetizer.DEFAULT_MAX_PAYLOAD);
      for (byte[] payload : payloads) {
        assertEquals(segment, payload.length + H264Packetizer.padding(segment, payload.length));
      }
    }
  }

  @Test
  void smallUnitsThatFollowEachOtherShareAPacket() {
    byte[] first = slice(0x21, 300);
    byte[] second = slice(0x41, 400);
    byte[] third = slice(0x41, 500);
    byte[][] payloads = packetizer.packetize(frame(first, second, third, slice(0x41, 5_001)));
    assertEquals(List.of(705, 500, 1_002, 1_002, 1_002, 1_002, 1_002), sizes(payloads));
    byte[] stap = payloads[0];
    assertEquals(0x58, stap[0], "as important as the more important of the two");
    assertArrayEquals(first, Arrays.copyOfRange(stap, 3, 303));
    assertEquals(400, ((stap[303] & 0xFF) << 8) | (stap[304] & 0xFF));
    assertArrayEquals(second, Arrays.copyOfRange(stap, 305, 705));
    assertArrayEquals(third, payloads[1]);
    // Parameter sets stay apart from them, made up to the size of the largest.
    assertEquals(
        List.of(705, 705, 500),
        sizes(packetizer.packetize(frame(SPS, PPS, slice(0x25, 300), slice(0x25, 400), third))));
  }

  @Test
  void aPictureThatIsCutWhileItArrivesHasEachUnitByItself() {
    byte[] slice = slice(0x41, 300);
    assertArrayEquals(
        new byte[][] {slice, slice, slice}, packetizer.cut(frame(slice, slice, slice)));
  }

  @Test
  void anyPictureInSlicesIsReadByTheRfcsRulesAndNoTwoPacketsCouldBeOne() {
    Random random = new Random(23);
    for (int i = 0; i < 5_000; i++) {
      List<byte[]> nals = new ArrayList<>();
      if (random.nextInt(4) == 0) {
        nals.addAll(List.of(SPS, PPS));
      }
      int most = 1 << (3 + random.nextInt(10));
      for (int n = 1 + random.nextInt(16); n > 0; n--) {
        byte[] nal = new byte[2 + random.nextInt(most)];
        random.nextBytes(nal);
        nal[0] = (byte) (random.nextInt(8) == 0 ? 0x06 : 0x41);
        nals.add(nal);
      }
      int max = 64 + random.nextInt(1_400);
      byte[][] payloads = new H264Packetizer(max).packetize(RecordingListener.frame(nals));
      List<byte[]> read = new ArrayList<>();
      int lastWhole = max;
      for (byte[] payload : payloads) {
        assertTrue(payload.length <= max);
        boolean sets = read.size() < 2 && nals.getFirst().equals(SPS);
        int whole = read(payload, read);
        if (whole > 0 && !sets) {
          assertTrue(lastWhole + whole > max - 1, "both would fit into one");
        }
        lastWhole = whole > 0 && !sets ? whole : max;
      }
      assertEquals(nals.size(), read.size());
      for (int n = 0; n < nals.size(); n++) {
        assertArrayEquals(nals.get(n), read.get(n));
      }
    }
  }

  /**
   * Adds a payload's NAL units but fillers (RFC 6184 sections 5.6 to 5.8).
   *
   * @return what those that are whole would take in an aggregate; 0 for a fragment
   */
  private static int read(byte[] payload, List<byte[]> nals) {
    switch (payload[0] & 0x1F) {
      case 28 -> {
        boolean start = (payload[1] & 0x80) != 0;
        byte[] before = start ? new byte[] {0} : nals.removeLast();
        if (start) {
          before[0] = (byte) ((payload[0] & 0xE0) | (payload[1] & 0x1F));
        }
        byte[] all = Arrays.copyOf(before, before.length + payload.length - 2);
        System.arraycopy(payload, 2, all, before.length, payload.length - 2);
        nals.add(all);
        return 0;
      }
      case 24 -> {
        for (int at = 1; at < payload.length; ) {
          int length = ((payload[at] & 0xFF) << 8) | (payload[at + 1] & 0xFF);
          if ((payload[at + 2] & 0x1F) != 12) {
            nals.add(Arrays.copyOfRange(payload, at + 2, at + 2 + length));
          }
          at += 2 + length;
        }
        return payload.length - 1;
      }
      default -> {
        nals.add(payload);
        return payload.length + 2;
      }
    }
  }

  @Test
  void aFrameNotOfOurFormIsABug() {
    for (String bad : List.of("00", "00000000", "0000000541", "ffffffff41", "00000001")) {
      byte[] data = H264Streams.hex(bad);
      assertThrows(IllegalArgumentException.class, () -> packetizer.packetize(data), bad);
    }
    assertThrows(IllegalArgumentException.class, () -> new H264Packetizer(63));
  }

  private static byte[] frame(byte[]... nals) {
    return RecordingListener.frame(List.of(nals));
  }

  private static byte[] slice(int header, int length) {
    byte[] nal = new byte[length];
    Arrays.fill(nal, (byte) 0x88);
    nal[0] = (byte) header;
    return nal;
  }

  private static List<Integer> sizes(byte[][] payloads) {
    return Arrays.stream(payloads).map(p -> p.length).toList();
  }
}
