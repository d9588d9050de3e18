package dev.croupier.loadtest.studio;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.croupier.loadtest.studio.Pictures.Game;
import dev.croupier.loadtest.studio.Pictures.View;
import dev.croupier.loadtest.studio.RoundState.Outcome;
import dev.croupier.loadtest.studio.RoundState.Outcome.Pocket;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PictureTest {
  private static final long OPENS = 1_763_733_600_000_000L;
  private static final long CLOSES = OPENS + 20_000_000;

  static List<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (Game game : Game.values()) {
      for (View view : View.values()) {
        all.add(Arguments.of(game, view));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSameShotGivesTheSamePixelsWhateverWasPaintedBefore(Game game, View view) {
    Random random = new Random(11);
    Picture used = Pictures.of(game, view, "Table 1", 320, 180);
    for (int i = 0; i < 6; i++) {
      for (int other = 0; other < 3; other++) {
        used.paint(shot(game, random));
      }
      Shot shot = shot(game, random);
      YuvPicture fresh = Pictures.of(game, view, "Table 1", 320, 180).paint(shot);
      YuvPicture again = used.paint(shot);
      assertArrayEquals(fresh.luma(), again.luma(), "luma at " + shot);
      assertArrayEquals(fresh.cb(), again.cb(), "cb at " + shot);
      assertArrayEquals(fresh.cr(), again.cr(), "cr at " + shot);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void theStripOfTheFrameBeforeLeavesNoTrace(Game game, View view) {
    Picture picture = Pictures.of(game, view, "Table 1", 640, 360);
    Random random = new Random(3);
    for (int i = 0; i < 4; i++) {
      Shot shot = shot(game, random);
      YuvPicture painted = picture.paint(shot);
      Strip.write(painted, 1, shot.frame(), shot.tableTimeMicros());
      assertEquals(
          new StripReading.Frame(1, shot.frame(), shot.tableTimeMicros()),
          StripReader.read(painted));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void picturesAreNeitherBlankNorAlike(Game game, View view) {
    YuvPicture one = Pictures.of(game, view, "Table 1", 320, 180).paint(idle());
    double mean = 0;
    for (byte sample : one.luma()) {
      mean += (sample & 0xFF) / (double) one.luma().length;
    }
    assertTrue(mean > 24 && mean < 120, "mean luma " + mean);
    View other = view == View.ACROSS ? View.ABOVE : View.ACROSS;
    YuvPicture two = Pictures.of(game, other, "Table 1", 320, 180).paint(idle());
    assertTrue(difference(one.luma(), two.luma()) > 10, "a handover is seen at once");
  }

  @ParameterizedTest
  @MethodSource("all")
  void theBoardShowsTableAndTime(Game game, View view) {
    YuvPicture one = copy(Pictures.of(game, view, "Table 1", 1280, 720).paint(idle()));
    YuvPicture named = Pictures.of(game, view, "Table 2", 1280, 720).paint(idle());
    assertFalse(Arrays.equals(one.luma(), named.luma()));
    YuvPicture later =
        Pictures.of(game, view, "Table 1", 1280, 720)
            .paint(new Shot(7, OPENS + RouletteMotion.TURN_MICROS, RoundState.NONE));
    assertTrue(difference(one.luma(), later.luma()) > 0, "another time on the board");
  }

  @Test
  void theBallIsSeenInThePocketOfEachResultByBothCameras() {
    for (View view : View.values()) {
      Picture picture = Pictures.of(Game.ROULETTE, view, "Roulette 1", 1280, 720);
      double cx = view == View.ACROSS ? 380 : 640;
      double cy = view == View.ACROSS ? 330 : 250;
      double radius = view == View.ACROSS ? 268 : 236;
      double squash = view == View.ACROSS ? .45 : .985;
      for (int pocket = 0; pocket < 37; pocket++) {
        long now = CLOSES + 10_000_000;
        YuvPicture seen = picture.paint(new Shot(1, now, roulette(pocket)));
        double angle =
            2 * Math.PI * Math.floorMod(now, 11_424_000L) / 11_424_000.0
                + WheelLayout.placeOf(pocket) * 2 * Math.PI / 37
                - Math.PI / 2;
        int x = (int) Math.round(cx + radius * .59 * Math.cos(angle));
        int y = (int) Math.round(cy + radius * .59 * squash * Math.sin(angle)) - 4;
        assertTrue((seen.luma()[y * 1280 + x] & 0xFF) > 190, "ball in " + pocket);
      }
    }
  }

  @Test
  void theWheelOrderIsTheEuropeanOne() {
    Set<Integer> numbers = new HashSet<>();
    int red = 0;
    for (int place = 0; place < 37; place++) {
      int number = WheelLayout.numberAt(place);
      numbers.add(number);
      assertEquals(place, WheelLayout.placeOf(number));
      red += WheelLayout.red(number) ? 1 : 0;
      if (place > 1) {
        assertTrue(
            WheelLayout.red(number) != WheelLayout.red(WheelLayout.numberAt(place - 1)),
            "colours alternate");
      }
    }
    assertEquals(37, numbers.size());
    assertEquals(18, red);
    assertFalse(WheelLayout.red(0));
  }

  @Test
  void noFontIsUsedSoThatAMachineWithoutFontsDrawsTheSame() {
    noClasses()
        .that()
        .resideInAPackage("dev.croupier.loadtest.studio")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.awt.Font")
        .orShould()
        .callMethod(Graphics2D.class, "drawString", String.class, int.class, int.class)
        .orShould()
        .callMethod(Graphics2D.class, "drawString", String.class, float.class, float.class)
        .because("pixels must not depend on a machine's fonts")
        .check(new ClassFileImporter().importPackages("dev.croupier.loadtest.studio"));
  }

  @Test
  void everyLetterHasAShapeOfItsOwnWithinItsLine() {
    Glyphs glyphs = Glyphs.proportional(40, .15, .1);
    Set<String> shapes = new HashSet<>();
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:.-abefilmrt";
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      BufferedImage image = new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB);
      Graphics2D g = image.createGraphics();
      Canvas.smooth(g);
      g.setColor(Color.WHITE);
      glyphs.draw(g, String.valueOf(letter), 10, 50, Glyphs.Align.LEFT);
      g.dispose();
      int[] pixels = image.getRGB(0, 0, 80, 60, null, 0, 80);
      int inside = 0;
      for (int y = 0; y < 60; y++) {
        for (int x = 0; x < 80; x++) {
          boolean lit = (pixels[y * 80 + x] & 0xFF) > 128;
          inside += lit ? 1 : 0;
          assertFalse(lit && (y < 9 || y > 50), letter + " leaves its line");
        }
      }
      assertTrue(inside > 20, letter + " is drawn");
      shapes.add(Arrays.toString(pixels));
    }
    assertEquals(letters.length(), shapes.size());
  }

  @Test
  void theClockIsTheTimeOfDayOfTableTime() {
    assertEquals("12:44:04", TableTimeText.clock(45_844_200_000L));
    assertEquals(".200", TableTimeText.milliseconds(45_844_200_000L));
    assertEquals("14:00:00", TableTimeText.clock(OPENS));
    assertEquals(".009", TableTimeText.milliseconds(OPENS + 9_999));
  }

  private static Shot idle() {
    return new Shot(7, OPENS, RoundState.NONE);
  }

  private static Shot shot(Game game, Random random) {
    Outcome outcome =
        game == Game.ROULETTE
            ? new Pocket(random.nextInt(37))
            : new BaccaratScript(new byte[16]).outcome("r" + random.nextInt(9)).coup();
    RoundState round =
        random.nextInt(8) == 0 ? RoundState.NONE : new RoundState("r", OPENS, CLOSES, outcome);
    long now = OPENS + 12_000_000 + random.nextInt(26_000_000);
    return new Shot(random.nextInt(1_000_000), now, round);
  }

  private static RoundState roulette(int pocket) {
    return new RoundState("r", OPENS, CLOSES, new Pocket(pocket));
  }

  private static YuvPicture copy(YuvPicture picture) {
    return new YuvPicture(
        picture.width(),
        picture.height(),
        picture.luma().clone(),
        picture.cb().clone(),
        picture.cr().clone());
  }

  private static double difference(byte[] a, byte[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
    }
    return sum / a.length;
  }
}
