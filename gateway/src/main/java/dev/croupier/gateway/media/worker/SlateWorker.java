package dev.croupier.gateway.media.worker;

import dev.croupier.gateway.media.codec.Codec;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The worker's process for slates: {@code SlateWorker CODEC WIDTH HEIGHT FPS NAME} writes the
 * loop's frames to standard output, each as a length (4 bytes, big-endian), a byte that is 1 for a
 * keyframe, and its bytes.
 */
final class SlateWorker {
  /** Keyframes of a loop; see {@link StillEncoder#encode}. */
  private static final int GOPS = 2;

  private SlateWorker() {}

  /** Started by {@link SlateMaker}. */
  public static void main(String[] args) throws IOException {
    Codec codec = Codec.valueOf(args[0]);
    int fps = Integer.parseInt(args[3]);
    var picture = SlatePicture.draw(Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[4]);
    var out = new DataOutputStream(new BufferedOutputStream(System.out));
    for (StillEncoder.Encoded frame : StillEncoder.encode(codec, picture, fps, fps, GOPS)) {
      out.writeInt(frame.bytes().length);
      out.writeByte(frame.keyframe() ? 1 : 0);
      out.write(frame.bytes());
    }
    out.flush();
  }
}
