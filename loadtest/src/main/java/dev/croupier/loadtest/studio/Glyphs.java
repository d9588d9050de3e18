package dev.croupier.loadtest.studio;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.HashMap;
import java.util.Map;

/**
 * Writing from own paths, so that a machine without fonts draws the same pixels: centre lines of
 * capitals, digits and a few small letters, drawn out to a given weight. A letter that has no small
 * form is written as a capital, an unknown character as a gap. Owned by one picture's thread.
 */
final class Glyphs {
  /** Where a text's x lies. */
  enum Align {
    /** At its left end. */
    LEFT,
    /** In its middle. */
    CENTRE,
    /** At its right end. */
    RIGHT
  }

  /** Centre lines in a box of 100 × 100, y downwards from capital height to base line. */
  private static final Map<Character, String> LINES = new HashMap<>();

  /** Widths of ink in capital heights, where it is not {@link #USUAL_WIDTH}. */
  private static final Map<Character, Double> WIDTHS = new HashMap<>();

  private static final double USUAL_WIDTH = 0.66;

  private static final float MITER_LIMIT = 8;

  /** The 1 of monospaced writing, which has a foot. */
  private static final char FIXED_ONE = '\u0001';

  static {
    lines(
        '0',
        0.66,
        "M50 0C84 0 100 20 100 50C100 80 84 100 50 100C16 100 0 80 0 50C0 20 16 0 50 0Z");
    lines('1', 0.40, "M0 24L62 0L62 100");
    lines('2', 0.64, "M4 28C6 10 24 0 50 0C78 0 95 12 95 30C95 44 88 52 76 62L3 100L100 100");
    lines(
        '3',
        0.64,
        "M6 14C15 5 30 0 50 0C77 0 93 10 93 25C93 40 79 48 52 48L36 48M52 48C82 48 100 58 100 74C100 90 80 100 50 100C28 100 11 94 2 84");
    lines('4', 0.68, "M76 100L76 0L0 75L100 75");
    lines(
        '5',
        0.64,
        "M90 0L15 0L10 40M24 40C32 37 41 36 50 36C82 36 100 49 100 67C100 87 80 100 49 100C27 100 11 94 2 84");
    lines(
        '6',
        0.66,
        "M86 9C77 3 66 0 55 0C20 0 0 20 0 56L0 68M50 36C82 36 100 48 100 68C100 88 82 100 50 100C18 100 0 88 0 68C0 48 18 36 50 36Z");
    lines('7', 0.62, "M0 0L100 0L30 113");
    lines(
        '8',
        0.66,
        "M50 47C22 47 6 38 6 23C6 9 23 0 50 0C77 0 94 9 94 23C94 38 78 47 50 47"
            + "C18 47 0 57 0 73C0 90 19 100 50 100C81 100 100 90 100 73C100 57 82 47 50 47Z");
    lines(
        '9',
        0.66,
        "M14 91C23 97 34 100 45 100C80 100 100 80 100 44L100 32M50 64C18 64 0 52 0 32C0 12 18 0 50 0C82 0 100 12 100 32C100 52 82 64 50 64Z");
    lines(FIXED_ONE, 0.56, "M6 24L50 2L50 100M0 100L100 100");
    lines(':', 0.17, "M50 34L50 46M50 88L50 100");
    lines('.', 0.17, "M50 86L50 100");
    lines('-', 0.40, "M0 56L100 56");
    lines('A', 0.76, "M-7 114L50 0L107 114M18 66L82 66");
    lines(
        'B',
        0.66,
        "M0 0L0 100L58 100C86 100 100 90 100 74C100 58 86 48 58 48L0 48"
            + "M0 0L54 0C80 0 92 8 92 24C92 40 80 48 54 48");
    lines('C', 0.74, "M98 26C89 9 72 0 53 0C20 0 0 20 0 50C0 80 20 100 53 100C72 100 89 91 98 74");
    lines('D', 0.70, "M0 0L0 100L42 100C80 100 100 82 100 50C100 18 80 0 42 0Z");
    lines('E', 0.58, "M98 0L0 0L0 100L100 100M0 48L90 48");
    lines('F', 0.56, "M100 0L0 0L0 100M0 50L88 50");
    lines(
        'G',
        0.76,
        "M96 24C87 8 71 0 52 0C20 0 0 20 0 50C0 80 20 100 54 100C84 100 100 84 100 56L58 56");
    lines('H', 0.70, "M0 0L0 100M100 0L100 100M0 48L100 48");
    lines('I', 0.17, "M50 0L50 100");
    lines('J', 0.56, "M100 0L100 66C100 90 82 100 54 100C24 100 6 90 0 70");
    lines('K', 0.68, "M0 0L0 100M108 -10L0 66M34 43L112 111");
    lines('L', 0.56, "M0 0L0 100L100 100");
    lines('M', 0.86, "M0 100L0 0L50 82L100 0L100 100");
    lines('N', 0.72, "M0 100L0 0L100 100L100 0");
    lines(
        'O',
        0.80,
        "M50 0C82 0 100 20 100 50C100 80 82 100 50 100C18 100 0 80 0 50C0 20 18 0 50 0Z");
    lines('P', 0.64, "M0 100L0 0L56 0C86 0 100 12 100 30C100 48 86 60 56 60L0 60");
    lines(
        'Q',
        0.80,
        "M50 0C82 0 100 20 100 50C100 80 82 100 50 100C18 100 0 80 0 50C0 20 18 0 50 0Z"
            + "M60 72L98 106");
    lines('R', 0.66, "M0 100L0 0L56 0C84 0 98 11 98 29C98 47 84 58 56 58L0 58M52 58L112 111");
    lines(
        'S',
        0.66,
        "M95 22C87 8 71 0 50 0C23 0 5 10 5 26C5 42 20 46 50 50C82 54 100 60 100 75"
            + "C100 91 80 100 51 100C26 100 8 92 0 76");
    lines('T', 0.66, "M0 0L100 0M50 0L50 100");
    lines('U', 0.70, "M0 0L0 60C0 88 19 100 50 100C81 100 100 88 100 60L100 0");
    lines('V', 0.74, "M-7 -14L50 100L107 -14");
    lines('W', 1.04, "M-4 -14L26 100L50 14L74 100L104 -14");
    lines('X', 0.70, "M-12 -12L112 112M112 -12L-12 112");
    lines('Y', 0.72, "M-12 -12L50 52L112 -12M50 52L50 100");
    lines('Z', 0.64, "M4 0L98 0L2 100L100 100");
    lines(
        'a',
        0.54,
        "M6 38C14 29 30 26 48 26C80 26 100 36 100 58L100 100"
            + "M100 60L50 60C18 60 0 68 0 80C0 93 18 100 42 100C74 100 100 90 100 70");
    lines(
        'b',
        0.56,
        "M0 0L0 100M0 63C0 40 20 26 50 26C82 26 100 40 100 63C100 86 82 100 50 100C20 100 0 86 0 63");
    lines(
        'e',
        0.56,
        "M0 62L100 62C100 40 82 26 52 26C20 26 0 40 0 63C0 86 20 100 54 100C74 100 90 96 98 86");
    lines('f', 0.48, "M100 0L76 0C52 0 40 8 40 24L40 100M0 28L94 28");
    lines('i', 0.50, "M14 26L52 26L52 100M0 100L100 100M50 -2L50 9");
    lines('l', 0.50, "M6 0L46 0L46 78C46 94 56 100 70 100L96 100");
    lines(
        'm',
        0.60,
        "M0 26L0 100M0 44C6 32 16 26 28 26C42 26 50 34 50 48L50 100"
            + "M50 48C54 34 64 26 76 26C91 26 100 34 100 48L100 100");
    lines('r', 0.46, "M6 26L6 100M6 52C18 34 42 26 64 26C80 26 92 29 100 35");
    lines('t', 0.50, "M38 4L38 80C38 94 48 100 64 100L96 100M0 28L92 28");
  }

  private final double height;
  private final double weight;
  private final double gap;
  private final double pitch;
  private final Map<Character, Shape> outlines = new HashMap<>();

  private Glyphs(double height, double weight, double gap, double pitch) {
    this.height = height;
    this.weight = weight * height;
    this.gap = gap * height;
    this.pitch = pitch * height;
  }

  /**
   * Writing in which each letter has its own width.
   *
   * @param height of capitals, in units of the drawing
   * @param weight of the strokes, as a part of the height
   * @param gap between letters, as a part of the height
   */
  static Glyphs proportional(double height, double weight, double gap) {
    return new Glyphs(height, weight, gap, 0);
  }

  /**
   * Writing in which each letter has the same width, so that digits stay where they are.
   *
   * @param pitch from one letter to the next, as a part of the height
   */
  static Glyphs monospaced(double height, double weight, double pitch) {
    return new Glyphs(height, weight, 0, pitch);
  }

  /** Draws a text in the graphics' paint, {@code y} being its base line. */
  void draw(Graphics2D g, CharSequence text, double x, double y, Align align) {
    double at =
        switch (align) {
          case LEFT -> x;
          case CENTRE -> x - width(text) / 2;
          case RIGHT -> x - width(text);
        };
    AffineTransform before = g.getTransform();
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      double advance = advance(letter);
      Shape shape = outline(letter);
      if (shape != null) {
        double inset = pitch > 0 ? (pitch - ink(letter)) / 2 : 0;
        g.translate(at + inset, y);
        g.fill(shape);
        g.setTransform(before);
      }
      at += advance + (pitch > 0 ? 0 : gap);
    }
  }

  /** Draws a text with its middle at (x, y) both ways. */
  void drawCentred(Graphics2D g, CharSequence text, double x, double y) {
    draw(g, text, x, y + height / 2, Align.CENTRE);
  }

  /** A text's width. */
  double width(CharSequence text) {
    double sum = 0;
    for (int i = 0; i < text.length(); i++) {
      sum += advance(text.charAt(i)) + (pitch > 0 ? 0 : gap);
    }
    return pitch > 0 || text.isEmpty() ? sum : sum - gap;
  }

  /** The outline of centre lines given in a 100 × 100 box, drawn out to a box and a weight. */
  static Shape outline(String lines, double width, double height, double weight) {
    Path2D skeleton = parse(lines);
    AffineTransform fit = new AffineTransform();
    fit.translate(weight / 2, -height + weight / 2);
    fit.scale(Math.max(0.01, width - weight) / 100, (height - weight) / 100);
    skeleton.transform(fit);
    Area drawn =
        new Area(
            new BasicStroke(
                    (float) weight, BasicStroke.CAP_SQUARE, BasicStroke.JOIN_MITER, MITER_LIMIT)
                .createStrokedShape(skeleton));
    // Cuts slanted ends and pointed joins level with the line, as a type designer would.
    drawn.intersect(new Area(new Rectangle2D.Double(-height, -height, 4 * height, height)));
    return drawn;
  }

  private double advance(char letter) {
    if (pitch > 0) {
      return pitch;
    }
    return letter == ' ' ? 0.34 * height : ink(letter);
  }

  private double ink(char letter) {
    return WIDTHS.getOrDefault(form(letter), USUAL_WIDTH) * height;
  }

  private Shape outline(char letter) {
    char form = form(letter);
    String lines = LINES.get(form);
    return lines == null
        ? null
        : outlines.computeIfAbsent(form, f -> outline(lines, ink(f), height, weight));
  }

  private char form(char letter) {
    if (pitch > 0 && letter == '1') {
      return FIXED_ONE;
    }
    return LINES.containsKey(letter) ? letter : Character.toUpperCase(letter);
  }

  private static void lines(char letter, double width, String path) {
    LINES.put(letter, path);
    WIDTHS.put(letter, width);
  }

  /** Reads M, L, C and Z with absolute coordinates, as SVG writes them. */
  private static Path2D parse(String lines) {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double[] n = new double[6];
    int at = 0;
    while (at < lines.length()) {
      char command = lines.charAt(at++);
      int wanted = command == 'C' ? 6 : command == 'Z' ? 0 : 2;
      for (int i = 0; i < wanted; i++) {
        int from = at;
        while (at < lines.length() && "0123456789-.".indexOf(lines.charAt(at)) >= 0) {
          at++;
        }
        n[i] = Double.parseDouble(lines.substring(from, at));
        if (at < lines.length() && lines.charAt(at) == ' ') {
          at++;
        }
      }
      switch (command) {
        case 'M' -> path.moveTo(n[0], n[1]);
        case 'L' -> path.lineTo(n[0], n[1]);
        case 'C' -> path.curveTo(n[0], n[1], n[2], n[3], n[4], n[5]);
        case 'Z' -> path.closePath();
        default -> throw new IllegalArgumentException("not a path: " + lines);
      }
    }
    return path;
  }
}
