package dev.croupier.gateway.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.H264FrameListener.Drop;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A frame cut into payloads and put together again is the same frame. */
class H264RoundTripTest {
  private final RecordingListener heard = new RecordingListener();
  private final H264Depacketizer depacketizer = new H264Depacketizer(heard);

  @Test
  void encodedFramesComeBackByteForByte() {
    H264Packetizer packetizer = new H264Packetizer(500);
    List<List<byte[]>> frames = H264Streams.frames(H264Streams.BASELINE, 1);
    for (int i = 0; i < frames.size(); i++) {
      byte[] data = RecordingListener.frame(frames.get(i));
      send(packetizer.packetize(data), 3_000L * i);
      assertArrayEquals(data, heard.frames.get(i).data());
      assertEquals(i % 4 == 0, heard.frames.get(i).keyframe());
      assertEquals(3_000L * i, heard.frames.get(i).rtpTime());
    }
    assertEquals(1, heard.changes.size());
    assertEquals(320, heard.changes.getFirst().width());
  }

  @Test
  void severalSlicesMakeOneFrame() {
    List<List<byte[]>> frames = H264Streams.frames(H264Streams.FOUR_SLICES, 4);
    for (int i = 0; i < frames.size(); i++) {
      byte[] data = RecordingListener.frame(frames.get(i));
      send(new H264Packetizer(1_150).packetize(data), i);
      assertArrayEquals(data, heard.frames.get(i).data());
    }
    assertEquals(4, heard.frames.size());
  }

  @Test
  void randomFramesComeBackAtAnyPayloadSize() {
    Random random = new Random(11);
    List<byte[]> first = H264Streams.frames(H264Streams.BASELINE, 1).getFirst();
    byte[] key = RecordingListener.frame(first);
    send(new H264Packetizer(1_150).packetize(key), 0);
    for (int i = 1; i < 2_000; i++) {
      int max = 64 + random.nextInt(1_400);
      int slices = 1 + random.nextInt(4);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int s = 0; s < slices; s++) {
        byte[] nal = new byte[3 + random.nextInt(random.nextInt(10) == 0 ? 60_000 : 3_000)];
        random.nextBytes(nal);
        nal[0] = 0x41;
        nal[1] = (byte) 0xE0; // first_mb 0, P slice, PPS 0
        out.writeBytes(RecordingListener.frame(List.of(nal)));
      }
      byte[] data = out.toByteArray();
      byte[][] payloads = new H264Packetizer(max).packetize(data);
      for (byte[] payload : payloads) {
        assertTrue(payload.length <= max);
      }
      send(payloads, i);
      assertArrayEquals(data, heard.frames.get(i).data());
    }
    assertEquals(List.of(), heard.drops);
  }

  @Test
  void aFrameThatLostAnyOnePacketIsDroppedWholeAndTheNextOneIsNot() {
    byte[] key = RecordingListener.frame(H264Streams.frames(H264Streams.BASELINE, 1).getFirst());
    byte[] delta = RecordingListener.frame(H264Streams.frames(H264Streams.BASELINE, 1).get(1));
    byte[][] payloads = new H264Packetizer(300).packetize(key);
    for (int missing = 0; missing < payloads.length; missing++) {
      RecordingListener listener = new RecordingListener();
      H264Depacketizer fresh = new H264Depacketizer(listener);
      send(fresh, payloads, 0, -1);
      send(fresh, payloads, 3_000, missing);
      send(fresh, new H264Packetizer(300).packetize(delta), 6_000, -1);
      assertEquals(
          List.of(0L, 6_000L),
          listener.frames.stream().map(CodedFrame::rtpTime).toList(),
          "missing " + missing);
      assertEquals(List.of(Drop.HOLE), listener.drops);
    }
  }

  private void send(byte[][] payloads, long time) {
    send(depacketizer, payloads, time, -1);
  }

  private static void send(H264Depacketizer to, byte[][] payloads, long time, int missing) {
    for (int i = 0; i < payloads.length; i++) {
      if (i == missing) {
        to.lost();
        continue;
      }
      to.packet(payloads[i], 0, payloads[i].length, time, i == payloads.length - 1);
    }
  }
}
