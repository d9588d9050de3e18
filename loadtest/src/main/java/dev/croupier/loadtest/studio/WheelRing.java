package dev.croupier.loadtest.studio;

import static dev.croupier.loadtest.studio.Ink.stop;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/**
 * The turning part of a wheel: pockets with their numbers, and the rays on the cone within. Drawn
 * once, unrolled by angle; each frame then looks every pixel up at its angle less the wheel's,
 * which costs a tenth of drawing the paths again. Pockets get two samples a pixel; they begin and
 * end in the middle of gold rings that stand still, so that their own edges need no smoothing.
 *
 * <p>Owned by one picture's thread.
 */
final class WheelRing {
  /** Middle of the gold ring outside the pockets, as a part of the wheel's radius. */
  static final double OUTER = .797;

  /** Middle of the gold ring inside the pockets. */
  static final double INNER = .52;

  /** How far out the rays on the cone reach. */
  private static final double RAYS = .5;

  /** Width of the gold rings. */
  static final double RING = .008;

  private static final int COLUMN_BITS = 11;
  private static final int COLUMNS = 1 << COLUMN_BITS;
  private static final int COLUMN_MASK = COLUMNS - 1;
  private static final int ROW_BITS = 10;
  private static final int SAMPLE_MASK = (1 << (ROW_BITS + COLUMN_BITS)) - 1;
  private static final int SECOND_SHIFT = ROW_BITS + COLUMN_BITS;
  private static final int FACTOR_SHIFT = 2 * SECOND_SHIFT;
  private static final int ADDEND_SHIFT = FACTOR_SHIFT + 8;
  private static final int RAY_COLOUR = 0xF0D296;

  /** Colours by row (distance from the inner ring) and column (angle). */
  private final int[] pockets;

  /** Opacity of the rays by row (distance from the middle) and column. */
  private final byte[] rays;

  /** Lines of pocket pixels: where they begin in the canvas and how many there are. */
  private final int[] lineStart;

  private final int[] lineLength;

  /** Each pocket pixel: two samples (row and column), how the light changes it. */
  private final long[] pocketPixels;

  /** Each cone pixel: its place in the canvas, its sample. */
  private final int[] conePlaces;

  private final int[] coneSamples;
  private final int x0;
  private final int y0;
  private final int x1;
  private final int y1;
  private final int firstRow;

  /**
   * Unrolls the wheel for a canvas.
   *
   * @param cx middle, in units of the drawing
   * @param radius of the whole wheel
   * @param squash its height over its width, 1 seen from straight above
   */
  WheelRing(int width, int height, double cx, double cy, double radius, double squash) {
    double scale = width / Canvas.WIDTH;
    double r = radius * scale;
    double middleX = cx * scale;
    double middleY = cy * height / Canvas.HEIGHT;
    double reach = r * OUTER;
    x0 = (int) Math.floor(middleX - reach);
    x1 = (int) Math.ceil(middleX + reach);
    y0 = (int) Math.floor(middleY - reach * squash);
    y1 = (int) Math.ceil(middleY + reach * squash);
    firstRow = (int) (r * INNER) - 2;
    int[] texture = unroll(r, (int) Math.ceil(reach) + 2);
    pockets = Arrays.copyOfRange(texture, firstRow << COLUMN_BITS, texture.length);
    rays = new byte[(int) (r * RAYS + 2) << COLUMN_BITS];
    for (int i = 0; i < rays.length; i++) {
      rays[i] = (byte) (texture[i] >>> 24);
    }
    int[] light = light(x1 - x0, y1 - y0, middleX - x0, middleY - y0, r, squash);
    Lines lines = new Lines(x1 - x0, y1 - y0);
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        double dx = x + .5 - middleX;
        double dy = (y + .5 - middleY) / squash;
        double distance = Math.sqrt(dx * dx + dy * dy);
        if (distance < r * INNER) {
          if (distance < r * RAYS) {
            lines.cone(y * width + x, sample(dx, dy, 0));
          }
        } else if (distance < reach) {
          long first = sample(x + .25 - middleX, (y + .25 - middleY) / squash, firstRow);
          long second = sample(x + .75 - middleX, (y + .75 - middleY) / squash, firstRow);
          int glaze = light[(y - y0) * (x1 - x0) + x - x0];
          int opacity = glaze >>> 24;
          // The glaze is grey, so one addend serves all three colours.
          long addend = (long) opacity * (glaze & 0xFF) / 255;
          lines.pocket(
              y * width + x,
              first
                  | second << SECOND_SHIFT
                  | (255L - opacity) << FACTOR_SHIFT
                  | addend << ADDEND_SHIFT);
        }
      }
    }
    lineStart = Arrays.copyOf(lines.start, lines.count);
    lineLength = Arrays.copyOf(lines.length, lines.count);
    pocketPixels = Arrays.copyOf(lines.pockets, lines.pocketCount);
    conePlaces = Arrays.copyOf(lines.conePlaces, lines.coneCount);
    coneSamples = Arrays.copyOf(lines.coneSamples, lines.coneCount);
  }

  /** Draws the ring over what the canvas holds, turned by an angle. */
  void paint(Canvas canvas, double rotation) {
    int[] pixels = canvas.pixels(x0, y0, x1, y1);
    int turn = (int) Math.round(rotation / Ink.TURN * COLUMNS) & COLUMN_MASK;
    int at = 0;
    for (int line = 0; line < lineStart.length; line++) {
      int end = lineStart[line] + lineLength[line];
      for (int place = lineStart[line]; place < end; place++) {
        pixels[place] = pocket(pocketPixels[at++], turn);
      }
    }
    for (int i = 0; i < conePlaces.length; i++) {
      int sample = coneSamples[i];
      int opacity = rays[(sample & ~COLUMN_MASK) | ((sample - turn) & COLUMN_MASK)] & 0xFF;
      if (opacity != 0) {
        pixels[conePlaces[i]] = mix(pixels[conePlaces[i]], opacity);
      }
    }
  }

  private int pocket(long pixel, int turn) {
    int first = (int) pixel & SAMPLE_MASK;
    int second = (int) (pixel >>> SECOND_SHIFT) & SAMPLE_MASK;
    int mul = (int) (pixel >>> FACTOR_SHIFT) & 0xFF;
    int add = (int) (pixel >>> ADDEND_SHIFT);
    int a = pockets[(first & ~COLUMN_MASK) | ((first - turn) & COLUMN_MASK)];
    int b = pockets[(second & ~COLUMN_MASK) | ((second - turn) & COLUMN_MASK)];
    int red = ((((a >> 16 & 0xFF) + (b >> 16 & 0xFF)) * mul) >>> 9) + add;
    int green = ((((a >> 8 & 0xFF) + (b >> 8 & 0xFF)) * mul) >>> 9) + add;
    int blue = ((((a & 0xFF) + (b & 0xFF)) * mul) >>> 9) + add;
    return red << 16 | green << 8 | blue;
  }

  private static int mix(int below, int opacity) {
    // Red and blue together, green alone: eight bits of room above each.
    int part = opacity + (opacity >> 7);
    int rest = 256 - part;
    int redBlue = (below & 0xFF00FF) * rest + (RAY_COLOUR & 0xFF00FF) * part;
    int green = (below & 0xFF00) * rest + (RAY_COLOUR & 0xFF00) * part;
    return (redBlue >>> 8 & 0xFF00FF) | (green >>> 8 & 0xFF00);
  }

  /** A texel's place without rotation: the row in the high bits, the column in the low ones. */
  private static int sample(double dx, double dy, int firstRow) {
    int row = (int) Math.sqrt(dx * dx + dy * dy) - firstRow;
    int column = (int) Math.floor(Math.atan2(dy, dx) / Ink.TURN * COLUMNS) & COLUMN_MASK;
    return row << COLUMN_BITS | column;
  }

  /** The flat wheel as rows by distance in pixels and columns by angle. */
  private static int[] unroll(double r, int rows) {
    int size = 2 * (rows + 2) * 2;
    BufferedImage flat = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = flat.createGraphics();
    Canvas.smooth(g);
    g.translate(size / 2.0, size / 2.0);
    g.scale(2, 2);
    flat(g, r);
    g.dispose();
    int[] source = ((DataBufferInt) flat.getRaster().getDataBuffer()).getData();
    int[] texture = new int[rows << COLUMN_BITS];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        double angle = (column + .5) * Ink.TURN / COLUMNS;
        double x = size / 2.0 + 2 * (row + .5) * Math.cos(angle) - .5;
        double y = size / 2.0 + 2 * (row + .5) * Math.sin(angle) - .5;
        texture[row << COLUMN_BITS | column] = mean(source, size, x, y);
      }
    }
    return texture;
  }

  /** Mean of the four pixels around a point, by distance. */
  private static int mean(int[] source, int size, double x, double y) {
    int left = (int) x;
    int top = (int) y;
    double fx = x - left;
    double fy = y - top;
    int at = top * size + left;
    int result = 0;
    for (int shift = 0; shift <= 24; shift += 8) {
      double upper =
          (source[at] >>> shift & 0xFF) * (1 - fx) + (source[at + 1] >>> shift & 0xFF) * fx;
      double lower =
          (source[at + size] >>> shift & 0xFF) * (1 - fx)
              + (source[at + size + 1] >>> shift & 0xFF) * fx;
      result |= (int) Math.round(upper * (1 - fy) + lower * fy) << shift;
    }
    return result;
  }

  private static void flat(Graphics2D g, double r) {
    for (int k = 0; k < 8; k++) {
      g.rotate(k * Ink.TURN / 8);
      Ink.fill(
          g,
          Ink.rgba(RAY_COLOUR, .2),
          Ink.polygon(
              -r * .012, -r * .17, r * .012, -r * .17, r * .03, -r * .5, -r * .03, -r * .5));
      g.rotate(-k * Ink.TURN / 8);
    }
    // Gold beneath the ring, so that no cone shows through its seams.
    Path2D gold = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    gold.append(Ink.ellipse(0, 0, r * .83, r * .83), false);
    gold.append(Ink.ellipse(0, 0, r * .516, r * .516), false);
    Ink.fill(g, Ink.rgb(0xC7A05A), gold);
    for (int place = 0; place < WheelLayout.POCKETS; place++) {
      pocket(g, r, place);
    }
    for (int place = 0; place < WheelLayout.POCKETS; place++) {
      double angle = (place - .5) * WheelLayout.STEP - Math.PI / 2;
      double cos = Math.cos(angle) * r;
      double sin = Math.sin(angle) * r;
      Ink.stroke(
          g,
          Ink.rgba(0xF0D69B, .75),
          Ink.line(r * .006),
          Ink.between(.52 * cos, .52 * sin, .79 * cos, .79 * sin));
    }
    for (double ring : new double[] {OUTER, .65, INNER}) {
      Ink.stroke(g, Ink.rgb(0xE7CB8E), Ink.line(r * RING), Ink.ellipse(0, 0, r * ring, r * ring));
    }
  }

  private static void pocket(Graphics2D g, double r, int place) {
    int number = WheelLayout.numberAt(place);
    double angle = place * WheelLayout.STEP - Math.PI / 2;
    Color[] colours =
        number == 0
            ? new Color[] {Ink.rgb(0x0F9158), Ink.rgb(0x0A5C39)}
            : WheelLayout.red(number)
                ? new Color[] {Ink.rgb(0xC8202B), Ink.rgb(0x7D1119)}
                : new Color[] {Ink.rgb(0x1A1C22), Ink.rgb(0x0C0D11)};
    Ink.fill(g, colours[0], sector(r * .655, r * .79, angle));
    Ink.fill(g, colours[1], sector(r * .516, r * .645, angle));
    double turn = angle + Math.PI / 2;
    g.rotate(turn);
    g.setPaint(Color.WHITE);
    Glyphs.proportional(r * .0575, .185, .13).drawCentred(g, String.valueOf(number), 0, -r * .722);
    g.rotate(-turn);
  }

  private static Shape sector(double inner, double outer, double angle) {
    // Java's arcs run counterclockwise in degrees; a hair wider than a pocket, against gaps.
    double half = Math.toDegrees(WheelLayout.STEP / 2) + .02;
    double middle = -Math.toDegrees(angle);
    Path2D path = new Path2D.Double();
    path.append(arc(outer, middle + half, -2 * half), false);
    path.append(arc(inner, middle - half, 2 * half), true);
    path.closePath();
    return path;
  }

  private static Arc2D arc(double r, double from, double extent) {
    return new Arc2D.Double(-r, -r, 2 * r, 2 * r, from, extent, Arc2D.OPEN);
  }

  /** The studio's light on the wheel, which does not turn with it: grey with an opacity. */
  private static int[] light(int w, int h, double mx, double my, double r, double squash) {
    BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.translate(mx, my);
    g.scale(1, squash);
    Ink.fill(g, glaze(r), new Rectangle2D.Double(-r, -r, 2 * r, 2 * r));
    g.dispose();
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }

  /** The light's paint about the wheel's middle. */
  static Paint glaze(double r) {
    return Ink.linear(
        -r,
        -r * .9,
        r,
        r * .9,
        stop(0, Ink.white(.16)),
        stop(.3, Ink.white(.02)),
        stop(.5, Ink.white(.12)),
        stop(.62, Ink.black(.05)),
        stop(1, Ink.black(.34)));
  }

  /** Gathers pixels line by line. */
  private static final class Lines {
    final int[] start;
    final int[] length;
    final long[] pockets;
    final int[] conePlaces;
    final int[] coneSamples;
    int count;
    int pocketCount;
    int coneCount;

    Lines(int width, int height) {
      start = new int[2 * height];
      length = new int[2 * height];
      pockets = new long[width * height];
      conePlaces = new int[width * height];
      coneSamples = new int[width * height];
    }

    void pocket(int place, long pixel) {
      if (count == 0 || start[count - 1] + length[count - 1] != place) {
        start[count++] = place;
      }
      length[count - 1]++;
      pockets[pocketCount++] = pixel;
    }

    void cone(int place, int sample) {
      conePlaces[coneCount] = place;
      coneSamples[coneCount++] = sample;
    }
  }
}
