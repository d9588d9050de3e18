package dev.croupier.gateway.rounds.rules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was released, once and for all: {@code rulesets.lock} names each {@code calcVer} with the
 * hash of its rules and the hash of its corpus; {@code rulesets/} holds both.
 *
 * <p>The hash of the rules says that the definition is still the same; only replaying the corpus
 * says that the code still computes the same.
 */
final class Released {
  static final String LOCK = "rulesets.lock";

  private final Resources resources;
  private final List<Entry> entries;
  private final List<Ruleset> rulesets;

  private Released(Resources resources, List<Entry> entries, List<Ruleset> rulesets) {
    this.resources = resources;
    this.entries = entries;
    this.rulesets = rulesets;
  }

  /** Where the files are; a test may put others there. */
  interface Resources {
    Optional<byte[]> read(String name);
  }

  /** A line of the lock. */
  record Entry(String calcVer, String rulesHash, String corpusHash) {
    String definitionName() {
      return "rulesets/" + calcVer + ".json";
    }

    String corpusName() {
      return "rulesets/" + calcVer + ".corpus";
    }

    @Override
    public String toString() {
      return calcVer + " " + rulesHash + " " + corpusHash;
    }
  }

  static Released load(Resources resources) {
    List<Entry> entries = new ArrayList<>();
    List<Ruleset> rulesets = new ArrayList<>();
    for (String line : text(resources, LOCK).lines().toList()) {
      if (!line.startsWith("#")) {
        Entry entry = entry(line);
        entries.add(entry);
        rulesets.add(ruleset(resources, entry));
      }
    }
    return new Released(resources, List.copyOf(entries), List.copyOf(rulesets));
  }

  List<Ruleset> rulesets() {
    return rulesets;
  }

  List<Entry> entries() {
    return entries;
  }

  /** One line about the first ruleset that computes otherwise than released, or empty. */
  Optional<String> verify(int every) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      String corpus = text(resources, entry.corpusName());
      if (!Sha256.hex(corpus.getBytes(StandardCharsets.US_ASCII)).equals(entry.corpusHash)) {
        return Optional.of(entry.calcVer + ": its corpus is not the one that was released");
      }
      Optional<String> difference =
          Corpus.parse(corpus).difference(rulesets.get(i).engine(), every);
      if (difference.isPresent()) {
        return Optional.of(
            entry.calcVer + " no longer computes what was released: " + difference.get());
      }
    }
    return Optional.empty();
  }

  private static Ruleset ruleset(Resources resources, Entry entry) {
    byte[] definition = bytes(resources, entry.definitionName());
    if (RulesetReader.read(definition) instanceof Rulesets.Registered(Ruleset ruleset)
        && ruleset.calcVer().equals(entry.calcVer)
        && ruleset.rulesHash().equals(entry.rulesHash)) {
      return ruleset;
    }
    throw new IllegalStateException(entry.calcVer + ": its rules are not those that were released");
  }

  private static Entry entry(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3) {
      throw new IllegalStateException(LOCK + " has a line that is not calcVer and two hashes");
    }
    return new Entry(parts[0], parts[1], parts[2]);
  }

  private static String text(Resources resources, String name) {
    return new String(bytes(resources, name), StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(Resources resources, String name) {
    return resources
        .read(name)
        .orElseThrow(() -> new IllegalStateException(name + " is missing from the program"));
  }
}
