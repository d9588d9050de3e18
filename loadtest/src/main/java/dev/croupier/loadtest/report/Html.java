package dev.croupier.loadtest.report;

import java.util.Locale;

/** Small pieces of the page: escaped text, icons, shapes. Numbers come with one decimal. */
final class Html {
  static final String BLUE = "#1f5fbf";
  static final String BRASS = "#8a6114";
  static final String PURPLE = "#5b3fa8";
  static final String GREEN = "#0a6b42";
  static final String RED = "#a81c27";
  static final String GREY = "#5a626d";
  static final String INK = "#16191f";
  static final String GRID = "#e6e1d6";

  /** Lines differ in colour and in dashes, so that they do in black and white too. */
  private static final String[][] STYLES = {
    {BLUE, ""}, {BRASS, "6 4"}, {PURPLE, "2 3"}, {GREEN, "10 3 2 3"}, {RED, "1 3"}, {GREY, "8 2"}
  };

  private Html() {}

  /** Text of others, harmless in elements and attributes. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
      }
    }
    return safe.toString();
  }

  /** {@link String#format} in which every text is escaped; markup of our own is in the pattern. */
  static String fill(String pattern, Object... values) {
    Object[] safe = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      safe[i] = values[i] instanceof String text ? escape(text) : values[i];
    }
    return String.format(Locale.ROOT, pattern, safe);
  }

  static String tick() {
    return icon("M4 10.5 8 14.5 16 5.5");
  }

  static String cross() {
    return icon("M5 5 15 15M15 5 5 15");
  }

  static String warning() {
    return icon("M10 3.5 17.5 16.5H2.5ZM10 8.5V12M10 14.2V14.3");
  }

  private static String icon(String path) {
    return "<svg class=\"icon\" viewBox=\"0 0 20 20\" aria-hidden=\"true\"><path d=\""
        + path
        + "\"/></svg>";
  }

  static String color(int style) {
    return STYLES[style % STYLES.length][0];
  }

  static String svg(double width, double height, String label) {
    return fill(
        "<svg width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" role=\"img\""
            + " aria-label=\"%s\">",
        width, height, width, height, label);
  }

  static String line(double x1, double y1, double x2, double y2, String color, String dashes) {
    return fill(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>",
        x1, y1, x2, y2, color, new Raw(dashes(dashes)));
  }

  static String text(double x, double y, String anchor, String color, String text) {
    return fill(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" style=\"fill:%s\">%s</text>",
        x, y, anchor, color, text);
  }

  static String title(double x, double y, String text) {
    return fill("<text class=\"b\" x=\"%.1f\" y=\"%.1f\">%s</text>", x, y, text);
  }

  static String rect(double x, double y, double width, double height, String color) {
    return fill(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
        x, y, width, height, color);
  }

  /** A line through points {@code x,y x,y}. */
  static String polyline(CharSequence points, int style) {
    return fill(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\"%s/>",
        points.toString(), color(style), new Raw(dashes(STYLES[style % STYLES.length][1])));
  }

  /** A legend's entry for a line. */
  static String legend(int style, String label) {
    return fill(
        "<span><svg width=\"24\" height=\"6\"><line x2=\"24\" y1=\"3\" y2=\"3\" stroke=\"%s\""
            + " stroke-width=\"2\"%s/></svg>%s</span>",
        color(style), new Raw(dashes(STYLES[style % STYLES.length][1])), label);
  }

  /** Markup of our own as a value of a pattern. */
  record Raw(String markup) {
    @Override
    public String toString() {
      return markup;
    }
  }

  private static String dashes(String dashes) {
    return dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"";
  }
}
