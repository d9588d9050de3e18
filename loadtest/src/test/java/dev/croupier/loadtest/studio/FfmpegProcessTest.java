package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FfmpegProcessTest {
  private static final long ORIGIN = 1_764_000_000_123_000L;

  @Test
  void pictureAndSoundAreSentToTheirPortsByConnectedSocketsFromOneOrigin() {
    String line = line(List.of("720p30", "gop=2s", "bitrate=900k"), "10.1.2.3");
    assertTrue(line.startsWith("ffmpeg -nostdin "), line);
    assertTrue(line.contains(" -g 60 -keyint_min 60 "), line);
    assertTrue(line.contains(" -bf 0 "), line);
    assertTrue(line.contains(" -b:v 900000 -maxrate 1350000 -bufsize 900000 "), line);
    assertTrue(
        line.contains(
            " -start_time_realtime 1764000000123000 -f rtp -payload_type 96 -rtpflags send_bye"
                + " rtp://10.1.2.3:40000?connect=1 -map 0:a "),
        line);
    assertTrue(line.contains(" -c:a libopus "), line);
    assertTrue(line.contains(" -ac 2 "), line);
    assertTrue(
        line.endsWith(
            " -start_time_realtime 1764000000123000 -f rtp -payload_type 97 -rtpflags send_bye"
                + " rtp://10.1.2.3:40002?connect=1"),
        line);
  }

  @Test
  void withoutSoundThereIsNoSecondOutput() {
    String line = line(List.of("audio=none"), "127.0.0.1");
    assertFalse(line.contains("libopus"), line);
    assertTrue(line.endsWith("rtp://127.0.0.1:40000?connect=1"), line);
  }

  @Test
  void anIpv6AddressStandsInBrackets() {
    assertTrue(line(List.of("audio=none"), "::1").endsWith("rtp://[::1]:40000?connect=1"));
  }

  @ParameterizedTest
  @CsvSource({"baseline, baseline", "main, main", "high, high"})
  void theProfileIsSaidInX264sWords(String word, String option) {
    String line = line(List.of("profile=" + word), "127.0.0.1");
    assertTrue(line.contains(" -profile:v " + option + " "), line);
  }

  @Test
  void aProgramThatThereIsNotIsOneLine() {
    assertEquals(
        "a camera by ffmpeg needs the program /nowhere/ffmpeg",
        assertThrows(StudioException.class, () -> FfmpegProcess.check("/nowhere/ffmpeg"))
            .getMessage());
    assertThrows(StudioException.class, () -> FfmpegProcess.check("no-such-program-anywhere"));
    FfmpegProcess.check("sh");
    FfmpegProcess.check("/bin/sh");
  }

  private static String line(List<String> words, String host) {
    CameraPlan plan = CameraPlan.parse(words);
    OptionalInt audio = plan.audio().isPresent() ? OptionalInt.of(40_002) : OptionalInt.empty();
    return String.join(
        " ", FfmpegProcess.command("ffmpeg", plan, new RtpDoor.Where(host, 40_000, audio), ORIGIN));
  }
}
