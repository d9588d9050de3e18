package dev.croupier.gateway.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.H264FrameListener.Drop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads by hand (RFC 6184 section 5) in, frames out. */
class H264DepacketizerTest {
  private static final String SPS = "6742c014d901419f9f0110000003001000000303c0f142a480";
  private static final String OTHER_SPS = "6742c01eda0280f640";
  private static final String PPS = "68cb8cb2";

  /** first_mb 0, I slice (7), PPS 0: 1 0001000 1. */
  private static final String IDR = "6588 84aabbcc";

  /** first_mb 0, P slice (5), PPS 0: 1 00110 1. */
  private static final String DELTA = "419a aabbcc";

  /** first_mb 1: 010 00110 1. */
  private static final String SECOND_SLICE = "4146 80bbcc";

  private final RecordingListener heard = new RecordingListener();
  private final H264Depacketizer depacketizer = new H264Depacketizer(heard, 10_000);

  @Test
  void singleUnitsAndAggregatesMakeOneFrame() {
    send(0, false, stap(SPS, PPS));
    send(0, true, IDR);
    assertFrame(0, true, SPS, PPS, IDR);
    assertEquals(320, heard.changes.getFirst().width());
  }

  @Test
  void fragmentsAreJoinedUnderTheirOwnHeader() {
    depacketizer.parameterSets(List.of(hex(SPS), hex(PPS)));
    send(9, false, "7c85 8884");
    send(9, false, "7c05 aa");
    send(9, true, "7c45 bbcc");
    assertFrame(0, true, SPS, PPS, IDR);
  }

  @Test
  void delimitersFillerAndEndsAreDropped() {
    depacketizer.parameterSets(List.of(hex(SPS), hex(PPS)));
    send(1, false, "0910");
    send(1, false, "06052a80");
    send(1, false, IDR);
    send(1, false, "0cffffff80");
    send(1, false, "0a");
    send(1, true, "0b");
    assertFrame(0, true, SPS, PPS, "06052a80", IDR);
  }

  @Test
  void parameterSetsStandBeforeEveryKeyframeThatLacksThem() {
    send(0, false, stap(SPS, PPS));
    send(0, true, IDR);
    send(1, true, DELTA);
    send(2, true, IDR);
    assertFrame(1, false, DELTA);
    assertFrame(2, true, SPS, PPS, IDR);
    assertEquals(1, heard.changes.size());
  }

  @Test
  void aChangedSetIsSaidOnceBeforeItsFirstFrame() {
    send(0, false, stap(SPS, PPS));
    send(0, true, IDR);
    send(1, false, stap(OTHER_SPS, PPS));
    send(1, true, IDR);
    send(2, false, stap(OTHER_SPS, PPS));
    send(2, true, IDR);
    assertEquals(List.of(320, 640), heard.changes.stream().map(H264Sps::width).toList());
    byte[] data = heard.frames.get(1).data();
    int length = data[3];
    H264Sps sps = H264Sps.parse(data, 4, length).orNull();
    assertEquals(0, sps.reorderFrames(), "the rewritten set goes out");
  }

  @Test
  void aForgottenMarkerIsSeenByTheNextTimestamp() {
    depacketizer.parameterSets(List.of(hex(SPS), hex(PPS)));
    send(0, false, IDR);
    assertEquals(0, heard.frames.size());
    send(3_000, false, DELTA);
    assertFrame(0, true, SPS, PPS, IDR);
    send(6_000, true, DELTA);
    assertEquals(3, heard.frames.size());
  }

  @Test
  void whatFollowsTheMarkerIsIgnoredAndSoIsPadding() {
    depacketizer.parameterSets(List.of(hex(SPS), hex(PPS)));
    send(0, true, IDR);
    send(0, false, DELTA);
    send(0, true, "");
    send(5, false, "");
    send(5, true, DELTA);
    assertEquals(2, heard.frames.size());
    assertEquals(List.of(), heard.drops);
  }

  @Test
  void aFrameThatHasOnlyParameterSetsIsNoFrameButItsSetsAreKept() {
    send(0, true, stap(SPS, PPS));
    send(1, true, IDR);
    assertFrame(0, true, SPS, PPS, IDR);
    assertEquals(1, heard.frames.size());
  }

  @Test
  void aKeyframeWithoutSetsIsDroppedByName() {
    send(0, true, IDR);
    assertEquals(List.of(Drop.NO_PARAMETER_SETS), heard.drops);
  }

  @Test
  void afterALossAFrameMustBeginWithItsFirstSlice() {
    depacketizer.parameterSets(List.of(hex(SPS), hex(PPS)));
    send(0, true, IDR);
    depacketizer.lost();
    send(1, true, SECOND_SLICE);
    assertEquals(List.of(Drop.HOLE), heard.drops);
    depacketizer.lost();
    send(2, false, DELTA);
    send(2, true, SECOND_SLICE);
    assertFrame(1, false, DELTA, SECOND_SLICE);
  }

  @Test
  void aKeyframeWhoseOwnSetsWereLostIsDropped() {
    send(0, false, stap(SPS, PPS));
    send(0, true, IDR);
    depacketizer.lost();
    send(1, true, IDR);
    assertEquals(List.of(Drop.HOLE), heard.drops);
    assertEquals(1, heard.frames.size());
  }

  @Test
  void aFrameOverTheLimitIsDroppedByName() {
    depacketizer.parameterSets(List.of(hex(SPS), hex(PPS)));
    byte[] slice = new byte[6_000];
    Arrays.fill(slice, (byte) 0x9A);
    slice[0] = 0x41;
    depacketizer.packet(slice, 0, slice.length, 0, false);
    depacketizer.packet(slice, 0, slice.length, 0, true);
    assertEquals(List.of(Drop.TOO_LARGE), heard.drops);
    send(1, true, IDR);
    assertEquals(1, heard.frames.size());
  }

  @Test
  void bFramesAreSaidEachTime() {
    H264Packetizer packetizer = new H264Packetizer(1_150);
    long time = 0;
    for (List<byte[]> frame : H264Streams.frames(H264Streams.B_FRAMES, 1)) {
      byte[][] payloads = packetizer.packetize(RecordingListener.frame(frame));
      for (int i = 0; i < payloads.length; i++) {
        depacketizer.packet(payloads[i], 0, payloads[i].length, time, i == payloads.length - 1);
      }
      time++;
    }
    // Decode order by ffprobe: I P B B P B B P.
    assertEquals(List.of(2L, 3L, 5L, 6L), heard.bFrames);
    assertEquals(8, heard.frames.size());
    assertEquals(
        List.of(true, true, true, false, true, true, false, true),
        heard.frames.stream().map(f -> H264.isReference(f.data())).toList(),
        "the first B of each two is a reference itself");
  }

  @ParameterizedTest(name = "{0} by {1}")
  @CsvSource({
    "MALFORMED, 80aa",
    "MALFORMED, 0012",
    "MALFORMED, 1e12",
    "MALFORMED, 1f12",
    "MALFORMED, 18",
    "MALFORMED, 1800",
    "MALFORMED, 18000041",
    "MALFORMED, 180005419a",
    "MALFORMED, 180002819a",
    "MALFORMED, 7c85",
    "MALFORMED, 7cc58884",
    "MALFORMED, 41",
    "UNSUPPORTED, 19aabbcc",
    "UNSUPPORTED, 1aaabbcc",
    "UNSUPPORTED, 1baabbcc",
    "UNSUPPORTED, 1daabbcc",
    "UNSUPPORTED, 429aaabb",
    "HOLE, 7c45bbcc",
    "HOLE, 7c058884",
    "HOLE, 7c858884",
    "BAD_PARAMETER_SET, 6742c014",
    "BAD_PARAMETER_SET, 6800"
  })
  void isRefusedByNameAndTheNextFrameIsNot(Drop reason, String payload) {
    depacketizer.parameterSets(List.of(hex(SPS), hex(PPS)));
    send(0, true, payload);
    send(1, true, IDR);
    assertEquals(List.of(reason), heard.drops);
    assertEquals(1, heard.frames.size());
  }

  @Test
  void aFragmentInterruptedByAnotherUnitIsAHole() {
    depacketizer.parameterSets(List.of(hex(SPS), hex(PPS)));
    send(0, false, "7c85 8884");
    send(0, true, DELTA);
    assertEquals(List.of(Drop.HOLE), heard.drops);
  }

  @Test
  void theNumberOfPictureSetsIsCapped() {
    List<String> sets = new ArrayList<>(List.of(SPS));
    for (int id = 0; id < H264ParameterSets.MAX_PPS + 1; id++) {
      byte[] pps = new RbspWriter((byte) 0x68).ue(id).ue(0).bits(5, 3).finish();
      sets.add(HexFormat.of().formatHex(pps));
    }
    send(0, false, stap(sets.toArray(String[]::new)));
    send(0, true, IDR);
    assertEquals(List.of(Drop.BAD_PARAMETER_SET), heard.drops);
  }

  @Test
  void aResetDropsWhatIsUnfinishedAndTimestampsMayRepeat() {
    depacketizer.parameterSets(List.of(hex(SPS), hex(PPS)));
    send(7, true, IDR);
    send(8, false, DELTA);
    depacketizer.reset();
    assertEquals(List.of(Drop.HOLE), heard.drops);
    send(7, true, IDR);
    assertEquals(2, heard.frames.size());
  }

  @Test
  void garbageNeverThrowsAndFramesKeepTheirForm() {
    Random random = new Random(13);
    byte[] payload = new byte[80];
    for (int i = 0; i < 300_000; i++) {
      random.nextBytes(payload);
      if (random.nextInt(4) == 0) {
        byte[] good = hex(random.nextBoolean() ? stap(SPS, PPS) : IDR);
        System.arraycopy(good, 0, payload, 0, good.length);
      } else {
        payload[0] = (byte) (0x60 | new int[] {1, 5, 6, 7, 8, 24, 28, 12}[random.nextInt(8)]);
      }
      if (random.nextInt(50) == 0) {
        depacketizer.lost();
      }
      int length = random.nextInt(payload.length + 1);
      depacketizer.packet(payload, 0, length, i / 3, random.nextInt(4) == 0);
    }
    assertFalse(heard.frames.isEmpty());
    for (CodedFrame frame : heard.frames) {
      assertTrue(new H264Packetizer(64).packetize(frame.data()).length > 0);
    }
  }

  private void assertFrame(int index, boolean keyframe, String... nals) {
    CodedFrame frame = heard.frames.get(index);
    assertEquals(keyframe, frame.keyframe());
    List<byte[]> bytes = Arrays.stream(nals).map(H264DepacketizerTest::hex).toList();
    assertArrayEquals(RecordingListener.frame(bytes), frame.data());
  }

  private void send(long time, boolean marker, String payload) {
    byte[] b = hex("ffff" + payload + "ff");
    depacketizer.packet(b, 2, b.length - 3, time, marker);
  }

  private static String stap(String... nals) {
    StringBuilder out = new StringBuilder("78");
    for (String nal : nals) {
      out.append(String.format("%04x", hex(nal).length)).append(nal);
    }
    return out.toString();
  }

  private static byte[] hex(String digits) {
    return H264Streams.hex(digits);
  }
}
