package dev.croupier.gateway.media.worker;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The worker's process for slates: {@code SlateWorker WIDTH HEIGHT FPS NAME} writes the loop's
 * frames to standard output, each as a length (4 bytes, big-endian), a byte that is 1 for a
 * keyframe, and its bytes.
 */
final class SlateWorker {
  /** Keyframes of a loop; see {@link StillEncoder#encode}. */
  private static final int GOPS = 2;

  private SlateWorker() {}

  /** Started by {@link SlateMaker}. */
  public static void main(String[] args) throws IOException {
    int fps = Integer.parseInt(args[2]);
    var picture = SlatePicture.draw(Integer.parseInt(args[0]), Integer.parseInt(args[1]), args[3]);
    var out = new DataOutputStream(new BufferedOutputStream(System.out));
    for (StillEncoder.Encoded frame : StillEncoder.encode(picture, fps, fps, GOPS)) {
      out.writeInt(frame.annexB().length);
      out.writeByte(frame.keyframe() ? 1 : 0);
      out.write(frame.annexB());
    }
    out.flush();
  }
}
