package dev.croupier.gateway.rounds.store;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.ShardId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Account;
import dev.croupier.gateway.rounds.ledger.Entry;
import dev.croupier.gateway.rounds.ledger.JournalReader;
import dev.croupier.gateway.rounds.ledger.JournalRecord;
import dev.croupier.gateway.rounds.ledger.Keyed;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A whole ledger in one read transaction, for verification. One thread. */
final class SqliteReader implements JournalReader, AutoCloseable {
  private static final byte[] NOTHING = {};

  private final Connection connection;
  private final ShardId shard;
  private final PreparedStatement answer;
  private final PreparedStatement bet;
  private final PreparedStatement round;

  SqliteReader(Connection connection, ShardId shard) throws SQLException {
    this.connection = connection;
    this.shard = shard;
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
    }
    answer =
        connection.prepareStatement(
            "SELECT " + Rows.ANSWER + " FROM idempotency WHERE licensee = ? AND key = ?");
    bet = connection.prepareStatement(Rows.BET_BY_ID);
    round = connection.prepareStatement("SELECT " + Rows.ROUND + " FROM round WHERE round = ?");
  }

  @Override
  public String shard() {
    return shard.value();
  }

  @Override
  public void records(Consumer<JournalRecord> each) {
    // A record whose answer is gone or belongs to another still comes, with nothing in it: the
    // chain tells.
    String sql =
        "SELECT j.seq, j.ts, j.epoch, j.licensee, j.key, j.kind, i.player, i.bet, j.round,"
            + " j.command, j.rules_missing, i.request_hash, i.status, i.type, i.answer, j.hash"
            + " FROM journal j LEFT JOIN idempotency i ON i.licensee = j.licensee AND i.key = j.key"
            + " AND i.seq = j.seq ORDER BY j.seq";
    try (Statement statement = connection.createStatement();
        Statement lines = connection.createStatement();
        ResultSet row = statement.executeQuery(sql);
        ResultSet line =
            lines.executeQuery(
                "SELECT seq, licensee, account, ref, currency, amount_minor FROM entry"
                    + " ORDER BY seq, n")) {
      boolean more = line.next();
      while (row.next()) {
        long seq = row.getLong(1);
        List<Entry> entries = new ArrayList<>();
        while (more && line.getLong(1) <= seq) {
          if (line.getLong(1) == seq) {
            entries.add(entry(line));
          }
          more = line.next();
        }
        each.accept(record(row, entries));
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static Entry entry(ResultSet line) throws SQLException {
    return new Entry(
        new Account(
            new LicenseeId(line.getString(2)),
            Account.Kind.ofWire(line.getString(3)),
            line.getString(4),
            line.getString(5)),
        line.getLong(6));
  }

  private static JournalRecord record(ResultSet row, List<Entry> entries) throws SQLException {
    String player = row.getString(7);
    String bet = row.getString(8);
    String round = row.getString(9);
    byte[] hash = row.getBytes(12);
    String type = row.getString(14);
    byte[] body = row.getBytes(15);
    return new JournalRecord(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        new LicenseeId(row.getString(4)),
        row.getString(5),
        row.getString(6),
        player == null ? null : new PlayerId(player),
        bet == null ? null : new BetId(bet),
        round == null ? null : new RoundId(round),
        row.getBytes(10),
        row.getInt(11) != 0,
        hash == null ? NOTHING : hash,
        new Answer(row.getInt(13), type == null ? "" : type, body == null ? NOTHING : body),
        entries,
        List.of(),
        row.getBytes(16));
  }

  @Override
  public Head head() {
    try (PreparedStatement ask =
        connection.prepareStatement("SELECT seq, ts, head FROM shard WHERE id = ?")) {
      ask.setString(1, shard.value());
      try (ResultSet row = ask.executeQuery()) {
        return row.next()
            ? new Head(row.getLong(1), row.getLong(2), row.getBytes(3))
            : new Head(-1, -1, NOTHING);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public Optional<StoredAnswer> answer(Keyed key) {
    try (ResultSet row = ask(answer, key)) {
      return row.next() ? Optional.of(Rows.answer(row)) : Optional.empty();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public Optional<Bet> bet(Keyed key) {
    try {
      return Rows.bet(bet, key);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public Optional<Round> round(RoundId id) {
    try {
      round.setString(1, id.value());
      try (ResultSet row = round.executeQuery()) {
        return row.next() ? Optional.of(Rows.round(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void wallets(Consumer<Wallet> each) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + Rows.WALLET + " FROM wallet")) {
      while (row.next()) {
        each.accept(Rows.wallet(row));
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public Map<Account, Long> balances() {
    Map<Account, Long> balances = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT licensee, account, ref, currency, amount_minor FROM balance")) {
      while (row.next()) {
        Account account =
            new Account(
                new LicenseeId(row.getString(1)),
                Account.Kind.ofWire(row.getString(2)),
                row.getString(3),
                row.getString(4));
        balances.put(account, row.getLong(5));
      }
      return balances;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public Counts counts() {
    return new Counts(
        count("idempotency WHERE request_hash IS NOT NULL"),
        count("idempotency WHERE request_hash IS NULL"),
        count("entry"),
        count("round"),
        count("bet"));
  }

  @Override
  public void close() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private long count(String rows) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + rows)) {
      return row.next() ? row.getLong(1) : -1;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static ResultSet ask(PreparedStatement question, Keyed key) throws SQLException {
    question.setString(1, key.licensee().value());
    question.setString(2, key.value());
    return question.executeQuery();
  }

  private static IllegalStateException failed(SQLException e) {
    return new IllegalStateException("reading the ledger", e);
  }
}
