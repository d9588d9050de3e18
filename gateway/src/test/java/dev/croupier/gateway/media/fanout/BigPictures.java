package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.media.codec.H264Packetizer;
import dev.croupier.gateway.media.codec.H264Streams;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** H.264 pictures of sizes as cameras have them, keyframes among them, as a sender's payloads. */
final class BigPictures implements Supplier<List<byte[]>> {
  private static final List<byte[]> FIRST = H264Streams.frames(H264Streams.BASELINE, 1).getFirst();

  private final H264Packetizer packetizer = new H264Packetizer(1_100);
  private final Random random;
  private final int gop;
  private final int keyframeBytes;
  private int picture;

  /** Such with a keyframe each {@code gop} of them, of about this size. */
  BigPictures(long seed, int gop, int keyframeBytes) {
    this.random = new Random(seed);
    this.gop = gop;
    this.keyframeBytes = keyframeBytes;
  }

  @Override
  public List<byte[]> get() {
    boolean key = picture++ % gop == 0;
    int bytes =
        key ? keyframeBytes / 2 + random.nextInt(keyframeBytes) : 900 + random.nextInt(9_000);
    if (!key && random.nextInt(8) == 0) {
      bytes += 20_000;
    }
    ByteBuffer data = ByteBuffer.allocate(bytes + 400);
    if (key) {
      for (byte[] nal : FIRST) {
        if ((nal[0] & 0x1F) == 7 || (nal[0] & 0x1F) == 8) {
          data.putInt(nal.length).put(nal);
        }
      }
    }
    byte[] slice = new byte[bytes];
    random.nextBytes(slice);
    slice[0] = (byte) (key ? 0x65 : 0x41);
    slice[1] = (byte) 0xE0; // first_mb 0, P slice, PPS 0
    data.putInt(slice.length).put(slice);
    byte[] frame = new byte[data.position()];
    data.get(0, frame);
    return List.of(packetizer.packetize(frame));
  }
}
