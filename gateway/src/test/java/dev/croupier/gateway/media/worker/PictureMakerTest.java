package dev.croupier.gateway.media.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.SuppliedClock;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.hls.Ffmpeg;
import dev.croupier.gateway.media.worker.PictureAnswer.Why;
import dev.croupier.time.clock.TableClock;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures by the worker's real process, judged by Debian's ffmpeg and the JDK's own JPEG. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PictureMakerTest {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final int FPS = 30;
  private static final int GOP = 12;
  private static final Duration DEADLINE = Duration.ofMillis(1_500);

  private final AtomicLong micros = new AtomicLong();
  private final TableClock clock = new SuppliedClock(micros::get);
  private final PictureMaker maker = new PictureMaker(clock, DEADLINE);
  private List<CodedFrame> h264;
  private List<CodedFrame> vp8;

  @BeforeAll
  void film() throws Exception {
    h264 = coded(Codec.H264, Ffmpeg.video(WIDTH, HEIGHT, FPS, GOP, GOP));
    vp8 = coded(Codec.VP8, Ffmpeg.vp8(640, 360, FPS, GOP, GOP));
  }

  @AfterAll
  void close() {
    maker.close();
  }

  private static List<CodedFrame> coded(Codec codec, List<byte[]> frames) {
    List<CodedFrame> coded = new ArrayList<>();
    frames.forEach(data -> coded.add(new CodedFrame(codec, coded.size(), coded.isEmpty(), data)));
    return coded;
  }

  private Picture made(List<CodedFrame> frames) throws Exception {
    return assertInstanceOf(PictureAnswer.Made.class, maker.make(frames)).picture();
  }

  private Why refused(List<CodedFrame> frames) throws Exception {
    return assertInstanceOf(PictureAnswer.None.class, maker.make(frames)).why();
  }

  /** Mean difference of brightness, 0 to 255, from the test picture that was encoded. */
  private static double off(Picture picture, int width, int height, int frame) throws Exception {
    BufferedImage jpeg = ImageIO.read(new ByteArrayInputStream(picture.jpeg()));
    assertEquals(picture.width(), jpeg.getWidth());
    assertEquals(picture.height(), jpeg.getHeight());
    byte[] grey = Ffmpeg.grey(width, height, FPS, frame, jpeg.getWidth(), jpeg.getHeight());
    double off = 0;
    for (int y = 0; y < jpeg.getHeight(); y++) {
      for (int x = 0; x < jpeg.getWidth(); x++) {
        int p = jpeg.getRGB(x, y);
        double luma = 0.299 * (p >> 16 & 0xFF) + 0.587 * (p >> 8 & 0xFF) + 0.114 * (p & 0xFF);
        double was = ((grey[y * jpeg.getWidth() + x] & 0xFF) - 16) * 255 / 219.0;
        off += Math.abs(luma - was);
      }
    }
    return off / (jpeg.getWidth() * jpeg.getHeight());
  }

  @Test
  void aKeyframeInH264IsASmallJpegOfItsPicture() throws Exception {
    Picture picture = made(h264.subList(0, 1));
    assertEquals(640, picture.width());
    assertEquals(360, picture.height());
    assertTrue(picture.jpeg().length < 100_000, picture.jpeg().length + " bytes");
    double off = off(picture, WIDTH, HEIGHT, 0);
    assertTrue(off < 6, "off by " + off);
  }

  @Test
  void aKeyframeInVp8IsOneToo() throws Exception {
    Picture picture = made(vp8.subList(0, 1));
    assertEquals(640, picture.width());
    assertEquals(360, picture.height());
    double off = off(picture, 640, 360, 0);
    assertTrue(off < 6, "off by " + off);
  }

  @Test
  void ofManyFramesItIsTheLast() throws Exception {
    Picture first = made(h264.subList(0, 1));
    Picture last = made(h264);
    double off = off(last, WIDTH, HEIGHT, GOP - 1);
    assertTrue(off < 6, "off by " + off);
    assertTrue(off(first, WIDTH, HEIGHT, GOP - 1) > off + 1, "the pictures differ");
    assertTrue(off(made(vp8), 640, 360, GOP - 1) < 6);
  }

  @Test
  void theCellsTellTheBrightnessOfTheirPlaces() throws Exception {
    Picture picture = made(h264.subList(0, 1));
    byte[] grey = Ffmpeg.grey(WIDTH, HEIGHT, FPS, 0, Picture.COLUMNS, Picture.ROWS);
    double off = 0;
    for (int i = 0; i < Picture.CELLS; i++) {
      off += Math.abs(picture.luma()[i] / 256.0 - ((grey[i] & 0xFF) - 16) * 255 / 219.0);
    }
    assertTrue(off / Picture.CELLS < 3, "off by " + off / Picture.CELLS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "random bytes",
        "random bytes with right lengths",
        "random bytes in VP8",
        "half a keyframe",
        "half a keyframe in VP8",
        "a frame that needs others",
        "a length beyond the end",
        "a picture that is too large",
        "too many bytes",
        "two codecs",
        "sound",
        "nothing"
      })
  void garbageIsRefusedAndTheNextPictureIsMade(String what) throws Exception {
    made(h264.subList(0, 1));
    long process = maker.pid().orElseThrow();
    Random random = new Random(7);
    byte[] bytes = new byte[20_000];
    random.nextBytes(bytes);
    byte[] keyframe = h264.getFirst().data();
    byte[] keyframeVp8 = vp8.getFirst().data();
    List<CodedFrame> frames =
        switch (what) {
          case "random bytes" -> one(Codec.H264, bytes);
          case "random bytes with right lengths" -> {
            bytes[0] = 0;
            bytes[1] = 0;
            bytes[2] = (byte) (bytes.length - 4 >> 8);
            bytes[3] = (byte) (bytes.length - 4);
            bytes[4] = 0x65;
            yield one(Codec.H264, bytes);
          }
          case "random bytes in VP8" -> one(Codec.VP8, bytes);
          case "half a keyframe" -> one(Codec.H264, cut(keyframe));
          case "half a keyframe in VP8" -> one(Codec.VP8, Arrays.copyOf(keyframeVp8, 9));
          case "a frame that needs others" -> one(Codec.H264, h264.get(1).data());
          case "a length beyond the end" -> one(Codec.H264, new byte[] {0, 0, 1, 0, 0x65, 1});
          case "a picture that is too large" ->
              coded(Codec.H264, Ffmpeg.video(4_112, 2_400, 1, 1, 1));
          case "too many bytes" -> one(Codec.H264, new byte[PictureWire.MAX_BYTES + 1]);
          case "two codecs" -> List.of(h264.getFirst(), vp8.getFirst());
          case "sound" -> one(Codec.OPUS, bytes);
          default -> List.of();
        };
    assertEquals(Why.UNREADABLE, refused(frames));
    assertEquals(640, made(h264.subList(0, 1)).width());
    assertEquals(process, maker.pid().orElseThrow(), "the process lives on");
  }

  private static List<CodedFrame> one(Codec codec, byte[] data) {
    return List.of(new CodedFrame(codec, 0, true, data));
  }

  /** A keyframe whose last NAL unit, its slice, ends early, and says so. */
  private static byte[] cut(byte[] keyframe) {
    int at = 0;
    int length = 0;
    while (at < keyframe.length) {
      length =
          (keyframe[at] & 0xFF) << 24
              | (keyframe[at + 1] & 0xFF) << 16
              | (keyframe[at + 2] & 0xFF) << 8
              | (keyframe[at + 3] & 0xFF);
      if (at + 4 + length == keyframe.length) {
        break;
      }
      at += 4 + length;
    }
    byte[] cut = Arrays.copyOf(keyframe, at + 4 + length / 2);
    cut[at] = (byte) (length / 2 >>> 24);
    cut[at + 1] = (byte) (length / 2 >>> 16);
    cut[at + 2] = (byte) (length / 2 >>> 8);
    cut[at + 3] = (byte) (length / 2);
    return cut;
  }

  @Test
  void aProcessThatIsKilledIsStartedAgainAfterARest() throws Exception {
    rested();
    made(h264.subList(0, 1));
    kill(maker.pid().orElseThrow());
    rested();
    made(h264.subList(0, 1));
    long killed = maker.pid().orElseThrow();
    kill(killed);
    // It was started only just now: another one would be too soon.
    assertEquals(Why.NO_WORKER, refused(h264.subList(0, 1)));
    rested();
    made(h264.subList(0, 1));
    assertNotEquals(killed, maker.pid().orElseThrow());
  }

  @Test
  void aProcessThatHangsIsEndedAtTheDeadline() throws Exception {
    rested();
    made(h264.subList(0, 1));
    ProcessHandle hung = ProcessHandle.of(maker.pid().orElseThrow()).orElseThrow();
    assertEquals(0, Ffmpeg.run("/bin/kill", "-STOP", Long.toString(hung.pid())).status());
    assertEquals(Why.WORKER_LOST, refused(h264.subList(0, 1)));
    hung.onExit().get(10, TimeUnit.SECONDS);
    rested();
    made(h264.subList(0, 1));
  }

  @Test
  void eachDeathMakesTheRestLonger() throws Exception {
    try (PictureMaker dying = new PictureMaker(clock, DEADLINE)) {
      List<CodedFrame> frames = h264.subList(0, 1);
      long rest = PictureMaker.FIRST_REST_MICROS;
      for (int i = 0; i < 3; i++) {
        Thread asking = Thread.startVirtualThread(() -> ask(dying, frames));
        long pid = awaitProcess(dying);
        kill(pid);
        asking.join();
        rest *= 2;
        micros.addAndGet(rest - 1);
        assertEquals(new PictureAnswer.None(Why.NO_WORKER), dying.make(frames));
        micros.addAndGet(1);
      }
      assertInstanceOf(PictureAnswer.Made.class, dying.make(frames));
    }
  }

  private static void ask(PictureMaker dying, List<CodedFrame> frames) {
    try {
      dying.make(frames);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static long awaitProcess(PictureMaker dying) {
    while (dying.pid().isEmpty()) {
      Thread.onSpinWait();
    }
    return dying.pid().getAsLong();
  }

  @Test
  void closingEndsTheProcess() throws Exception {
    PictureMaker closing = new PictureMaker(clock, DEADLINE);
    assertInstanceOf(PictureAnswer.Made.class, closing.make(h264.subList(0, 1)));
    ProcessHandle process = ProcessHandle.of(closing.pid().orElseThrow()).orElseThrow();
    closing.close();
    process.onExit().get(10, TimeUnit.SECONDS);
    assertEquals(new PictureAnswer.None(Why.NO_WORKER), closing.make(h264.subList(0, 1)));
  }

  private void rested() {
    micros.addAndGet(PictureMaker.LONGEST_REST_MICROS);
  }

  private static void kill(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    assertTrue(process.destroyForcibly());
    process.onExit().get(10, TimeUnit.SECONDS);
  }
}
