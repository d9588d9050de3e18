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
 * once, unrolled by angle; each frame then looks every pixel up at its angle less the wheel's, two
 * samples a pixel, which costs a tenth of drawing the paths again.
 *
 * <p>Owned by one picture's thread.
 */
final class WheelRing {
  /** Outer edge of the turning part, as a part of the wheel's radius. */
  static final double OUTER = .8;

  private static final double INNER = .516;
  private static final int COLUMN_BITS = 12;
  private static final int COLUMNS = 1 << COLUMN_BITS;
  private static final int COLUMN_MASK = COLUMNS - 1;
  private static final int RAY_COLOUR = 0xF0D296;
  private static final int OUTSIDE = -1;

  private final int[] texture;

  /** For each pixel its place in the canvas, two samples (row and column), light. */
  private final int[] places;

  private final int[] samplesA;
  private final int[] samplesB;
  private final int[] factor;
  private final int[] addend;
  private final int x0;
  private final int y0;
  private final int x1;
  private final int y1;

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
    int rows = (int) Math.ceil(reach) + 2;
    texture = unroll(r, rows);
    x0 = (int) Math.floor(middleX - reach);
    x1 = (int) Math.ceil(middleX + reach);
    y0 = (int) Math.floor(middleY - reach * squash);
    y1 = (int) Math.ceil(middleY + reach * squash);
    int[] light = light(x1 - x0, y1 - y0, middleX - x0, middleY - y0, r, squash);
    int room = (x1 - x0) * (y1 - y0);
    int[] place = new int[room];
    int[] a = new int[room];
    int[] b = new int[room];
    int[] mul = new int[room];
    int[] add = new int[room];
    int count = 0;
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        int sampleA = sample(x + .25 - middleX, (y + .25 - middleY) / squash, reach);
        int sampleB = sample(x + .75 - middleX, (y + .75 - middleY) / squash, reach);
        if (sampleA == OUTSIDE && sampleB == OUTSIDE) {
          continue;
        }
        int glaze = light[(y - y0) * (x1 - x0) + x - x0];
        int opacity = glaze >>> 24;
        place[count] = y * width + x;
        a[count] = sampleA;
        b[count] = sampleB;
        mul[count] = 255 - opacity;
        // The glaze is grey, so one addend serves all three colours.
        add[count] = opacity * (glaze & 0xFF) / 255;
        count++;
      }
    }
    places = Arrays.copyOf(place, count);
    samplesA = Arrays.copyOf(a, count);
    samplesB = Arrays.copyOf(b, count);
    factor = Arrays.copyOf(mul, count);
    addend = Arrays.copyOf(add, count);
  }

  /** Draws the ring over what the canvas holds, turned by an angle. */
  void paint(Canvas canvas, double rotation) {
    int[] pixels = canvas.pixels(x0, y0, x1, y1);
    int turn = (int) Math.round(rotation / Ink.TURN * COLUMNS) & COLUMN_MASK;
    for (int i = 0; i < places.length; i++) {
      int place = places[i];
      int below = pixels[place];
      int a = look(samplesA[i], turn, below);
      int b = look(samplesB[i], turn, below);
      int mul = factor[i];
      int add = addend[i];
      int red = ((((a >> 16 & 0xFF) + (b >> 16 & 0xFF)) * mul) >> 9) + add;
      int green = ((((a >> 8 & 0xFF) + (b >> 8 & 0xFF)) * mul) >> 9) + add;
      int blue = ((((a & 0xFF) + (b & 0xFF)) * mul) >> 9) + add;
      pixels[place] = red << 16 | green << 8 | blue;
    }
  }

  private int look(int sample, int turn, int below) {
    if (sample == OUTSIDE) {
      return below;
    }
    int texel = texture[(sample & ~COLUMN_MASK) | (sample - turn & COLUMN_MASK)];
    int opacity = texel >>> 24;
    if (opacity == 255) {
      return texel;
    }
    return opacity == 0 ? below : mix(below, opacity);
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
  private static int sample(double dx, double dy, double reach) {
    double distance = Math.sqrt(dx * dx + dy * dy);
    if (distance > reach) {
      return OUTSIDE;
    }
    double turn = Math.atan2(dy, dx) / Ink.TURN;
    int column = (int) Math.floor(turn * COLUMNS) & COLUMN_MASK;
    return (int) distance << COLUMN_BITS | column;
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
    gold.append(Ink.ellipse(0, 0, r * INNER, r * INNER), false);
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
    for (double ring : new double[] {.797, .65, .52}) {
      Ink.stroke(g, Ink.rgb(0xE7CB8E), Ink.line(r * .008), Ink.ellipse(0, 0, r * ring, r * ring));
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
    Ink.fill(g, colours[1], sector(r * INNER, r * .645, angle));
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
    Paint glaze =
        Ink.linear(
            -r,
            -r * .9,
            r,
            r * .9,
            stop(0, Ink.white(.16)),
            stop(.3, Ink.white(.02)),
            stop(.5, Ink.white(.12)),
            stop(.62, Ink.black(.05)),
            stop(1, Ink.black(.34)));
    Ink.fill(g, glaze, new Rectangle2D.Double(-r, -r, 2 * r, 2 * r));
    g.dispose();
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }
}
