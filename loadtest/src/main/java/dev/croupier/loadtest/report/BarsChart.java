package dev.croupier.loadtest.report;

import dev.croupier.loadtest.measure.Section;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How often which value came, as bars: for skews across clients. */
final class BarsChart {
  private static final double WIDTH = 508;
  private static final double HEIGHT = 210;
  private static final double LEFT = 44;
  private static final double RIGHT = 496;
  private static final double TOP = 10;
  private static final double BOTTOM = 184;
  private static final int BARS = 13;

  private BarsChart() {}

  /** A panel with one series. */
  static String panel(Section section, Section.Named series) {
    Histogram values = series.values();
    Spread spread = new Spread(values);
    // The last bar holds what is beyond the 99th percentile: one outlier must not squeeze the rest.
    long highest = Math.max(BARS, values.getValueAtPercentile(99));
    long width = Math.ceilDiv(highest, BARS - 1);
    long[] counts = new long[BARS];
    values
        .recordedValues()
        .forEach(
            value ->
                counts[(int) Math.min(BARS - 1, value.getValueIteratedTo() / width)] +=
                    value.getCountAtValueIteratedTo());
    long most = 1;
    for (long count : counts) {
      most = Math.max(most, count);
    }
    Axis axis = Axis.upTo((double) most, BOTTOM, TOP);
    StringBuilder html = new StringBuilder();
    html.append(
            Html.fill(
                "<section class=\"p\"><h2>%s</h2><p>%s; ms, %,d samples</p>",
                series.label(), section.title(), values.getTotalCount()))
        .append(Html.svg(WIDTH, HEIGHT, "Histogram of " + series.label()))
        .append(axis.grid(LEFT, RIGHT));
    double slot = (RIGHT - LEFT) / BARS;
    for (int i = 0; i < BARS; i++) {
      double x = LEFT + i * slot;
      double y = axis.y((double) counts[i]);
      html.append(Html.rect(x + 1.5, y, slot - 3, BOTTOM - y, Html.BLUE));
      if (i % 2 == 0) {
        String from = Numbers.ms(i * width / 1_000.0);
        html.append(
            Html.text(x + slot / 2, 202, "middle", Html.GREY, i == BARS - 1 ? "≥ " + from : from));
      }
    }
    return html.append(
            String.format(
                Locale.ROOT,
                "</svg><div class=\"lg under\"><span>p99 %s ms · max %s ms</span></div></section>",
                Numbers.ms(spread.ms(99)),
                Numbers.ms(spread.maxMs())))
        .toString();
  }
}
