package dev.croupier.loadtest.app;

import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.studio.BrowserCamera;
import dev.croupier.loadtest.studio.CameraPlan;
import dev.croupier.loadtest.studio.CameraStation;
import dev.croupier.loadtest.studio.Fault;
import dev.croupier.loadtest.studio.FfmpegCamera;
import dev.croupier.loadtest.studio.RoundState;
import dev.croupier.loadtest.studio.Station;
import dev.croupier.loadtest.studio.Studio;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** A camera as it is described: who publishes it, and what it is like. */
record Described(Publisher by, CameraPlan plan) {
  /** Who publishes a camera. */
  enum Publisher {
    /** This program, by WHIP. */
    STUDIO,
    /** A real Chromium, by WHIP. */
    CHROMIUM,
    /** The system's ffmpeg, by plain RTP. */
    FFMPEG;

    /** The word that asks for it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Refuses what it cannot do to a running camera; one line. */
    void check(Fault fault) {
      switch (this) {
        case STUDIO -> {}
        case CHROMIUM -> BrowserCamera.check(fault);
        case FFMPEG -> FfmpegCamera.check(fault);
      }
    }
  }

  /** Checks that the publisher can do what the plan asks for. */
  Described {
    switch (by) {
      case STUDIO -> {}
      case CHROMIUM -> BrowserCamera.check(plan);
      case FFMPEG -> FfmpegCamera.check(plan);
    }
  }

  /**
   * Reads words, of which one may be a publisher's.
   *
   * @throws ScenarioException one line
   */
  static Described parse(List<String> words) {
    List<String> rest = new ArrayList<>(words);
    Publisher by = Publisher.STUDIO;
    for (Publisher other : List.of(Publisher.CHROMIUM, Publisher.FFMPEG)) {
      if (rest.removeIf(word -> word.strip().equalsIgnoreCase(other.word()))) {
        if (by != Publisher.STUDIO) {
          throw new ScenarioException(
              "'" + by.word() + "' and '" + other.word() + "': one of them");
        }
        by = other;
      }
    }
    return new Described(by, CameraPlan.parse(rest));
  }

  /** Adds it to a studio; lens and round are for pictures that are made here. */
  Station addTo(Studio studio, String path, CameraStation.Lens lens, Supplier<RoundState> round) {
    return switch (by) {
      case STUDIO -> studio.add(path, plan, lens, round);
      case CHROMIUM -> studio.addBrowser(path, plan);
      case FFMPEG -> studio.addFfmpeg(path, plan, lens, round);
    };
  }
}
