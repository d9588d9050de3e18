package dev.croupier.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistogramLogTest {
  @TempDir Path folder;

  private static Histogram of(long... micros) {
    Histogram histogram = new Histogram(3_600_000_000L, 3);
    for (long value : micros) {
      histogram.recordValue(value);
    }
    return histogram;
  }

  @Test
  void whatIsWrittenIsReadAgainWithItsTagsAndTimes() throws IOException {
    Path file = folder.resolve("run.hlog");
    try (HistogramLog log = new HistogramLog(file, "smoke, seed 7", 1_795_000_000_000L)) {
      log.interval("viewers.webrtc_rtt", 0, 1, of(1_000, 2_000));
      log.interval("bettors.bet", 1, 2.5, of(5_000));
    }
    try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
      Histogram rtt = (Histogram) reader.nextIntervalHistogram();
      assertNotNull(rtt);
      assertEquals("viewers.webrtc_rtt", rtt.getTag());
      assertEquals(2, rtt.getTotalCount());
      assertEquals(1_795_000_000_000L, rtt.getStartTimeStamp());
      Histogram bet = (Histogram) reader.nextIntervalHistogram();
      assertEquals("bettors.bet", bet.getTag());
      assertEquals(1_795_000_002_500L, bet.getEndTimeStamp());
      assertEquals(5_000, bet.getMaxValue(), 5);
      assertNull(reader.nextIntervalHistogram());
    }
  }
}
