package dev.croupier.gateway.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Large frames are handed out while they arrive: the parts and the rest are the same frame. */
final class ArrivingFramesTest {
  private static final int FULL = 1_140;
  private static final int IN_A_PART = 12;
  private static final int DESCRIPTOR = 4;
  private static final byte[] SPS;
  private static final byte[] PPS;

  static {
    List<byte[]> first = H264Streams.frames(H264Streams.BASELINE, 1).getFirst();
    SPS = first.stream().filter(nal -> H264.type(nal[0]) == 7).findFirst().orElseThrow();
    PPS = first.stream().filter(nal -> H264.type(nal[0]) == 8).findFirst().orElseThrow();
  }

  /** What came of a signal. */
  private static final class Heard implements H264FrameListener, Vp8Depacketizer.Listener {
    final List<byte[]> pieces = new ArrayList<>();
    final List<FramePart> parts = new ArrayList<>();
    final List<CodedFrame> frames = new ArrayList<>();
    int changes;
    int changesBeforeParts;
    int drops;

    @Override
    public void part(FramePart part) {
      if (part.from() == 0) {
        pieces.clear();
        changesBeforeParts = changes;
      }
      assertEquals(pieces.size(), part.from(), "one behind the other");
      assertEquals(IN_A_PART, part.pieces().length);
      pieces.addAll(Arrays.asList(part.pieces()));
      parts.add(part);
    }

    @Override
    public void frame(CodedFrame frame) {
      frames.add(frame);
    }

    @Override
    public void parametersChanged(H264Sps sps) {
      changes++;
    }

    @Override
    public void parametersChanged(int width, int height, int version) {
      changes++;
    }

    @Override
    public void dropped(long rtpTime, Drop reason) {
      drops++;
    }

    @Override
    public void dropped(long rtpTime) {
      drops++;
    }

    @Override
    public void bFrames(long rtpTime) {}
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void partsAndRestOfAnyPictureAreThatPictureHoweverItsPacketsAreCut(long seed) {
    Random random = new Random(seed);
    Heard heard = new Heard();
    H264Depacketizer cutting = new H264Depacketizer(heard);
    cutting.cutThrough();
    Heard plain = new Heard();
    H264Depacketizer whole = new H264Depacketizer(plain);
    Heard far = new Heard();
    H264Depacketizer end = new H264Depacketizer(far);
    for (int picture = 0; picture < 12; picture++) {
      boolean key = picture == 0 || random.nextInt(4) == 0;
      List<byte[]> payloads = payloads(picture(key, random), 300 + random.nextInt(1_150), random);
      heard.pieces.clear();
      int before = heard.parts.size();
      for (int i = 0; i < payloads.size(); i++) {
        byte[] payload = payloads.get(i);
        boolean marker = i == payloads.size() - 1;
        whole.packet(payload, 0, payload.length, picture, marker);
        cutting.packet(payload, 0, payload.length, picture, marker);
      }
      CodedFrame frame = heard.frames.get(picture);
      assertArrayEquals(plain.frames.get(picture).data(), frame.data(), "what it is at last");
      assertEquals(key, frame.keyframe());

      byte[][] all = new H264Packetizer(FULL).cut(frame.data());
      assertTrue(heard.pieces.size() < all.length, "the last packet comes with the whole");
      for (int i = 0; i < heard.pieces.size(); i++) {
        assertArrayEquals(all[i], heard.pieces.get(i), "packet " + i);
      }
      for (FramePart part : heard.parts.subList(before, heard.parts.size())) {
        assertEquals(key, part.keyframe());
        assertEquals(picture, part.rtpTime());
        assertTrue(part.reference());
      }
      for (int i = 0; i < all.length; i++) {
        end.packet(all[i], 0, all[i].length, picture, i == all.length - 1);
      }
      assertArrayEquals(frame.data(), far.frames.get(picture).data(), "at the far end");
    }
    assertEquals(0, heard.drops + far.drops);
  }

  @Test
  void aPictureOfOneSliceIsHandedOutADozenFullPacketsAtATimeAsSoonAsTheyAreThere() {
    byte[] slice = slice(5, 40_000, new Random(1));
    Heard heard = new Heard();
    H264Depacketizer depacketizer = new H264Depacketizer(heard);
    depacketizer.cutThrough();
    List<byte[]> payloads = payloads(List.of(SPS, PPS, slice), FULL, new Random(1));
    int fragments = 0;
    for (int i = 0; i < payloads.size(); i++) {
      byte[] payload = payloads.get(i);
      depacketizer.packet(payload, 0, payload.length, 7, i == payloads.size() - 1);
      fragments += H264.type(payload[0]) == H264.FU_A ? 1 : 0;
      // Parameter sets are one packet; a fragment is not certain before a byte behind it is there.
      int certain = 1 + fragments - 1;
      int parts = i == payloads.size() - 1 ? 2 : certain / IN_A_PART;
      assertEquals(parts, heard.parts.size(), "after " + fragments + " fragments");
    }
    assertEquals(36, fragments);
    assertEquals(1, heard.changesBeforeParts, "what the picture is was said before");
    for (byte[] piece : heard.pieces) {
      assertEquals(FULL, piece.length);
    }
    assertEquals(H264.STAP_A, H264.type(heard.pieces.getFirst()[0]));
  }

  @Test
  void aSmallPictureIsNotCut() {
    Heard heard = new Heard();
    H264Depacketizer depacketizer = new H264Depacketizer(heard);
    depacketizer.cutThrough();
    // Parameter sets and eleven fragments: a dozen packets.
    byte[] slice = slice(5, 11 * (FULL - 2) + 1, new Random(1));
    send(depacketizer, payloads(List.of(SPS, PPS, slice), 700, new Random(1)), 1, -1);
    assertEquals(1, heard.frames.size());
    assertEquals(List.of(), heard.parts);
  }

  @Test
  void aHoleEndsThePartsAndThePictureIsDropped() {
    byte[] slice = slice(5, 60_000, new Random(1));
    List<byte[]> small = payloads(List.of(SPS, PPS, slice(5, 900, new Random(2))), 700, null);
    List<byte[]> payloads = payloads(List.of(SPS, PPS, slice), FULL, null);
    for (int missing = 0; missing < payloads.size() - 1; missing++) {
      Heard heard = new Heard();
      H264Depacketizer depacketizer = new H264Depacketizer(heard);
      depacketizer.cutThrough();
      send(depacketizer, small, 1, -1);
      int whole = heard.frames.size();
      send(depacketizer, payloads, 2, missing);
      boolean setsOnly = H264.type(payloads.get(missing)[0]) == H264.STAP_A;
      assertEquals(whole, heard.frames.size());
      assertEquals(1, heard.drops);
      // What was handed out was so before the hole.
      assertTrue(heard.pieces.size() <= missing, missing + ": " + heard.pieces.size());
      assertTrue(!setsOnly || heard.parts.isEmpty(), "whose parameter sets are missing");
    }
  }

  @Test
  void picturesWithBSlicesAndSuchWithoutParameterSetsAreNotHandedOut() {
    byte[] bidirectional = slice(1, 60_000, new Random(1));
    bidirectional[1] = (byte) 0xA8; // first_mb 0, slice type 1, PPS 0
    for (List<byte[]> nals :
        List.of(List.of(bidirectional), List.of(slice(5, 60_000, new Random(1))))) {
      Heard heard = new Heard();
      H264Depacketizer depacketizer = new H264Depacketizer(heard);
      depacketizer.cutThrough();
      send(depacketizer, payloads(nals, FULL, new Random(1)), 1, -1);
      assertEquals(List.of(), heard.parts);
    }
  }

  @Test
  void parameterSetsThatChangeInsideAPictureBreakIt() {
    Heard heard = new Heard();
    H264Depacketizer depacketizer = new H264Depacketizer(heard);
    depacketizer.cutThrough();
    byte[] other = PPS.clone();
    other[other.length - 1] ^= 0x08;
    List<byte[]> nals =
        List.of(SPS, PPS, slice(5, 30_000, new Random(1)), other, slice(5, 30_000, new Random(1)));
    send(depacketizer, payloads(nals, FULL, null), 1, -1);
    assertEquals(2, heard.parts.size());
    assertEquals(0, heard.frames.size());
    assertEquals(1, heard.drops);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void partsAndRestOfAnyVp8PictureAreThatPicture(long seed) {
    Random random = new Random(seed);
    Heard heard = new Heard();
    Vp8Depacketizer cutting = new Vp8Depacketizer(heard, 1 << 20);
    cutting.cutThrough();
    Heard far = new Heard();
    Vp8Depacketizer end = new Vp8Depacketizer(far, 1 << 20);
    Vp8Packetizer out = new Vp8Packetizer(FULL);
    for (int picture = 0; picture < 12; picture++) {
      boolean key = picture == 0 || random.nextInt(4) == 0;
      int bytes = 20 + random.nextInt(random.nextBoolean() ? 60_000 : 3_000);
      byte[] data = key ? Vp8Frames.key(640, 360, bytes, random) : Vp8Frames.inter(bytes, random);
      byte[][] in = new Vp8Packetizer(300 + random.nextInt(1_100)).packetize(data, picture);
      heard.pieces.clear();
      for (int i = 0; i < in.length; i++) {
        cutting.packet(in[i], 0, in[i].length, picture, i == in.length - 1);
      }
      assertArrayEquals(data, heard.frames.get(picture).data());
      byte[][] all = out.cut(data, 500 + picture);
      byte[][] begun =
          out.behindDescriptors(heard.pieces.toArray(byte[][]::new), true, 500 + picture);
      assertTrue(begun.length < all.length, "the last packet comes with the whole");
      int before = data.length - (in[in.length - 1].length - DESCRIPTOR);
      int dozen = IN_A_PART * (FULL - DESCRIPTOR);
      assertEquals((before - 1) / dozen * IN_A_PART, begun.length, before + " bytes came before");
      for (int i = 0; i < begun.length; i++) {
        assertArrayEquals(all[i], begun[i], "packet " + i);
        assertEquals(FULL, begun[i].length);
      }
      for (int i = 0; i < all.length; i++) {
        end.packet(all[i], 0, all[i].length, picture, i == all.length - 1);
      }
      assertArrayEquals(data, far.frames.get(picture).data(), "at the far end");
    }
    assertEquals(0, heard.drops + far.drops);
  }

  private static void send(H264Depacketizer to, List<byte[]> payloads, long time, int missing) {
    for (int i = 0; i < payloads.size(); i++) {
      if (i == missing) {
        to.lost();
      } else {
        to.packet(payloads.get(i), 0, payloads.get(i).length, time, i == payloads.size() - 1);
      }
    }
  }

  /** NAL units of one picture: what encoders send, in one slice or several. */
  private static List<byte[]> picture(boolean key, Random random) {
    List<byte[]> nals = new ArrayList<>();
    if (random.nextBoolean()) {
      nals.add(H264Streams.hex("09F0"));
    }
    if (key) {
      nals.add(SPS);
      nals.add(PPS);
    }
    if (random.nextInt(3) == 0) {
      nals.add(nal(6, 3 + random.nextInt(40), random));
    }
    int slices = random.nextInt(3) == 0 ? 2 + random.nextInt(4) : 1;
    for (int i = 0; i < slices; i++) {
      int bytes = 3 + random.nextInt(random.nextBoolean() ? 40_000 : 2_000);
      nals.add(slice(key ? 5 : 1, bytes, random));
      if (random.nextInt(6) == 0) {
        nals.add(nal(12, 3 + random.nextInt(3_000), random));
      }
    }
    return nals;
  }

  /** A slice that begins with macroblock 0, is no B slice and uses PPS 0. */
  private static byte[] slice(int type, int bytes, Random random) {
    byte[] nal = nal(type, bytes, random);
    nal[0] = (byte) (0x60 | type);
    nal[1] = (byte) 0xE0;
    return nal;
  }

  private static byte[] nal(int type, int bytes, Random random) {
    byte[] nal = new byte[bytes];
    random.nextBytes(nal);
    nal[0] = (byte) type;
    return nal;
  }

  /** As a sender cuts them: small ones alone or two in one packet, large ones in fragments. */
  private static List<byte[]> payloads(List<byte[]> nals, int max, Random random) {
    List<byte[]> payloads = new ArrayList<>();
    for (int i = 0; i < nals.size(); i++) {
      byte[] nal = nals.get(i);
      byte[] next = i + 1 < nals.size() ? nals.get(i + 1) : null;
      boolean two =
          next != null
              && nal.length + next.length + 5 <= max
              && (random == null || random.nextBoolean());
      if (two) {
        byte[] stap = new byte[5 + nal.length + next.length];
        stap[0] = 0x60 | H264.STAP_A;
        stap[1] = (byte) (nal.length >> 8);
        stap[2] = (byte) nal.length;
        System.arraycopy(nal, 0, stap, 3, nal.length);
        stap[3 + nal.length] = (byte) (next.length >> 8);
        stap[4 + nal.length] = (byte) next.length;
        System.arraycopy(next, 0, stap, 5 + nal.length, next.length);
        payloads.add(stap);
        i++;
      } else if (nal.length <= max) {
        payloads.add(nal);
      } else {
        for (int at = 1; at < nal.length; at += max - 2) {
          int bytes = Math.min(max - 2, nal.length - at);
          byte[] fragment = new byte[2 + bytes];
          fragment[0] = (byte) ((nal[0] & 0x60) | H264.FU_A);
          int start = at == 1 ? 0x80 : 0;
          int last = at + bytes == nal.length ? 0x40 : 0;
          fragment[1] = (byte) (start | last | (nal[0] & 0x1F));
          System.arraycopy(nal, at, fragment, 2, bytes);
          payloads.add(fragment);
        }
      }
    }
    return payloads;
  }
}
