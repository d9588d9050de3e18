package dev.croupier.loadtest.viewer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;

/** Numbers and times as playlists write them. Pure. */
final class HlsNumbers {
  /** Longer than any segment: a day. */
  private static final double MAX_SECONDS = 86_400;

  private static final double SECOND_MICROS = 1e6;

  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();

  private HlsNumbers() {}

  /** Decimal seconds as microseconds. */
  static long micros(String what, String text) throws HlsPlaylistException {
    try {
      double seconds = Double.parseDouble(text);
      if (seconds >= 0 && seconds <= MAX_SECONDS) {
        return Math.round(seconds * SECOND_MICROS);
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new HlsPlaylistException(what + " is no number of seconds");
  }

  /** A whole number from 0. */
  static long whole(String what, String text) throws HlsPlaylistException {
    try {
      long number = Long.parseLong(text.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new HlsPlaylistException(what + " is no whole number");
  }

  /** A date and time with its zone (RFC 8216 section 4.3.2.6), microseconds since 1970. */
  static long dateTime(String text) throws HlsPlaylistException {
    try {
      Instant instant = OffsetDateTime.parse(text.strip(), DATE_TIME).toInstant();
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    } catch (DateTimeException | ArithmeticException _) {
      throw new HlsPlaylistException("EXT-X-PROGRAM-DATE-TIME is no date");
    }
  }
}
