package dev.croupier.loadtest.studio;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A still background with things that move in front of it, drawn in units of 1280 × 720 at any size
 * and kept as the encoder's {@link YuvPicture}.
 *
 * <p>Only what moved is drawn and converted: {@link #begin} puts the background back where the last
 * frame drew, {@link #open} gives a graphics that is clipped to the place it was asked for, {@link
 * #finish} converts the places of both frames. So the result never depends on the frame before.
 * Owned by one camera's thread.
 */
final class Canvas {
  /** Width of the drawing in its own units. */
  static final double WIDTH = 1280;

  /** Height of the drawing in its own units. */
  static final double HEIGHT = 720;

  private static final int MOST_PLACES = 64;

  private final int width;
  private final int height;
  private final double scaleX;
  private final double scaleY;
  private final int[] still;
  private final int[] pixels;
  private final BufferedImage image;
  private final short[] light;
  private final YuvPicture picture;
  private Places drawn = new Places();
  private Places before = new Places();

  /**
   * Draws the background once.
   *
   * @param background draws in units of 1280 × 720
   * @param vignette whether corners are darker, over what moves as well
   */
  Canvas(int width, int height, Consumer<Graphics2D> background, boolean vignette) {
    this.width = width;
    this.height = height;
    scaleX = width / WIDTH;
    scaleY = height / HEIGHT;
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    Graphics2D g = image.createGraphics();
    prepare(g);
    background.accept(g);
    g.dispose();
    still = pixels.clone();
    light = vignette ? vignette(width, height) : even(width, height);
    picture = YuvPicture.ofSize(width, height);
    convert(0, 0, width, height);
  }

  /** Smooth edges, exact lines, units of 1280 × 720. */
  private void prepare(Graphics2D g) {
    smooth(g);
    g.scale(scaleX, scaleY);
  }

  /** Sets the rendering hints that all our drawing wants. */
  static void smooth(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.setColor(Color.BLACK);
  }

  /** Starts a frame: nothing but the background. */
  void begin() {
    Places swap = before;
    before = drawn;
    drawn = swap;
    drawn.clear();
    for (int i = 0; i < before.count; i++) {
      int length = before.x1[i] - before.x0[i];
      for (int y = before.y0[i]; y < before.y1[i]; y++) {
        int at = y * width + before.x0[i];
        System.arraycopy(still, at, pixels, at, length);
      }
    }
  }

  /**
   * A graphics in units of 1280 × 720, clipped to the given place; dispose of it after drawing.
   *
   * @throws IllegalStateException after 64 places in a frame
   */
  Graphics2D open(double x, double y, double w, double h) {
    int i = place(x * scaleX, y * scaleY, (x + w) * scaleX, (y + h) * scaleY);
    Graphics2D g = image.createGraphics();
    g.setClip(drawn.x0[i], drawn.y0[i], drawn.x1[i] - drawn.x0[i], drawn.y1[i] - drawn.y0[i]);
    prepare(g);
    return g;
  }

  /**
   * Draws a thing once, for {@link #draw}.
   *
   * @param x left edge of its room, in units of the drawing
   */
  Sprite sprite(double x, double y, double w, double h, Consumer<Graphics2D> drawing) {
    int x0 = (int) Math.floor(x * scaleX);
    int y0 = (int) Math.floor(y * scaleY);
    int x1 = (int) Math.ceil((x + w) * scaleX);
    int y1 = (int) Math.ceil((y + h) * scaleY);
    BufferedImage drawn = new BufferedImage(x1 - x0, y1 - y0, BufferedImage.TYPE_INT_ARGB_PRE);
    Graphics2D g = drawn.createGraphics();
    smooth(g);
    g.translate(-x0, -y0);
    g.scale(scaleX, scaleY);
    drawing.accept(g);
    g.dispose();
    return new Sprite(
        x0, y0, x1, y1, ((DataBufferInt) drawn.getRaster().getDataBuffer()).getData());
  }

  /** Puts a sprite where it was drawn. */
  void draw(Sprite sprite) {
    int i = place(sprite.x0, sprite.y0, sprite.x1, sprite.y1);
    int left = Math.max(sprite.x0, drawn.x0[i]);
    int right = Math.min(sprite.x1, drawn.x1[i]);
    int bottom = Math.min(sprite.y1, drawn.y1[i]);
    for (int y = Math.max(sprite.y0, drawn.y0[i]); y < bottom; y++) {
      int from = (y - sprite.y0) * (sprite.x1 - sprite.x0) - sprite.x0;
      int to = y * width;
      for (int x = left; x < right; x++) {
        int above = sprite.pixels[from + x];
        if (above != 0) {
          pixels[to + x] = over(above, pixels[to + x]);
        }
      }
    }
  }

  /** A premultiplied colour over an opaque one. */
  private static int over(int above, int below) {
    int rest = 256 - (above >>> 24) - (above >>> 31);
    int redBlue = (above & 0xFF00FF) + (((below & 0xFF00FF) * rest) >>> 8 & 0xFF00FF);
    int green = (above & 0xFF00) + (((below & 0xFF00) * rest) >>> 8 & 0xFF00);
    return redBlue | green;
  }

  /** The pixels, 0xRRGGBB, for what writes them itself: mark the place in pixels beforehand. */
  int[] pixels(int x0, int y0, int x1, int y1) {
    place(x0, y0, x1, y1);
    return pixels;
  }

  /** Pixels in a line. */
  int width() {
    return width;
  }

  /** Lines. */
  int height() {
    return height;
  }

  /** Ends a frame and gives it; it is the canvas's own and valid until the next frame. */
  YuvPicture finish() {
    for (int i = 0; i < drawn.count; i++) {
      if (!drawn.coversElsewhere(i)) {
        convert(drawn.x0[i], drawn.y0[i], drawn.x1[i], drawn.y1[i]);
      }
    }
    for (int i = 0; i < before.count; i++) {
      if (!drawn.covers(before, i)) {
        convert(before.x0[i], before.y0[i], before.x1[i], before.y1[i]);
      }
    }
    return picture;
  }

  private int place(double x0, double y0, double x1, double y1) {
    if (drawn.count == MOST_PLACES) {
      throw new IllegalStateException("more than " + MOST_PLACES + " places in a frame");
    }
    int i = drawn.count++;
    // Whole 2 x 2 blocks, as chroma wants them.
    drawn.x0[i] = Math.clamp((long) Math.floor(x0), 0, width) & ~1;
    drawn.y0[i] = Math.clamp((long) Math.floor(y0), 0, height) & ~1;
    drawn.x1[i] = Math.clamp((long) Math.ceil(x1) + 1 & ~1, drawn.x0[i], width);
    drawn.y1[i] = Math.clamp((long) Math.ceil(y1) + 1 & ~1, drawn.y0[i], height);
    return i;
  }

  /** RGB to YCbCr, BT.709 in studio range, coefficients times 256; light is 256 for full. */
  private void convert(int x0, int y0, int x1, int y1) {
    byte[] luma = picture.luma();
    byte[] cb = picture.cb();
    byte[] cr = picture.cr();
    int half = width / 2;
    for (int y = y0; y < y1; y += 2) {
      int top = y * width;
      int chroma = (y >> 1) * half;
      for (int x = x0; x < x1; x += 2) {
        int at = top + x;
        int p0 = pixels[at];
        int p1 = pixels[at + 1];
        int p2 = pixels[at + width];
        int p3 = pixels[at + width + 1];
        int f = light[at];
        luma[at] = luma(p0, f);
        luma[at + 1] = luma(p1, light[at + 1]);
        luma[at + width] = luma(p2, light[at + width]);
        luma[at + width + 1] = luma(p3, light[at + width + 1]);
        int r = (p0 >> 16 & 0xFF) + (p1 >> 16 & 0xFF) + (p2 >> 16 & 0xFF) + (p3 >> 16 & 0xFF);
        int g = (p0 >> 8 & 0xFF) + (p1 >> 8 & 0xFF) + (p2 >> 8 & 0xFF) + (p3 >> 8 & 0xFF);
        int b = (p0 & 0xFF) + (p1 & 0xFF) + (p2 & 0xFF) + (p3 & 0xFF);
        int c = chroma + (x >> 1);
        cb[c] = (byte) (128 + (((-26 * r - 86 * g + 112 * b) * f + (1 << 17)) >> 18));
        cr[c] = (byte) (128 + (((112 * r - 102 * g - 10 * b) * f + (1 << 17)) >> 18));
      }
    }
  }

  private static byte luma(int p, int f) {
    int sum = 47 * (p >> 16 & 0xFF) + 157 * (p >> 8 & 0xFF) + 16 * (p & 0xFF);
    return (byte) (16 + ((sum * f + (1 << 15)) >> 16));
  }

  private static short[] even(int width, int height) {
    short[] light = new short[width * height];
    Arrays.fill(light, (short) 256);
    return light;
  }

  /** Full light within 320 units of (640, 330), down to 38 % at 840 units from (640, 360). */
  private static short[] vignette(int width, int height) {
    short[] light = new short[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double dx = (x + 0.5) * WIDTH / width - 640;
        double py = (y + 0.5) * HEIGHT / height;
        light[y * width + x] = (short) Math.round(256 * (1 - 0.62 * shade(dx, py)));
      }
    }
    return light;
  }

  /** Where a point lies between the two circles, 0 to 1: a radial gradient of two centres. */
  private static double shade(double dx, double y) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 12; i++) {
      double t = (low + high) / 2;
      double dy = y - (330 + 30 * t);
      double r = 320 + 520 * t;
      if (dx * dx + dy * dy > r * r) {
        low = t;
      } else {
        high = t;
      }
    }
    return low;
  }

  /** Something drawn once, with its place in the canvas; colours premultiplied. */
  static final class Sprite {
    private final int x0;
    private final int y0;
    private final int x1;
    private final int y1;
    private final int[] pixels;

    private Sprite(int x0, int y0, int x1, int y1, int[] pixels) {
      this.x0 = x0;
      this.y0 = y0;
      this.x1 = x1;
      this.y1 = y1;
      this.pixels = pixels;
    }
  }

  private static final class Places {
    final int[] x0 = new int[MOST_PLACES];
    final int[] y0 = new int[MOST_PLACES];
    final int[] x1 = new int[MOST_PLACES];
    final int[] y1 = new int[MOST_PLACES];
    int count;

    void clear() {
      count = 0;
    }

    /** Whether another place's room lies within one of these. */
    boolean covers(Places other, int place) {
      for (int i = 0; i < count; i++) {
        if (within(other, place, i)) {
          return true;
        }
      }
      return false;
    }

    /** Whether a place lies within another one of these; of two equal ones only the first does. */
    boolean coversElsewhere(int place) {
      for (int i = 0; i < count; i++) {
        if (i != place && within(this, place, i) && (i > place || !within(this, i, place))) {
          return true;
        }
      }
      return false;
    }

    private boolean within(Places other, int inner, int outer) {
      return x0[outer] <= other.x0[inner]
          && y0[outer] <= other.y0[inner]
          && x1[outer] >= other.x1[inner]
          && y1[outer] >= other.y1[inner];
    }
  }
}
