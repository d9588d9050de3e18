package dev.croupier.gateway.rounds.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesetsTest {
  private static final String TIE_NINE =
      "{\"calcVer\":\"baccarat-1.1.0\",\"engine\":\"baccarat\",\"engineVer\":1,"
          + "\"paytable\":{\"banker\":\"19:20\",\"player\":\"1:1\",\"tie\":\"9:1\"},"
          + "\"rounding\":\"down\"}";

  private final Rulesets rulesets = Rulesets.builtIn();

  @Test
  void theCanonicalFormOfTheFirstReleaseIsFixed() {
    Ruleset roulette = rulesets.find("roulette-1.0.0").orElseThrow();
    assertEquals(
        "{\"calcVer\":\"roulette-1.0.0\",\"engine\":\"roulette\",\"engineVer\":1,\"paytable\":{"
            + "\"column\":\"2:1\",\"corner\":\"8:1\",\"dozen\":\"2:1\",\"even_money\":\"1:1\","
            + "\"first_four\":\"8:1\",\"six_line\":\"5:1\",\"split\":\"17:1\","
            + "\"straight\":\"35:1\",\"street\":\"11:1\",\"trio\":\"11:1\"},"
            + "\"rounding\":\"down\"}",
        roulette.canonicalJson());
    assertEquals(
        "{\"calcVer\":\"baccarat-1.0.0\",\"engine\":\"baccarat\",\"engineVer\":1,\"paytable\":{"
            + "\"banker\":\"19:20\",\"player\":\"1:1\",\"tie\":\"8:1\"},\"rounding\":\"down\"}",
        rulesets.find("baccarat-1.0.0").orElseThrow().canonicalJson());
  }

  @Test
  void theHashIsSha256OfTheCanonicalForm() throws NoSuchAlgorithmException {
    for (Ruleset ruleset : rulesets.list()) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(ruleset.canonicalJson().getBytes(UTF_8));
      assertEquals(HexFormat.of().formatHex(digest), ruleset.rulesHash());
    }
  }

  @Test
  void aCanonicalFormReadsAsItself() {
    for (Ruleset ruleset : rulesets.list()) {
      Rulesets.Registration again = rulesets.register(ruleset.canonicalJson().getBytes(UTF_8));
      assertSame(ruleset, assertInstanceOf(Rulesets.Registered.class, again).ruleset());
    }
  }

  @Test
  void keyOrderAndWhiteSpaceDoNotMakeOtherRules() {
    Ruleset first = registered(TIE_NINE);
    Ruleset second =
        registered(
            """
            { "rounding": "down", "engineVer": 1,
              "paytable": {"tie": "9:1", "player": "1:1", "banker": "19:20"},
              "engine": "baccarat", "calcVer": "baccarat-1.1.0" }
            """);
    assertSame(first, second);
    assertEquals(TIE_NINE, first.canonicalJson());
    assertSame(first, rulesets.find("baccarat-1.1.0").orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "\"9:1\", \"8:1\"",
    "\"down\", \"up\"",
    "'\"player\":\"1:1\",', ''",
    "'\"tie\"', '\"panda8\":\"25:1\",\"tie\"'"
  })
  void theSameCalcVerWithOtherRulesIsRefused(String from, String to) {
    Ruleset first = registered(TIE_NINE);
    assertEquals("calc_ver_taken", refused(TIE_NINE.replace(from, to)));
    assertSame(first, rulesets.find("baccarat-1.1.0").orElseThrow());
  }

  @Test
  void aReleasedCalcVerCannotBeRegisteredOtherwise() {
    assertEquals("calc_ver_taken", refused(TIE_NINE.replace("baccarat-1.1.0", "baccarat-1.0.0")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "{", "[]", "1", "null", "{}", "\"x\"",
      })
  void whatIsNoDefinitionIsMalformed(String json) {
    assertEquals("malformed", refused(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"calcVer\":\"baccarat-1.1.0\" | \"calcVer\":\"baccarat-1.1\" | malformed",
        "\"calcVer\":\"baccarat-1.1.0\" | \"calcVer\":\"baccarat-01.1.0\" | malformed",
        "\"calcVer\":\"baccarat-1.1.0\" | \"calcVer\":\"roulette-1.1.0\" | malformed",
        "\"calcVer\":\"baccarat-1.1.0\" | \"calcVer\":\"baccarat-1.1.0\\n\" | malformed",
        "\"calcVer\":\"baccarat-1.1.0\" | \"calcVer\":110 | malformed",
        "\"calcVer\":\"baccarat-1.1.0\" |"
            + " \"calcVer\":\"baccarat-1.1.0\",\"calcVer\":\"baccarat-1.1.1\" | malformed",
        "\"engineVer\":1 | \"engineVer\":2 | unknown_engine",
        "\"engineVer\":1 | \"engineVer\":\"1\" | unknown_engine",
        "\"engineVer\":1 | \"engineVer\":1.0 | unknown_engine",
        "\"engineVer\":1 | \"engineVer\":1,\"more\":1 | malformed",
        "\"rounding\":\"down\" | \"rounding\":\"DOWN\" | malformed",
        "\"rounding\":\"down\" | \"rounding\":null | malformed",
        "\"9:1\" | 9 | malformed",
        "\"9:1\" | \"18:2\" | malformed",
        "\"9:1\" | \"9.0:1\" | malformed",
        "\"tie\" | \"red\" | malformed",
        "\"tie\":\"9:1\" | \"tie\":\"9:1\",\"tie\":\"8:1\" | malformed",
        "\"banker\" | \"banker_six\" | malformed",
        "\"paytable\":{ | \"paytable\":[{ | malformed",
        "\"down\"} | \"down\"}{} | malformed",
        "baccarat | poker | unknown_engine",
      })
  void eachFaultHasItsCode(String from, String to, String code) {
    assertEquals(code, refused(TIE_NINE.replace(from, to)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | malformed",
        "[] | malformed",
        "{\"even_money_zero_return\":\"1:2\"} | malformed",
        "{\"even_money\":\"1:1\",\"even_money_zero_return\":\"2:1\"} | malformed",
        "{\"even_money\":\"1:1\",\"tie\":\"8:1\"} | malformed",
      })
  void aPaytableThatMeansNothingIsMalformed(String paytable, String code) {
    assertEquals(
        code,
        refused(
            "{\"calcVer\":\"roulette-2.0.0\",\"engine\":\"roulette\",\"engineVer\":1,\"paytable\":"
                + paytable
                + ",\"rounding\":\"down\"}"));
  }

  @Test
  void aDefinitionOfMoreThanFourKilobytesIsNotEvenRead() {
    assertEquals("malformed", refused(TIE_NINE + " ".repeat(4096)));
  }

  @Test
  void aRetiredRulesetIsNotFoundButStaysOnRecord() {
    Ruleset ruleset = registered(TIE_NINE);
    assertTrue(rulesets.retire("baccarat-1.1.0"));
    assertEquals(Optional.empty(), rulesets.find("baccarat-1.1.0"));
    assertTrue(rulesets.isRetired("baccarat-1.1.0"));
    assertSame(ruleset, rulesets.recorded("baccarat-1.1.0").orElseThrow());
    assertTrue(rulesets.list().contains(ruleset));
    // Registering it again is the same answer, and it stays retired.
    assertSame(ruleset, registered(TIE_NINE));
    assertEquals(Optional.empty(), rulesets.find("baccarat-1.1.0"));
  }

  @Test
  void anUnknownRulesetIsNeitherFoundNorRetired() {
    assertEquals(Optional.empty(), rulesets.find("baccarat-7.0.0"));
    assertEquals(Optional.empty(), rulesets.recorded("baccarat-7.0.0"));
    assertFalse(rulesets.retire("baccarat-7.0.0"));
  }

  @Test
  void thereIsABoundOnHowManyAreTaken() {
    for (int i = rulesets.list().size(); i < Rulesets.MAX; i++) {
      registered(TIE_NINE.replace("1.1.0", "3.0." + i));
    }
    assertEquals("too_many_rulesets", refused(TIE_NINE.replace("1.1.0", "4.0.0")));
    registered(TIE_NINE.replace("1.1.0", "3.0.100"));
    assertEquals(Rulesets.MAX, rulesets.list().size());
  }

  @Test
  void theListIsSortedByName() {
    List<String> names = rulesets.list().stream().map(Ruleset::calcVer).toList();
    assertEquals(names.stream().sorted().toList(), names);
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43})
  void bytesChangedAtRandomAreRefusedOrReadButNeverThrow(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = TIE_NINE.getBytes(UTF_8);
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (RulesetReader.read(bytes) instanceof Rulesets.Registered(Ruleset ruleset)) {
        Rulesets.Registration again = RulesetReader.read(ruleset.canonicalJson().getBytes(UTF_8));
        assertEquals(
            ruleset.canonicalJson(),
            assertInstanceOf(Rulesets.Registered.class, again, "seed " + seed)
                .ruleset()
                .canonicalJson());
      }
    }
  }

  private Ruleset registered(String json) {
    return switch (rulesets.register(json.getBytes(UTF_8))) {
      case Rulesets.Registered(Ruleset ruleset) -> ruleset;
      case Rulesets.Refused refused -> throw new AssertionError(refused);
    };
  }

  private String refused(String json) {
    return assertInstanceOf(Rulesets.Refused.class, rulesets.register(json.getBytes(UTF_8))).code();
  }
}
