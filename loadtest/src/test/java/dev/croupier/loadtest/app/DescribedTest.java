package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.croupier.loadtest.app.Described.Publisher;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.CameraPlan;
import dev.croupier.loadtest.studio.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescribedTest {
  @ParameterizedTest
  @CsvSource({
    "540p25 ffmpeg gop=2s, FFMPEG, 540p25 gop=2s",
    "FFmpeg, FFMPEG, 720p30",
    "chromium 360p20, CHROMIUM, 360p20",
    "garbage, STUDIO, garbage"
  })
  void oneOfTheWordsMaySayWhoPublishes(String words, Publisher by, String others) {
    assertEquals(
        new Described(by, CameraPlan.parse(List.of(others.split(" ")))),
        Described.parse(List.of(words.split(" "))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ffmpeg chromium | 'chromium' and 'ffmpeg': one of them",
        "ffmpeg offset=-3s | 'offset=-3s': ffmpeg as camera cannot do that",
        "chromium bitrate=1m | a browser as camera has a size, a rate, audio, freeze, kill, close"
            + " and revive; no more"
      })
  void whatItsPublisherCannotDoIsRefused(String words, String line) {
    assertEquals(
        line,
        assertThrows(ScenarioException.class, () -> Described.parse(List.of(words.split(" "))))
            .getMessage());
  }

  @Test
  void wordsForARunningCameraAreCheckedAhead() {
    Publisher.STUDIO.check(Fault.parse("garbage"));
    Publisher.FFMPEG.check(Fault.parse("bitrate=1m"));
    Publisher.CHROMIUM.check(Fault.parse("freeze"));
    assertEquals(
        "'garbage': ffmpeg as camera cannot do that",
        assertThrows(ScenarioException.class, () -> Publisher.FFMPEG.check(Fault.parse("garbage")))
            .getMessage());
    assertEquals(
        "'bitrate=1000k': a browser as camera cannot do that",
        assertThrows(
                ScenarioException.class, () -> Publisher.CHROMIUM.check(Fault.parse("bitrate=1m")))
            .getMessage());
  }
}
