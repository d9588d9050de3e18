package dev.croupier.gateway.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Payloads from any publisher. The input is a row of packets: two bytes of length, the highest bit
 * of which is the marker, then the payload; a length of 0 is a loss.
 */
final class DepacketizerFuzzTest {
  private static final int MAX_FRAME_BYTES = 1 << 16;

  @FuzzTest
  @MethodSource("h264")
  void aFrameOfH264IsMadeOfWholeUnits(byte[] input) {
    List<CodedFrame> frames = new ArrayList<>();
    H264Depacketizer depacketizer =
        new H264Depacketizer(
            new H264FrameListener() {
              @Override
              public void frame(CodedFrame frame) {
                frames.add(frame);
              }

              @Override
              public void parametersChanged(H264Sps sps) {
                assertTrue(sps.width() > 0 && sps.height() > 0);
              }

              @Override
              public void dropped(long rtpTime, Drop reason) {
                assertNotNull(reason);
              }

              @Override
              public void bFrames(long rtpTime) {}
            },
            MAX_FRAME_BYTES);
    feed(input, depacketizer);
    for (CodedFrame frame : frames) {
      byte[] data = frame.data();
      int at = 0;
      while (at < data.length) {
        int length = H264.length(data, at);
        assertTrue(length > 0 && length <= data.length - at - H264.LENGTH_BYTES);
        at += H264.LENGTH_BYTES + length;
      }
      assertEquals(data.length, at);
      // What came in whole goes out whole.
      assertTrue(new H264Packetizer(200).packetize(data).length > 0);
    }
  }

  @FuzzTest
  @MethodSource("vp8")
  void aFrameOfVp8IsNeverEmpty(byte[] input) {
    List<CodedFrame> frames = new ArrayList<>();
    Vp8Depacketizer depacketizer =
        new Vp8Depacketizer(
            new Vp8Depacketizer.Listener() {
              @Override
              public void frame(CodedFrame frame) {
                frames.add(frame);
              }

              @Override
              public void parametersChanged(int width, int height, int version) {
                assertTrue(width > 0 && width <= 16_383 && height > 0 && height <= 16_383);
                assertTrue(version >= 0 && version <= 7);
              }

              @Override
              public void dropped(long rtpTime) {}
            },
            MAX_FRAME_BYTES);
    feed(input, depacketizer);
    for (CodedFrame frame : frames) {
      assertTrue(frame.data().length > 0 && frame.data().length <= MAX_FRAME_BYTES);
      assertEquals(Vp8.saysKeyframe(frame.data()[0]), frame.keyframe(), "no half keyframe");
    }
  }

  @FuzzTest
  @MethodSource("parameterSets")
  void aParameterSetIsUnderstoodOrRefused(byte[] nal) {
    H264Sps sps = H264Sps.parse(nal).orNull();
    if (sps != null) {
      byte[] rewritten = H264Sps.withoutReordering(nal);
      H264Sps again = H264Sps.parse(rewritten).orNull();
      assertNotNull(again);
      assertEquals(sps.width(), again.width());
      assertEquals(sps.height(), again.height());
    }
  }

  @FuzzTest
  @MethodSource("sound")
  void soundIsAsLongAsOpusAllows(byte[] packet) {
    int samples = Opus.samples(packet, 0, packet.length);
    assertTrue(samples < 0 || (samples > 0 && samples <= Opus.MAX_SAMPLES));
  }

  private static void feed(byte[] input, VideoDepacketizer packets) {
    long rtpTime = 0xFFFF_FF00L;
    int at = 0;
    while (at + 2 <= input.length) {
      boolean marker = (input[at] & 0x80) != 0;
      int length = (input[at] & 0x07) << 8 | input[at + 1] & 0xFF;
      at += 2;
      length = Math.min(length, input.length - at);
      if (length == 0) {
        packets.lost();
      } else {
        packets.packet(input, at, length, rtpTime, marker);
      }
      at += length;
      rtpTime += marker ? 3_000 : 0;
    }
  }

  /** An IDR in one packet, in fragments, with its sets aggregated; a loss among fragments. */
  static Stream<byte[]> h264() {
    String sets =
        "78"
            + "001a"
            + "6742c01ed903c56840000003004000000c03c58b9200000000"
            + "80"
            + "0004"
            + "68cb8cb2";
    return Stream.of(
            "0021" + sets + "8005" + "6588840021",
            "0004" + "7c858884" + "0004" + "7c050101" + "8004" + "7c450202",
            "0004" + "7c858884" + "0000" + "8004" + "7c450202",
            "8003" + "41e101" + "8003" + "410203")
        .map(HexFormat.of()::parseHex);
  }

  /** A keyframe in two packets behind descriptors of each length, a delta frame, a loss. */
  static Stream<byte[]> vp8() {
    return Stream.of(
            "000b" + "10" + "300100" + "9d012a8002e001" + "8003" + "000102",
            "000f"
                + "90f0"
                + "8001"
                + "05"
                + "6f"
                + "300100"
                + "9d012a8002e001"
                + "0000"
                + "8003"
                + "000102",
            "8004" + "10310203")
        .map(HexFormat.of()::parseHex);
  }

  static Stream<byte[]> parameterSets() {
    return Stream.of(
            "6742c01ed903c56840000003004000000c03c58b92",
            "67640028acd940780227e5c044000003000400000300f03c60c658",
            "674d401f96540a00b74dc0404041e2c5d4")
        .map(HexFormat.of()::parseHex);
  }

  /** One frame, two, a count of frames, and too many. */
  static Stream<byte[]> sound() {
    return Stream.of("f8fffe", "f90102", "fb03010203", "03ff", "ff30")
        .map(HexFormat.of()::parseHex);
  }
}
