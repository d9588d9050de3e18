package dev.croupier.loadtest.relay;

import dev.croupier.loadtest.plan.Nearest;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.relay.Impairment.Jitter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** An impairment as a person writes it. One thread. */
final class ImpairmentText {
  private static final List<String> WORDS =
      List.of(
          "delay",
          "jitter",
          "loss",
          "burst",
          "reorder",
          "duplicate",
          "rate",
          "queue",
          "blackout",
          "none");

  private static final Map<String, Double> TIMES = units("us", 1e3, "ms", 1e6, "s", 1e9);
  private static final Map<String, Double> SHARES = units("%", 0.01);
  private static final Map<String, Double> RATES =
      units("kbit", 1e3, "mbit", 1e6, "gbit", 1e9, "bit", 1.0);
  private static final Map<String, Double> PACKETS = units("", 1.0);

  /** Longer texts are nobody's. */
  private static final int MAX_CHARS = 1_000;

  private static final int MAX_NUMBER_CHARS = 20;

  private long delay;
  private long jitter;
  private Jitter shape = Jitter.UNIFORM;
  private double loss;
  private double burst;
  private double reorder;
  private long reorderBy;
  private double duplicate;
  private long rate;
  private long queue = Impairment.QUEUE_NS;
  private long blackout;
  private long every;

  private ImpairmentText() {}

  static Impairment parse(String text) {
    if (text.length() > MAX_CHARS) {
      throw new ScenarioException("an impairment has at most " + MAX_CHARS + " characters");
    }
    ImpairmentText read = new ImpairmentText();
    Set<String> seen = new HashSet<>();
    for (String word : text.strip().split("\\s+")) {
      if (!word.isEmpty()) {
        read.take(word, seen);
      }
    }
    if (seen.contains("none") && seen.size() > 1) {
      throw new ScenarioException("none: stands alone");
    }
    if (seen.contains("queue") && !seen.contains("rate")) {
      throw new ScenarioException("queue: needs rate=…");
    }
    return read.impairment();
  }

  static String of(Impairment i) {
    List<String> words = new ArrayList<>();
    add(words, i.delayNs() > 0, "delay=" + time(i.delayNs()));
    add(words, i.jitterNs() > 0, "jitter=" + time(i.jitterNs()) + "," + i.jitter().word());
    add(words, i.loss() > 0, "loss=" + share(i.loss()));
    add(words, i.burst() > 0, "burst=" + number(i.burst()));
    add(words, i.reorder() > 0, "reorder=" + share(i.reorder()) + "," + time(i.reorderByNs()));
    add(words, i.duplicate() > 0, "duplicate=" + share(i.duplicate()));
    add(words, i.rate() > 0, "rate=" + rate(i.rate()));
    add(words, i.rate() > 0, "queue=" + time(i.queueNs()));
    String period = i.everyNs() > 0 ? "/" + time(i.everyNs()) : "";
    add(words, i.blackoutNs() > 0, "blackout=" + time(i.blackoutNs()) + period);
    return words.isEmpty() ? "none" : String.join(" ", words);
  }

  /** A number without an exponent or trailing zeros. */
  static String number(double value) {
    return new BigDecimal(value).round(MathContext.DECIMAL64).stripTrailingZeros().toPlainString();
  }

  private Impairment impairment() {
    return new Impairment(
        delay, jitter, shape, loss, burst, reorder, reorderBy, duplicate, rate, queue, blackout,
        every);
  }

  private void take(String word, Set<String> seen) {
    int equals = word.indexOf('=');
    String key = equals < 0 ? word : word.substring(0, equals);
    String value = equals < 0 ? "" : word.substring(equals + 1);
    if (!WORDS.contains(key)) {
      throw new ScenarioException(
          "unknown word '" + clip(key) + "'; did you mean '" + Nearest.of(clip(key), WORDS) + "'?");
    }
    if (!seen.add(key)) {
      throw new ScenarioException(key + ": said twice");
    }
    switch (key) {
      case "delay" -> delay = time(key, value);
      case "jitter" -> takeJitter(value);
      case "loss" -> loss = read(key, value, SHARES);
      case "burst" -> burst = read(key, value, PACKETS);
      case "reorder" -> takeReorder(value);
      case "duplicate" -> duplicate = read(key, value, SHARES);
      case "rate" -> rate = Math.round(read(key, value, RATES));
      case "queue" -> queue = time(key, value);
      case "blackout" -> takeBlackout(value);
      default -> {
        if (equals >= 0) {
          throw new ScenarioException("none: has no value");
        }
      }
    }
    if (key.equals("burst") && burst == 0 || key.equals("rate") && rate == 0) {
      throw new ScenarioException(key + ": more than 0, or leave it out");
    }
  }

  private void takeJitter(String value) {
    String[] parts = value.split(",", 2);
    jitter = time("jitter", parts[0]);
    if (parts.length == 2) {
      List<String> shapes = Arrays.stream(Jitter.values()).map(Jitter::word).toList();
      int which = shapes.indexOf(parts[1]);
      if (which < 0) {
        throw new ScenarioException(
            "jitter: unknown word '"
                + clip(parts[1])
                + "'; did you mean '"
                + Nearest.of(clip(parts[1]), shapes)
                + "'?");
      }
      shape = Jitter.values()[which];
    }
  }

  private void takeReorder(String value) {
    String[] parts = value.split(",", 2);
    if (parts.length < 2) {
      throw new ScenarioException("reorder: a share and a time, for example 1%,10ms");
    }
    reorder = read("reorder", parts[0], SHARES);
    reorderBy = time("reorder", parts[1]);
  }

  private void takeBlackout(String value) {
    String[] parts = value.split("/", 2);
    blackout = time("blackout", parts[0]);
    if (parts.length == 2) {
      every = time("blackout", parts[1]);
      if (every <= 0) {
        throw new ScenarioException("blackout: its period is longer than it, up to 3600s");
      }
    }
  }

  private static long time(String key, String value) {
    return Math.round(read(key, value, TIMES));
  }

  /** A number with one of these units; 0 may stand without. */
  private static double read(String key, String value, Map<String, Double> units) {
    for (Map.Entry<String, Double> unit : units.entrySet()) {
      if (value.endsWith(unit.getKey())) {
        double number = plain(value.substring(0, value.length() - unit.getKey().length()));
        if (number >= 0) {
          return number * unit.getValue();
        }
      }
    }
    if (value.equals("0")) {
      return 0;
    }
    throw new ScenarioException(
        key
            + ": a number"
            + (units.equals(PACKETS) ? "" : " with " + String.join(", ", units.keySet()))
            + " is needed, not '"
            + clip(value)
            + "'");
  }

  /** Digits with at most one point; else -1. */
  private static double plain(String text) {
    boolean fine =
        text.length() <= MAX_NUMBER_CHARS && text.matches("[0-9]+(\\.[0-9]*)?|\\.[0-9]+");
    return fine ? Double.parseDouble(text) : -1;
  }

  private static String time(long ns) {
    if (ns % 1_000_000_000 == 0) {
      return ns / 1_000_000_000 + "s";
    }
    return ns % 1_000_000 == 0 ? ns / 1_000_000 + "ms" : number(ns / 1e3) + "us";
  }

  private static String share(double share) {
    return number(share * 100) + "%";
  }

  private static String rate(long bits) {
    if (bits % 1_000_000 == 0) {
      return bits / 1_000_000 + "mbit";
    }
    return bits % 1_000 == 0 ? bits / 1_000 + "kbit" : bits + "bit";
  }

  private static void add(List<String> words, boolean there, String word) {
    if (there) {
      words.add(word);
    }
  }

  private static String clip(String text) {
    String line = text.replaceAll("[^\\x20-\\x7e]", "?");
    return line.toLowerCase(Locale.ROOT).substring(0, Math.min(line.length(), 40));
  }

  private static Map<String, Double> units(Object... pairs) {
    Map<String, Double> units = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      units.put((String) pairs[i], (Double) pairs[i + 1]);
    }
    return units;
  }
}
