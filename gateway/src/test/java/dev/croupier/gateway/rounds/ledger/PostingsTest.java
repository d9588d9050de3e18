package dev.croupier.gateway.rounds.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.croupier.gateway.rounds.Fixtures;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostingsTest {
  private static final Account WALLET = Account.wallet(Fixtures.LIC, Fixtures.ANN, "EUR");
  private static final Account HOUSE = Account.house(Fixtures.LIC, "EUR");

  @Test
  void aMoveIsTwoEntriesAndAMoveOfNothingNone() {
    assertEquals(
        List.of(new Entry(WALLET, -5), new Entry(HOUSE, 5)),
        new Postings().move(WALLET, HOUSE, 5).move(WALLET, HOUSE, 0).entries());
    assertEquals(
        List.of(new Entry(WALLET, 5), new Entry(HOUSE, -5)),
        new Postings().move(WALLET, HOUSE, -5).entries());
  }

  @Test
  void nothingMovesBetweenCurrenciesOrLicensees() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Postings().move(WALLET, Account.house(Fixtures.LIC, "USD"), 5));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Postings().move(WALLET, Account.house(Fixtures.OTHER, "EUR"), 5));
  }

  @Test
  void entriesThatDoNotSumToZeroAreABug() {
    assertThrows(
        IllegalStateException.class,
        () -> Postings.checkBalanced(List.of(new Entry(WALLET, -5), new Entry(HOUSE, 4))));
    assertThrows(
        IllegalStateException.class,
        () ->
            Postings.checkBalanced(
                List.of(new Entry(WALLET, -5), new Entry(Account.house(Fixtures.LIC, "USD"), 5))));
    assertThrows(IllegalArgumentException.class, () -> new Entry(WALLET, 0));
  }

  @Test
  void anAmountThatCannotBeNegatedIsRefused() {
    assertThrows(
        ArithmeticException.class, () -> new Postings().move(WALLET, HOUSE, Long.MIN_VALUE));
  }
}
