package dev.croupier.loadtest.studio;

import dev.croupier.loadtest.plan.Nearest;
import dev.croupier.loadtest.plan.ScenarioException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of the words that describe cameras. Pure; every complaint is one line. */
final class Words {
  private static final Pattern NUMBER = Pattern.compile("([+-]?\\d{1,9}(?:\\.\\d{1,6})?)([a-z]*)");
  private static final int SHOWN = 40;

  private Words() {}

  /** A time such as {@code -3s}, {@code 120ms} or {@code 0}, in microseconds. */
  static long micros(String word, String text, long least, long most) {
    Matcher number = number(word, text, "a time such as 120ms or 2s");
    int power =
        switch (number.group(2)) {
          case "s" -> 6;
          case "ms" -> 3;
          case "us" -> 0;
          case "" -> {
            if (new BigDecimal(number.group(1)).signum() != 0) {
              throw bad(word, "a time needs a unit: s, ms or us");
            }
            yield 0;
          }
          default -> throw bad(word, "a time needs a unit: s, ms or us");
        };
    long micros = new BigDecimal(number.group(1)).movePointRight(power).longValue();
    if (micros < least || micros > most) {
      throw bad(word, "must be " + time(least) + " to " + time(most));
    }
    return micros;
  }

  /** A drift such as {@code 100ppm} or {@code -40ppm}. */
  static double ppm(String word, String text, double most) {
    Matcher number = number(word, text, "a drift such as 100ppm");
    double ppm = Double.parseDouble(number.group(1));
    if (!number.group(2).equals("ppm") && !(ppm == 0 && number.group(2).isEmpty())) {
      throw bad(word, "a drift needs its unit: 100ppm");
    }
    if (Math.abs(ppm) > most) {
      throw bad(word, "must be -" + (int) most + "ppm to " + (int) most + "ppm");
    }
    return ppm + 0.0;
  }

  /** A rate such as {@code 1200k}, {@code 2.5m} or plain bits a second. */
  static int bits(String word, String text, int least, int most) {
    Matcher number = number(word, text, "a bit rate such as 1200k");
    int power =
        switch (number.group(2)) {
          case "m" -> 6;
          case "k" -> 3;
          case "" -> 0;
          default -> throw bad(word, "a bit rate is 1200k, 2.5m or plain bits a second");
        };
    BigDecimal bits = new BigDecimal(number.group(1)).movePointRight(power);
    if (bits.compareTo(BigDecimal.valueOf(least)) < 0
        || bits.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw bad(word, "must be " + least / 1000 + "k to " + most / 1000 + "k");
    }
    return bits.intValue();
  }

  /** A whole number within bounds. */
  static int whole(String word, String text, int least, int most) {
    if (!text.matches("\\d{1,9}")) {
      throw bad(word, "a whole number is needed");
    }
    int value = Integer.parseInt(text);
    if (value < least || value > most) {
      throw bad(word, "must be " + least + " to " + most);
    }
    return value;
  }

  /** A time as a word says it. */
  static String time(long micros) {
    if (micros % 1_000_000 == 0) {
      return micros / 1_000_000 + "s";
    }
    return micros % 1_000 == 0 ? micros / 1_000 + "ms" : micros + "us";
  }

  /** A drift as a word says it. */
  static String drift(double ppm) {
    return BigDecimal.valueOf(ppm).stripTrailingZeros().toPlainString() + "ppm";
  }

  /** A complaint about a word. */
  static ScenarioException bad(String word, String what) {
    return new ScenarioException("'" + shown(word) + "': " + what);
  }

  /** A complaint about a word that means nothing. */
  static ScenarioException unknown(String word, List<String> known) {
    return new ScenarioException(
        "unknown word '"
            + shown(word)
            + "'; did you mean '"
            + Nearest.of(shown(word), known)
            + "'?");
  }

  /** Text from outside, cut for a message. */
  static String shown(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }

  private static Matcher number(String word, String text, String wanted) {
    Matcher matcher = NUMBER.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw bad(word, wanted + " is needed");
    }
    return matcher;
  }
}
