package dev.croupier.gateway.rounds.store;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.BetState;
import dev.croupier.gateway.rounds.event.CommandCodec;
import dev.croupier.gateway.rounds.event.Result;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.RoundState;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Keyed;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows to values. Each method names the columns it reads, in their order. */
final class Rows {
  static final String ANSWER = "request_hash, player, bet, status, type, answer, seq, ts";
  static final String WALLET =
      "licensee, player, currency, exponent, balance_minor, bonus_minor, open_stakes_minor";
  static final String BET =
      "licensee, bet, key, round, player, currency, client_build, contract_ver, state, items,"
          + " stake_minor, credits, seq, placed_at";
  static final String ROUND =
      "round, table_id, licensee, counter, state, calc_ver, rules_hash, limits_ver, opened_at,"
          + " closes_at, display_closes_at, closed_at, result, result_frame, reason, opened_seq";

  /** Asks for a bet of a licensee by {@link #betSeq} and its id. */
  static final String BET_BY_ID =
      "SELECT " + BET + " FROM bet WHERE seq = ? AND licensee = ? AND bet = ?";

  private Rows() {}

  /** The {@code seq} a bet's id ends in, or -1 if it is none of ours. */
  static long betSeq(String bet) {
    String digits = bet.substring(bet.lastIndexOf('-') + 1);
    if (digits.isEmpty() || digits.length() > 18) {
      return -1;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(digits);
  }

  /** The bet of an id. */
  static Optional<Bet> bet(PreparedStatement byId, Keyed bet) throws SQLException {
    byId.setLong(1, betSeq(bet.value()));
    byId.setString(2, bet.licensee().value());
    byId.setString(3, bet.value());
    try (ResultSet row = byId.executeQuery()) {
      return row.next() ? Optional.of(bet(row)) : Optional.empty();
    }
  }

  static StoredAnswer answer(ResultSet row) throws SQLException {
    String player = row.getString(2);
    String bet = row.getString(3);
    byte[] body = row.getBytes(6);
    return new StoredAnswer(
        row.getBytes(1),
        player == null ? null : new PlayerId(player),
        bet == null ? null : new BetId(bet),
        body == null ? null : new Answer(row.getInt(4), row.getString(5), body),
        row.getLong(7),
        row.getLong(8));
  }

  static Wallet wallet(ResultSet row) throws SQLException {
    return new Wallet(
        new LicenseeId(row.getString(1)),
        new PlayerId(row.getString(2)),
        row.getString(3),
        row.getInt(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }

  static Bet bet(ResultSet row) throws SQLException {
    return new Bet(
        new LicenseeId(row.getString(1)),
        new BetId(row.getString(2)),
        row.getString(3),
        new RoundId(row.getString(4)),
        new PlayerId(row.getString(5)),
        row.getString(6),
        row.getString(7),
        row.getInt(8),
        BetState.ofWire(row.getString(9)),
        CommandCodec.itemsFromBytes(row.getBytes(10)),
        row.getLong(11),
        credits(row.getString(12)),
        row.getLong(13),
        row.getLong(14));
  }

  static Round round(ResultSet row) throws SQLException {
    return new Round(
        new RoundId(row.getString(1)),
        new TableId(row.getString(2)),
        new LicenseeId(row.getString(3)),
        row.getLong(4),
        RoundState.ofWire(row.getString(5)),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getLong(9),
        row.getLong(10),
        row.getLong(11),
        number(row, 12),
        result(row.getString(13)),
        number(row, 14),
        row.getString(15),
        row.getLong(16));
  }

  /** Payouts by item, as text: {@code 3600,0}. */
  static String credits(List<Long> credits) {
    return credits == null
        ? null
        : credits.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Long> credits(String text) {
    return text == null ? null : Arrays.stream(text.split(",")).map(Long::valueOf).toList();
  }

  private static Result result(String json) {
    if (json == null) {
      return null;
    }
    return switch (Result.parse(json)) {
      case Result.Read(Result result) -> result;
      case Result.Unreadable bad -> throw new IllegalStateException("a stored result: " + bad);
    };
  }

  private static Long number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
