package dev.croupier.loadtest.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The frames that a page has presented, as read from their pictures. */
record Recording(List<Frame> frames) {
  private static final int STRETCH = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A presented frame.
   *
   * @param camera from its strip, -1 if there is no readable strip (the slate)
   * @param number of the frame, from its strip
   * @param timeMicros capture in table time, from its strip
   * @param shownMillis when it was expected on the screen, milliseconds since 1970
   * @param presented the browser's count of presented frames
   */
  record Frame(int camera, long number, long timeMicros, double shownMillis, long presented) {
    boolean readable() {
      return camera >= 0;
    }
  }

  /** Begins to record the page's video. */
  static void start(Page page) {
    page.evaluate(
        "() => { window.recorded = window.croupierRecord(document.querySelector('video')); }");
  }

  /** Begins to record, and returns what was recorded after so many more readable frames. */
  static Recording ofFrames(Page page, int frames) {
    start(page);
    return more(page, frames);
  }

  /** Waits for so many readable frames since the last start and returns all. */
  static Recording more(Page page, int frames) {
    page.waitForFunction(
        "n => window.recorded.filter(r => r.strip).length >= n",
        frames,
        new Page.WaitForFunctionOptions().setTimeout(60_000).setPollingInterval(100));
    return read(page);
  }

  /** What was recorded until now. */
  static Recording read(Page page) {
    String json = (String) page.evaluate("() => JSON.stringify(window.recorded)");
    List<Frame> frames = new ArrayList<>();
    try {
      for (JsonNode record : JSON.readTree(json)) {
        JsonNode strip = record.path("strip");
        boolean readable = strip.isObject();
        frames.add(
            new Frame(
                readable ? strip.path("camera").asInt() : -1,
                strip.path("frame").asLong(),
                strip.path("time").asLong(),
                record.path("shown").asDouble(),
                record.path("presented").asLong()));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return new Recording(frames);
  }

  /**
   * Frames a second by their numbers: the median of all stretches of two seconds, so that a moment
   * in which the machine had no time for the browser does not decide.
   */
  static double rate(List<Frame> frames) {
    double[] rates = new double[frames.size() - STRETCH];
    for (int i = 0; i < rates.length; i++) {
      Frame from = frames.get(i);
      Frame to = frames.get(i + STRETCH);
      rates[i] = (to.number() - from.number()) * 1_000 / (to.shownMillis() - from.shownMillis());
    }
    Arrays.sort(rates);
    return rates[rates.length / 2];
  }

  /** Those with a readable strip. */
  List<Frame> readable() {
    return frames.stream().filter(Frame::readable).toList();
  }
}
