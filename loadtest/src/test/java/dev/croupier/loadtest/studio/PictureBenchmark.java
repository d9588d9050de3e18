package dev.croupier.loadtest.studio;

import com.sun.management.ThreadMXBean;
import dev.croupier.loadtest.studio.Pictures.Game;
import dev.croupier.loadtest.studio.Pictures.View;
import dev.croupier.loadtest.studio.RoundState.Outcome;
import java.lang.management.ManagementFactory;

/**
 * What the demo's four cameras cost: CPU time of painting (with colour conversion and strip) and of
 * coding a frame, over whole rounds. Run by hand; the second pass is the warm one.
 */
final class PictureBenchmark {
  private static final long OPENS = 1_763_733_600_000_000L;
  private static final int SECONDS = 35;

  private PictureBenchmark() {}

  /** Prints a line a camera and the sum in cores. */
  public static void main(String[] args) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int pass = 1; pass <= 2; pass++) {
      double cores = 0;
      for (Game game : Game.values()) {
        for (View view : View.values()) {
          VideoSettings settings =
              view == View.ACROSS ? VideoSettings.hd30() : VideoSettings.sd25();
          cores += camera(threads, game, view, settings, pass);
        }
      }
      System.out.printf("pass %d: all four %.2f cores%n", pass, cores);
    }
  }

  private static double camera(
      ThreadMXBean threads, Game game, View view, VideoSettings settings, int pass) {
    Picture picture = Pictures.of(game, view, "Table 1", settings.width(), settings.height());
    byte[] seed = new byte[16];
    Outcome outcome =
        game == Game.ROULETTE
            ? new RouletteScript(seed).outcome("r")
            : new BaccaratScript(seed).outcome("r").coup();
    RoundState round = new RoundState("r", OPENS, OPENS + 20_000_000, outcome);
    long painting = 0;
    long coding = 0;
    long bytes = 0;
    int frames = SECONDS * settings.fps();
    try (VideoEncoder encoder = new VideoEncoder(settings)) {
      for (int i = 0; i < frames; i++) {
        long now = OPENS + i * 1_000_000L / settings.fps();
        long before = threads.getCurrentThreadCpuTime();
        YuvPicture painted = picture.paint(new Shot(i, now, round));
        Strip.write(painted, 1, i, now);
        long between = threads.getCurrentThreadCpuTime();
        bytes += encoder.encode(painted, now).annexB().length;
        painting += between - before;
        coding += threads.getCurrentThreadCpuTime() - between;
      }
    }
    double cores = (painting + coding) / 1e9 / SECONDS;
    System.out.printf(
        "pass %d: %s %s %dx%d at %d: paint %.2f ms, code %.2f ms a frame, %d kbit/s, %.2f cores%n",
        pass,
        game,
        view,
        settings.width(),
        settings.height(),
        settings.fps(),
        painting / 1e6 / frames,
        coding / 1e6 / frames,
        bytes * 8 / SECONDS / 1000,
        cores);
    return cores;
  }
}
