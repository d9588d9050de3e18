package dev.croupier.gateway.media.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.Vp8;
import dev.croupier.gateway.media.hls.Ffmpeg;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The slate by the worker's real process, judged by Debian's ffmpeg. */
final class SlateMakerTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int FPS = 30;

  @TempDir Path folder;

  @Test
  void aSlateInVp8IsTheDrawnPictureAndCostsLittle() throws Exception {
    List<CodedFrame> frames = SlateMaker.make(Codec.VP8, WIDTH, HEIGHT, FPS, "roulette 1");

    assertEquals(2 * FPS, frames.size());
    long bytes = 0;
    for (int i = 0; i < frames.size(); i++) {
      CodedFrame frame = frames.get(i);
      assertEquals(Codec.VP8, frame.codec());
      assertEquals(i % FPS == 0, frame.keyframe(), "frame " + i);
      assertEquals(frame.keyframe(), Vp8.keyframe(frame.data()));
      bytes += frame.data().length;
    }
    assertEquals(WIDTH, Vp8.width(frames.getFirst().data()));
    assertEquals(HEIGHT, Vp8.height(frames.getFirst().data()));
    long bitrate = bytes * 8 / 2;
    assertTrue(bitrate < 200_000, bitrate + " bit/s");

    byte[] grey = decoded(frames);
    assertEquals(frames.size() * WIDTH * HEIGHT, grey.length, "every frame decodes");
    BufferedImage drawn = SlatePicture.draw(WIDTH, HEIGHT, "roulette 1");
    for (int frame : new int[] {0, FPS - 1, FPS, 2 * FPS - 1}) {
      double off = 0;
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          int p = drawn.getRGB(x, y);
          int r = p >> 16 & 0xFF;
          int g = p >> 8 & 0xFF;
          double luma = 16 + (65.5 * r + 128.6 * g + 25 * (p & 0xFF)) / 255;
          off += Math.abs((grey[(frame * HEIGHT + y) * WIDTH + x] & 0xFF) - luma);
        }
      }
      assertTrue(off / (WIDTH * HEIGHT) < 2, "frame " + frame + " is off by " + off);
    }
  }

  /** The luma of all frames, by way of an IVF file. */
  private byte[] decoded(List<CodedFrame> frames) throws Exception {
    int size = 32 + frames.stream().mapToInt(frame -> 12 + frame.data().length).sum();
    ByteBuffer ivf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    ivf.put("DKIF".getBytes()).putShort((short) 0).putShort((short) 32).put("VP80".getBytes());
    ivf.putShort((short) WIDTH).putShort((short) HEIGHT).putInt(FPS).putInt(1);
    ivf.putInt(frames.size()).putInt(0);
    for (int i = 0; i < frames.size(); i++) {
      ivf.putInt(frames.get(i).data().length).putLong(i).put(frames.get(i).data());
    }
    Path file = Files.write(folder.resolve("slate.ivf"), ivf.array());
    Ffmpeg.Run run =
        Ffmpeg.run(
            "/usr/bin/ffmpeg",
            "-v",
            "error",
            "-i",
            file.toString(),
            "-f",
            "rawvideo",
            "-vf",
            "extractplanes=y",
            "-pix_fmt",
            "gray",
            "-");
    assertEquals("", run.errors());
    return run.out();
  }
}
