package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.loadtest.studio.VideoSettings.Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipeRecorderTest {
  private static final long ORIGIN = 1_764_000_000_000_000L;
  private static final int SEGMENT = 0x18538067;
  private static final int CLUSTER = 0x1F43B675;
  private static final int TRACKS = 0x1654AE6B;
  private static final int TRACK = 0xAE;

  /** An element of EBML (RFC 8794): its id as written, its content. */
  private record Element(int id, byte[] content) {
    private List<Element> children() {
      return elements(content);
    }

    private Element child(int wanted) {
      return children().stream().filter(e -> e.id == wanted).findFirst().orElseThrow();
    }

    private long number() {
      long value = 0;
      for (byte b : content) {
        value = value << 8 | b & 0xff;
      }
      return value;
    }

    private String text() {
      return new String(content, StandardCharsets.US_ASCII);
    }
  }

  private static List<Element> elements(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Element> all = new ArrayList<>();
    while (in.hasRemaining()) {
      int id = (int) vint(in, true);
      long size = vint(in, false);
      boolean live = id == SEGMENT && size == (1L << 56) - 1;
      byte[] content = new byte[live ? in.remaining() : Math.toIntExact(size)];
      in.get(content);
      all.add(new Element(id, content));
    }
    return all;
  }

  private static long vint(ByteBuffer in, boolean marked) {
    int first = in.get() & 0xff;
    int more = Integer.numberOfLeadingZeros(first) - 24;
    long value = marked ? first : first & (0xff >> more + 1);
    for (int i = 0; i < more; i++) {
      value = value << 8 | in.get() & 0xff;
    }
    return value;
  }

  private static CameraSettings settings(Optional<AudioSettings> audio) {
    VideoSettings video = new VideoSettings(160, 90, 25, 100_000, 25, Profile.CONSTRAINED_BASELINE);
    return new CameraSettings(1, "t/s", video, audio, 0);
  }

  @Test
  void theStreamSaysWhatItsPicturesAndItsSoundAreLike() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PipeRecorder pipe =
        new PipeRecorder(settings(Optional.of(AudioSettings.mono())), ORIGIN, out)) {
      pipe.picture(YuvPicture.ofSize(160, 90), ORIGIN + 40_000);
    }
    Element segment = elements(out.toByteArray()).get(1);
    assertEquals(SEGMENT, segment.id());
    assertEquals(1_000, segment.child(0x1549A966).child(0x2AD7B1).number(), "a microsecond");
    List<Element> tracks = segment.child(TRACKS).children();
    assertEquals(List.of(TRACK, TRACK), tracks.stream().map(Element::id).toList());
    assertEquals("V_UNCOMPRESSED", tracks.get(0).child(0x86).text());
    assertEquals(40_000_000, tracks.get(0).child(0x23E383).number(), "a frame of 25 a second");
    assertEquals(160, tracks.get(0).child(0xE0).child(0xB0).number());
    assertEquals(90, tracks.get(0).child(0xE0).child(0xBA).number());
    assertEquals("A_PCM/INT/LIT", tracks.get(1).child(0x86).text());
    assertEquals(1, tracks.get(1).child(0xE1).child(0x9F).number());
    assertEquals(
        48_000.0, ByteBuffer.wrap(tracks.get(1).child(0xE1).child(0xB5).content()).getDouble());
  }

  @Test
  void picturesAndSoundGoAsTheyAreEachWithItsTimeSinceTheOrigin() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    YuvPicture picture = YuvPicture.ofSize(160, 90);
    Arrays.fill(picture.luma(), (byte) 17);
    Arrays.fill(picture.cb(), (byte) 99);
    Arrays.fill(picture.cr(), (byte) 200);
    try (PipeRecorder pipe =
        new PipeRecorder(settings(Optional.of(AudioSettings.stereo())), ORIGIN, out)) {
      pipe.picture(picture, ORIGIN + 1_234_567);
      // A whole second of table time: here begins a beep.
      pipe.skipTo(Tone.sampleAt(ORIGIN + 2_000_000));
      assertEquals(Tone.sampleAt(ORIGIN + 2_000_000), pipe.nextSample());
      pipe.sound();
      assertEquals(Tone.sampleAt(ORIGIN + 2_020_000), pipe.nextSample());
    }
    List<Element> clusters =
        elements(out.toByteArray()).get(1).children().stream()
            .filter(e -> e.id() == CLUSTER)
            .toList();
    assertEquals(2, clusters.size());
    assertEquals(1_234_567, clusters.get(0).child(0xE7).number());
    byte[] shown = clusters.get(0).child(0xA3).content();
    assertEquals(4 + 160 * 90 * 3 / 2, shown.length);
    assertArrayEquals(new byte[] {(byte) 0x81, 0, 0, (byte) 0x80, 17}, Arrays.copyOf(shown, 5));
    assertEquals(99, shown[4 + 160 * 90]);
    assertEquals((byte) 200, shown[shown.length - 1]);

    assertEquals(2_000_000, clusters.get(1).child(0xE7).number());
    byte[] heard = clusters.get(1).child(0xA3).content();
    assertEquals(4 + 960 * 2 * 2, heard.length);
    assertEquals((byte) 0x82, heard[0]);
    ByteBuffer samples =
        ByteBuffer.wrap(heard, 4, heard.length - 4).slice().order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(Tone.at(100), samples.getShort(100 * 4), "left");
    assertEquals(Tone.at(100), samples.getShort(100 * 4 + 2), "right");
    assertTrue(Math.abs(Tone.at(100)) > 1_000, "it is loud here");
  }

  @Test
  void soundIsLeftOutInWholePackets() {
    try (PipeRecorder pipe =
        new PipeRecorder(
            settings(Optional.of(AudioSettings.mono())), ORIGIN, new ByteArrayOutputStream())) {
      long first = pipe.nextSample();
      assertEquals(0, first % 960);
      pipe.skipTo(first + 961);
      assertEquals(first + 1_920, pipe.nextSample());
      pipe.skipTo(first);
      assertEquals(first + 1_920, pipe.nextSample());
    }
  }

  @Test
  void itIsReadOnceMoreHasGoneThanAPipeHolds() {
    try (PipeRecorder pipe =
        new PipeRecorder(settings(Optional.empty()), ORIGIN, new ByteArrayOutputStream())) {
      assertFalse(pipe.hasSound());
      for (int i = 0; i < 6; i++) {
        pipe.picture(YuvPicture.ofSize(160, 90), ORIGIN + i * 40_000);
      }
      assertFalse(pipe.read().isDone(), "129,600 bytes");
      pipe.picture(YuvPicture.ofSize(160, 90), ORIGIN + 240_000);
      assertTrue(pipe.read().isDone());
    }
  }

  @Test
  void whereNobodyReadsAnyMoreWhatComesIsLostAndNothingIsThrown() {
    Broken out = new Broken();
    PipeRecorder pipe = new PipeRecorder(settings(Optional.empty()), ORIGIN, out);
    pipe.picture(YuvPicture.ofSize(160, 90), ORIGIN);
    pipe.picture(YuvPicture.ofSize(160, 90), ORIGIN + 40_000);
    pipe.close();
    assertEquals(1, out.asked);
    assertFalse(pipe.read().isDone());
  }

  /** A pipe whose other end is closed. */
  private static final class Broken extends OutputStream {
    private int asked;

    @Override
    public void write(int b) throws IOException {
      asked++;
      throw new IOException("Broken pipe");
    }

    @Override
    public void close() throws IOException {
      throw new IOException("Broken pipe");
    }
  }
}
