package dev.croupier.gateway.rounds.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * All rulesets this process knows, by {@code calcVer}: those released with it and those registered
 * since. What a {@code calcVer} means never changes. Any thread.
 */
public final class Rulesets {
  /** A bound on what may be registered from outside. */
  public static final int MAX = 1024;

  private final ConcurrentMap<String, Ruleset> byCalcVer = new ConcurrentHashMap<>();
  private final Set<String> retired = ConcurrentHashMap.newKeySet();
  private final Released released;

  private Rulesets(Released released) {
    this.released = released;
    for (Ruleset ruleset : released.rulesets()) {
      byCalcVer.put(ruleset.calcVer(), ruleset);
    }
  }

  /** What came of a registration. */
  public sealed interface Registration {}

  /**
   * It is known now, or was already with the same canonical form.
   *
   * @param ruleset the one in force
   */
  public record Registered(Ruleset ruleset) implements Registration {}

  /**
   * Nothing has changed.
   *
   * @param code {@code malformed}, {@code unknown_engine}, {@code calc_ver_taken} (the same {@code
   *     calcVer} with other rules) or {@code too_many_rulesets}
   * @param detail for people
   */
  public record Refused(String code, String detail) implements Registration {}

  /**
   * The released ones, from the program's own resources.
   *
   * @throws IllegalStateException if a definition is not the one that was released; the message is
   *     one line for the operator
   */
  public static Rulesets builtIn() {
    return from(Rulesets::resource);
  }

  static Rulesets from(Released.Resources resources) {
    return new Rulesets(Released.load(resources));
  }

  /** The ruleset for new and open rounds; empty if unknown or retired, which parks a round. */
  public Optional<Ruleset> find(String calcVer) {
    return retired.contains(calcVer) ? Optional.empty() : recorded(calcVer);
  }

  /** The ruleset a settled round was computed with, retired or not: to verify and reproduce it. */
  public Optional<Ruleset> recorded(String calcVer) {
    return Optional.ofNullable(byCalcVer.get(calcVer));
  }

  /** All that are known, retired ones too, by name. */
  public List<Ruleset> list() {
    return byCalcVer.values().stream().sorted(Comparator.comparing(Ruleset::calcVer)).toList();
  }

  /** Whether it is known and retired. */
  public boolean isRetired(String calcVer) {
    return retired.contains(calcVer);
  }

  /** Takes a definition, JSON in any key order; the caller keeps it durably. */
  public synchronized Registration register(byte[] definition) {
    return switch (RulesetReader.read(definition)) {
      case Refused refused -> refused;
      case Registered(Ruleset ruleset) -> register(ruleset);
    };
  }

  /** Takes a ruleset out of use for good; false if it is unknown. */
  public synchronized boolean retire(String calcVer) {
    if (!byCalcVer.containsKey(calcVer)) {
      return false;
    }
    retired.add(calcVer);
    return true;
  }

  /**
   * Replays the corpora of what was released with this program.
   *
   * @param every at least 1, which replays all; n replays only each n-th bet
   * @return one line that names the ruleset and the first difference, or empty if there is none
   */
  public Optional<String> verifyCorpus(int every) {
    if (every < 1) {
      throw new IllegalArgumentException("not every " + every + "th bet");
    }
    return released.verify(every);
  }

  private Registration register(Ruleset ruleset) {
    Ruleset known = byCalcVer.get(ruleset.calcVer());
    if (known != null) {
      return known.canonicalJson().equals(ruleset.canonicalJson())
          ? new Registered(known)
          : new Refused("calc_ver_taken", ruleset.calcVer() + " has other rules already");
    }
    if (byCalcVer.size() >= MAX) {
      return new Refused("too_many_rulesets", "there are " + MAX + " already");
    }
    byCalcVer.put(ruleset.calcVer(), ruleset);
    return new Registered(ruleset);
  }

  private static Optional<byte[]> resource(String name) {
    try (InputStream in = Rulesets.class.getResourceAsStream("/" + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
