package dev.croupier.loadtest.report;

import dev.croupier.loadtest.measure.Recorder;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * A histogram log (HdrHistogram's format 1.3): each series under its tag, an interval a second,
 * values in microseconds, maxima shown in milliseconds. Written as the run goes on. One thread.
 */
public final class HistogramLog implements Recorder.Intervals, Closeable {
  private static final double MICROS_PER_MILLI = 1_000;

  private final PrintStream out;
  private final HistogramLogWriter log;

  /**
   * Opens the file and writes the head.
   *
   * @param startMillis when the run began, Unix time
   */
  public HistogramLog(Path file, String title, long startMillis) throws IOException {
    OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file));
    out = new PrintStream(stream, false, StandardCharsets.UTF_8);
    log = new HistogramLogWriter(out);
    log.outputComment("[" + title + "]");
    log.outputLogFormatVersion();
    log.outputStartTime(startMillis);
    log.setBaseTime(startMillis);
    log.outputLegend();
  }

  @Override
  public void interval(String tag, double fromSeconds, double toSeconds, Histogram values) {
    values.setTag(tag);
    log.outputIntervalHistogram(fromSeconds, toSeconds, values, MICROS_PER_MILLI);
  }

  /** Ends the file; says so if it could not all be written. */
  @Override
  public void close() throws IOException {
    boolean failed = out.checkError();
    out.close();
    if (failed) {
      throw new IOException("the histogram log could not be written");
    }
  }
}
