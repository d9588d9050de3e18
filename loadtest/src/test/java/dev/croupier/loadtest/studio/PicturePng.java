package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.studio.Pictures.Game;
import dev.croupier.loadtest.studio.Pictures.View;
import dev.croupier.loadtest.studio.RoundState.Outcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Writes what the demo's cameras see as PNG files, for a designer's eye: {@code PicturePng FOLDER
 * SECONDS...}, seconds after the close of betting.
 */
final class PicturePng {
  private static final long CLOSES = 1_763_729_040_000_000L;

  private PicturePng() {}

  /** Writes a file a camera and moment. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (int i = 1; i < args.length; i++) {
      for (Game game : Game.values()) {
        for (View view : View.values()) {
          long now = CLOSES + Math.round(Double.parseDouble(args[i]) * 1e6);
          String name = (game + "-" + view + "-" + args[i] + ".png").toLowerCase(Locale.ROOT);
          Outcome outcome =
              game == Game.ROULETTE
                  ? new RouletteScript(new byte[16]).outcome("r1")
                  : new BaccaratScript(new byte[16]).outcome("r1").coup();
          RoundState round = new RoundState("r1", CLOSES - 20_000_000, CLOSES, outcome);
          String table = (game == Game.ROULETTE ? "Roulette" : "Baccarat") + " 1";
          YuvPicture painted =
              Pictures.of(game, view, table, 1280, 720).paint(new Shot(104_226, now, round));
          Strip.write(painted, view == View.ACROSS ? 1 : 2, 104_226, now);
          ImageIO.write(image(painted), "png", folder.resolve(name).toFile());
        }
      }
    }
  }

  /** BT.709 in studio range to RGB. */
  private static BufferedImage image(YuvPicture picture) {
    int width = picture.width();
    BufferedImage image = new BufferedImage(width, picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < width; x++) {
        int chroma = y / 2 * picture.chromaWidth() + x / 2;
        double luma = ((picture.luma()[y * width + x] & 0xFF) - 16) / 219.0;
        double cb = ((picture.cb()[chroma] & 0xFF) - 128) / 224.0;
        double cr = ((picture.cr()[chroma] & 0xFF) - 128) / 224.0;
        image.setRGB(
            x,
            y,
            level(luma + 1.5748 * cr) << 16
                | level(luma - 0.1873 * cb - 0.4681 * cr) << 8
                | level(luma + 1.8556 * cb));
      }
    }
    return image;
  }

  private static int level(double value) {
    return Math.clamp(Math.round(value * 255), 0, 255);
  }
}
