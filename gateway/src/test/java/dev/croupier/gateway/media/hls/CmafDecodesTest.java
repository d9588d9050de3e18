package dev.croupier.gateway.media.hls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real H.264 and Opus through the packager, judged by ffprobe and decoded by ffmpeg. */
class CmafDecodesTest {
  private static final Pattern URI = Pattern.compile("MAP:URI=\"([^\"]+)\"|^(s.*\\.m4s)$");

  private final HlsPackager packager = new HlsPackager(Feed.CLOCK, Runnable::run);
  @TempDir Path folder;

  @Test
  void everyPictureAndEverySoundIsThereAtItsTime() throws Exception {
    feedVideo(Ffmpeg.video(320, 180, 30, 200, 30), 500_000, 30);
    List<byte[]> tone = Ffmpeg.audio(8);
    feedAudio(tone);
    packager.onEnd();

    Path video = join(HlsPackager.VIDEO);
    List<String> pictures = packets(video);
    assertEquals(200, pictures.size());
    for (int i = 0; i < pictures.size(); i++) {
      String[] fields = pictures.get(i).split(",", -1);
      // 500 ms after the epoch on, 3,000 ticks of 1/90,000 s each.
      assertEquals(45_000 + 3_000L * i, Long.parseLong(fields[0]), "pts of " + i);
      assertEquals("3000", fields[1], "duration of " + i);
      assertEquals(i % 30 == 0, fields[2].startsWith("K"), "keyframe " + i);
    }
    assertDecodes(video, "frame=", 200);

    Path audio = join(HlsPackager.AUDIO);
    List<String> sounds = packets(audio);
    // From the first packet at or after the first picture: that of 500 ms on.
    assertEquals(tone.size() - 25, sounds.size());
    for (int i = 0; i < sounds.size(); i++) {
      // ffprobe tells no durations of Opus: the next packet's time shows them.
      assertEquals(24_000 + 960L * i, Long.parseLong(sounds.get(i).split(",", -1)[0]), "pts " + i);
    }
    assertDecodes(audio, "", 0);
  }

  @Test
  void theHeadersSayWhatIsInside() throws Exception {
    feedVideo(Ffmpeg.video(320, 180, 25, 60, 25), 0, 25);
    feedAudio(Ffmpeg.audio(3));
    packager.onEnd();
    assertEquals(
        "h264,Constrained Baseline,video,avc1,320,180,1/90000",
        streams(
            HlsPackager.VIDEO,
            "codec_name,codec_type,codec_tag_string,profile,width,height,time_base"));
    assertEquals(
        "opus,audio,Opus,48000,2",
        streams(HlsPackager.AUDIO, "codec_name,codec_type,codec_tag_string,sample_rate,channels"));
  }

  @Test
  void aCameraOfAnotherSizeIsDecodedToo() throws Exception {
    feedVideo(Ffmpeg.video(320, 180, 30, 75, 30), 0, 30);
    feedVideo(Ffmpeg.video(160, 90, 25, 75, 25), 2_500_000, 25);
    packager.onEnd();
    // Each initialisation segment with what belongs to it is a film of its own.
    List<String> files = files(HlsPackager.VIDEO);
    assertEquals(6, files.size(), files.toString());
    assertDecodes(join(HlsPackager.VIDEO, files.subList(0, 3)), "frame=", 75);
    assertDecodes(join(HlsPackager.VIDEO, files.subList(3, 6)), "frame=", 75);
  }

  private void feedVideo(List<byte[]> frames, long fromMicros, int fps) {
    for (int i = 0; i < frames.size(); i++) {
      long micros = fromMicros + Math.ceilDiv(i * 1_000_000L, fps);
      packager.onFrame(Feed.video(Ffmpeg.isKeyframe(frames.get(i)), micros, frames.get(i)));
    }
  }

  private void feedAudio(List<byte[]> packets) {
    for (int i = 0; i < packets.size(); i++) {
      packager.onFrame(Feed.audio(i * 20_000L, packets.get(i)));
    }
  }

  private static List<String> packets(Path file) throws Exception {
    Ffmpeg.Run run =
        Ffmpeg.run(
            "/usr/bin/ffprobe",
            "-v",
            "error",
            "-show_entries",
            "packet=pts,duration,flags",
            "-of",
            "csv=p=0",
            file.toString());
    assertEquals("", run.errors());
    return run.lines().stream().filter(line -> !line.isBlank()).toList();
  }

  private String streams(String rendition, String entries) throws Exception {
    Ffmpeg.Run run =
        Ffmpeg.run(
            "/usr/bin/ffprobe",
            "-v",
            "error",
            "-show_entries",
            "stream=" + entries,
            "-of",
            "csv=p=0",
            join(rendition).toString());
    assertEquals("", run.errors());
    return run.lines().getFirst();
  }

  private static void assertDecodes(Path file, String counter, int count) throws Exception {
    Ffmpeg.Run run =
        Ffmpeg.run(
            "/usr/bin/ffmpeg",
            "-v",
            "warning",
            "-xerror",
            "-progress",
            "pipe:1",
            "-i",
            file.toString(),
            "-fps_mode",
            "passthrough",
            "-f",
            "null",
            "-");
    assertEquals(0, run.status(), run.errors());
    assertEquals("", run.errors());
    if (!counter.isEmpty()) {
      List<String> counts = run.lines().stream().filter(line -> line.startsWith(counter)).toList();
      assertEquals(counter + count, counts.getLast());
    }
  }

  private Path join(String rendition) throws Exception {
    return join(rendition, files(rendition));
  }

  private Path join(String rendition, List<String> names) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String name : names) {
      all.writeBytes(packager.file(rendition, name).orElseThrow().bytes());
    }
    return Files.write(Files.createTempFile(folder, rendition, ".mp4"), all.toByteArray());
  }

  /** What a player would fetch, in order. */
  private List<String> files(String rendition) {
    String playlist =
        new String(packager.file(rendition, "playlist.m3u8").orElseThrow().bytes(), UTF_8);
    assertTrue(playlist.endsWith("#EXT-X-ENDLIST\n"));
    return playlist
        .lines()
        .map(URI::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1) != null ? found.group(1) : found.group(2))
        .toList();
  }
}
