package dev.croupier.gateway.media.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.H264Streams;
import dev.croupier.gateway.media.rtp.RtpView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A publisher's packets become frames, whatever publishers do. */
final class VideoIngestTest {
  private static final List<List<byte[]>> BASELINE = H264Streams.frames(H264Streams.BASELINE, 1);
  private static final List<List<byte[]>> MAIN = H264Streams.frames(H264Streams.FOUR_SLICES, 4);
  private static final long FRAME_MICROS = 33_333;
  private static final int IDR = 5;
  private static final int SPS = 7;
  private static final int PPS = 8;

  private final Heard heard = new Heard();
  private final List<Long> asked = new ArrayList<>();
  private final VideoIngest ingest =
      new VideoIngest(
          Codec.H264,
          heard,
          new SourceClock(),
          (sequences, count) -> {
            for (int i = 0; i < count; i++) {
              asked.add(sequences[i]);
            }
          });
  private long now = 1_000_000_000;

  private static final class Heard implements FrameListener {
    private final List<CodedFrame> frames = new ArrayList<>();
    private final List<Long> captures = new ArrayList<>();
    private final List<String> profiles = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private int broken;

    @Override
    public void frame(CodedFrame frame, long captureMicros) {
      frames.add(frame);
      captures.add(captureMicros);
    }

    @Override
    public void broken() {
      broken++;
    }

    @Override
    public void parameters(int width, int height, String profile) {
      profiles.add(profile.substring(0, 2));
    }

    @Override
    public void refused(String reason) {
      refusals.add(reason);
    }

    private boolean rises() {
      for (int i = 1; i < captures.size(); i++) {
        if (captures.get(i) <= captures.get(i - 1)) {
          return false;
        }
      }
      return true;
    }
  }

  @ParameterizedTest(name = "from sequence number {0} and timestamp {1}")
  @CsvSource({"65530, 4294960000", "65535, 4294967295", "0, 0", "32767, 2147483647"})
  void numbersThatWrapAreNoticedByNobody(int sequence, long rtpTime) {
    Sender sender = new Sender(7, sequence, rtpTime);
    for (int round = 0; round < 3; round++) {
      BASELINE.forEach(picture -> send(sender, picture));
    }
    assertEquals(24, heard.frames.size());
    assertEquals(0, heard.broken);
    assertEquals(List.of(), asked);
    assertTrue(heard.rises(), heard.captures.toString());
    for (int i = 1; i < 24; i++) {
      assertEquals(3_000, heard.frames.get(i).rtpTime() - heard.frames.get(i - 1).rtpTime());
    }
  }

  @Test
  void parameterSetsThatStandOnlyInTheDescriptionArePutBeforeEachKeyframe() {
    ingest.parameterSets(
        BASELINE.getFirst().stream().filter(n -> type(n) == SPS || type(n) == PPS).toList());
    Sender sender = new Sender(7, 100, 5_000);
    BASELINE.forEach(
        picture -> send(sender, picture.stream().filter(n -> type(n) <= IDR).toList()));
    assertEquals(8, heard.frames.size());
    for (CodedFrame frame : heard.frames) {
      assertEquals(frame.keyframe() ? List.of(SPS, PPS, IDR) : List.of(1), types(frame));
    }
    assertEquals(2, heard.frames.stream().filter(CodedFrame::keyframe).count());
    assertEquals(List.of("42"), heard.profiles);
  }

  @Test
  void withoutAnyParameterSetsNothingIsPassedOn() {
    Sender sender = new Sender(7, 100, 5_000);
    BASELINE.forEach(
        picture -> send(sender, picture.stream().filter(n -> type(n) == IDR).toList()));
    assertEquals(0, heard.frames.stream().filter(CodedFrame::keyframe).count());
    assertEquals(List.of(), heard.profiles);
  }

  @Test
  void delimitersAndFillerAreDropped() {
    byte[] delimiter = H264Streams.hex("09F0");
    byte[] filler = H264Streams.hex("0CFFFFFFFFFF80");
    Sender sender = new Sender(7, 100, 5_000);
    for (List<byte[]> picture : BASELINE) {
      List<byte[]> padded = new ArrayList<>();
      padded.add(delimiter);
      padded.add(filler);
      padded.addAll(picture);
      padded.add(filler);
      send(sender, padded);
    }
    assertEquals(8, heard.frames.size());
    for (CodedFrame frame : heard.frames) {
      assertFalse(types(frame).contains(9), types(frame).toString());
      assertFalse(types(frame).contains(12), types(frame).toString());
    }
  }

  @Test
  void anotherSpsInMidStreamIsAnEventAndNotAnError() {
    Sender sender = new Sender(7, 100, 5_000);
    BASELINE.forEach(picture -> send(sender, picture));
    MAIN.forEach(picture -> send(sender, picture));
    BASELINE.forEach(picture -> send(sender, picture));
    assertEquals(List.of("42", "4d", "42"), heard.profiles);
    assertEquals(20, heard.frames.size());
    assertEquals(0, heard.broken);
    assertEquals(List.of(), heard.refusals);
  }

  @Test
  void aPublisherThatChangesItsSsrcGoesOn() {
    Sender first = new Sender(7, 65_000, 4_000_000_000L);
    BASELINE.forEach(picture -> send(first, picture));
    Sender second = new Sender(8, 12, 77);
    BASELINE.forEach(picture -> send(second, picture));
    assertEquals(16, heard.frames.size());
    assertTrue(heard.frames.get(8).keyframe());
    assertTrue(heard.rises(), heard.captures.toString());
    long seam = heard.captures.get(8) - heard.captures.get(7);
    assertEquals(FRAME_MICROS, seam, 5_000.0);
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({"40000, 100", "100, 40000", "30000, 10000", "65000, 64000"})
  void anEncoderThatBeginsAnewUnderItsOldSsrcGoesOn(int before, int after) {
    Sender first = new Sender(7, before, 4_000_000_000L);
    BASELINE.forEach(picture -> send(first, picture));
    Sender second = new Sender(7, after, 77);
    for (int i = 0; i < 100; i++) {
      BASELINE.forEach(picture -> send(second, picture));
    }
    assertTrue(heard.frames.size() > 8 + 700, heard.frames.size() + " frames");
    assertTrue(heard.broken > 0, "what follows waits for a keyframe");
  }

  @Test
  void aPublisherThatPausesGoesOnAndItsTimeHasTheHole() {
    Sender sender = new Sender(7, 65_534, 4_294_960_000L);
    BASELINE.forEach(picture -> send(sender, picture));
    for (int i = 0; i < 60; i++) {
      now += 100_000;
      ingest.tick(now);
    }
    sender.pause(6 * 90_000);
    BASELINE.forEach(picture -> send(sender, picture));
    assertEquals(16, heard.frames.size());
    assertEquals(0, heard.broken);
    assertEquals(6_000_000 + FRAME_MICROS, heard.captures.get(8) - heard.captures.get(7), 5_000.0);
  }

  @Test
  void bFramesAreRefusedOnceAndNothingOfThemIsPassedOn() {
    Sender sender = new Sender(7, 1, 1);
    List<List<byte[]>> pictures = H264Streams.frames(H264Streams.B_FRAMES, 1);
    pictures.forEach(picture -> send(sender, picture));
    assertEquals(List.of("b_frames"), heard.refusals);
    assertTrue(heard.frames.size() < pictures.size());
  }

  @Test
  void aLostPacketIsAskedForAndItsFrameIsGivenUpAfterItsTime() {
    Sender sender = new Sender(7, 65_535, 1);
    send(sender, BASELINE.get(0));
    int whole = heard.frames.size();
    sender.picture(BASELINE.get(1));
    send(sender, BASELINE.get(2));
    assertEquals(1, asked.size());
    assertEquals(whole, heard.frames.size(), "it is waited for");
    now += VideoIngest.WAIT_MICROS;
    ingest.tick(now);
    assertEquals(1, heard.broken);
    BASELINE.subList(4, 8).forEach(picture -> send(sender, picture));
    assertTrue(heard.frames.getLast().rtpTime() > heard.frames.getFirst().rtpTime());
    assertEquals(1, heard.broken);
  }

  @ParameterizedTest(name = "{0} ms after they were asked for")
  @CsvSource({"30, 0", "100, 0", "180, 1", "220, 1"})
  void whatIsSentAgainIsWaitedForOnceItIsKnownHowLongThatTakes(long millis, int brokenAtFirst) {
    Sender sender = new Sender(7, 65_000, 1);
    byte[] late = null;
    long lateMicros = 0;
    for (int i = 0; i < 240; i++) {
      List<byte[]> packets = sender.picture(BASELINE.get(i % BASELINE.size()));
      if (i % 12 == 5) {
        late = packets.removeFirst();
        // The picture behind it shows that it is missing.
        lateMicros = now + FRAME_MICROS + millis * 1_000;
      }
      packets.forEach(this::receive);
      for (long until = now + FRAME_MICROS; now < until; now += 1_000) {
        ingest.tick(now);
        if (late != null && now >= lateMicros) {
          receive(late);
          late = null;
        }
      }
    }
    assertEquals(20, asked.stream().distinct().count());
    assertEquals(brokenAtFirst, heard.broken);
  }

  @Test
  void row20_hostilePayloadsNeverThrowAndAGoodKeyframeIsUnderstoodAfterwards() {
    Random random = new Random(20);
    Sender sender = new Sender(7, 65_000, 4_294_900_000L);
    for (int i = 0; i < 20_000; i++) {
      byte[] payload;
      if (i % 2 == 0) {
        payload = new byte[random.nextInt(60)];
        random.nextBytes(payload);
      } else {
        // A real one with a few bytes turned.
        List<byte[]> picture = BASELINE.get(random.nextInt(BASELINE.size()));
        payload = picture.get(random.nextInt(picture.size())).clone();
        for (int turned = 0; turned < 3; turned++) {
          payload[random.nextInt(Math.min(40, payload.length))] = (byte) random.nextInt();
        }
      }
      receive(sender.packet(payload, random.nextInt(3) == 0));
      if (random.nextInt(3) == 0) {
        sender.pause(3_000);
      }
      now += 500;
    }
    int before = heard.frames.size();
    Sender fresh = new Sender(9, 1, 1);
    List<List<byte[]>> clean = H264Streams.frames(H264Streams.BASELINE, 1);
    clean.forEach(picture -> send(fresh, picture));
    boolean refused = !heard.refusals.isEmpty();
    assertEquals(refused ? before : before + 8, heard.frames.size());
  }

  private void send(Sender sender, List<byte[]> picture) {
    sender.picture(picture).forEach(this::receive);
    now += FRAME_MICROS;
  }

  private void receive(byte[] packet) {
    RtpView view = new RtpView();
    if (view.wrap(packet, 0, packet.length) == RtpView.Verdict.OK) {
      ingest.packet(view, now);
    }
  }

  private static int type(byte[] nal) {
    return nal[0] & 0x1F;
  }

  private static List<Integer> types(CodedFrame frame) {
    List<Integer> types = new ArrayList<>();
    byte[] b = frame.data();
    for (int at = 0; at < b.length; ) {
      int length =
          (b[at] & 0xFF) << 24
              | (b[at + 1] & 0xFF) << 16
              | (b[at + 2] & 0xFF) << 8
              | b[at + 3] & 0xFF;
      types.add(b[at + 4] & 0x1F);
      at += 4 + length;
    }
    // What encoders say about themselves is passed on and is not meant here.
    types.removeIf(type -> type == 6);
    return types;
  }
}
