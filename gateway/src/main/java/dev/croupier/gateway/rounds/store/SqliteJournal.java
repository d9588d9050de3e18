package dev.croupier.gateway.rounds.store;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.ShardId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.FencedException;
import dev.croupier.gateway.rounds.ledger.Journal;
import dev.croupier.gateway.rounds.ledger.JournalRecord;
import dev.croupier.gateway.rounds.ledger.Keyed;
import dev.croupier.gateway.rounds.ledger.Loaded;
import dev.croupier.gateway.rounds.ledger.Needs;
import dev.croupier.gateway.rounds.ledger.OutcomeUnknownException;
import dev.croupier.gateway.rounds.ledger.Recovered;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The writing side of a ledger. The shard writer's thread, after the start. */
final class SqliteJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);

  private final Connection connection;
  private final ShardId shard;
  private final long epoch;
  private final DataFolder folder;
  private final Checkpointer checkpointer;
  private final Writes writes;
  private final PreparedStatement begin;
  private final PreparedStatement beginRead;
  private final PreparedStatement commit;
  private final PreparedStatement rollback;
  private final PreparedStatement answer;
  private final PreparedStatement wallet;
  private final PreparedStatement bet;
  private final PreparedStatement round;
  private boolean suspect;
  private boolean closed;

  SqliteJournal(Connection connection, Path file, ShardId shard, long epoch, DataFolder folder)
      throws SQLException {
    this.connection = connection;
    this.shard = shard;
    this.epoch = epoch;
    this.folder = folder;
    this.writes = new Writes(connection, shard.value(), epoch);
    this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
    this.beginRead = connection.prepareStatement("BEGIN");
    this.commit = connection.prepareStatement("COMMIT");
    this.rollback = connection.prepareStatement("ROLLBACK");
    this.answer =
        connection.prepareStatement(
            "SELECT " + Rows.ANSWER + " FROM idempotency WHERE licensee = ? AND key = ?");
    this.wallet =
        connection.prepareStatement(
            "SELECT " + Rows.WALLET + " FROM wallet WHERE licensee = ? AND player = ?");
    this.bet = connection.prepareStatement(Rows.BET_BY_ID);
    this.round =
        connection.prepareStatement("SELECT " + Rows.ROUND + " FROM round WHERE round = ?");
    this.checkpointer = new Checkpointer(file);
  }

  @Override
  public Recovered recover() {
    try (PreparedStatement head =
        connection.prepareStatement("SELECT seq, ts, head FROM shard WHERE id = ?")) {
      head.setString(1, shard.value());
      try (ResultSet row = head.executeQuery()) {
        row.next();
        Map<TableId, Long> counters = counters();
        return new Recovered(
            row.getLong(1),
            row.getLong(2),
            epoch,
            row.getBytes(3),
            counters,
            open(),
            recent(counters));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("reading the ledger of " + shard, e);
    }
  }

  @Override
  public Loaded load(Needs needs) {
    try {
      beginRead.execute();
      Map<Keyed, StoredAnswer> answers = new HashMap<>();
      for (Keyed key : needs.keys()) {
        try (ResultSet row = ask(answer, key)) {
          if (row.next()) {
            answers.put(key, Rows.answer(row));
          }
        }
      }
      Map<Keyed, Wallet> wallets = new HashMap<>();
      for (Keyed key : needs.wallets()) {
        try (ResultSet row = ask(wallet, key)) {
          if (row.next()) {
            wallets.put(key, Rows.wallet(row));
          }
        }
      }
      Map<Keyed, Bet> bets = new HashMap<>();
      for (Keyed key : needs.bets()) {
        Rows.bet(bet, key).ifPresent(found -> bets.put(key, found));
      }
      Map<RoundId, Round> rounds = new HashMap<>();
      for (RoundId id : needs.rounds()) {
        round.setString(1, id.value());
        try (ResultSet row = round.executeQuery()) {
          if (row.next()) {
            rounds.put(id, Rows.round(row));
          }
        }
      }
      commit.execute();
      return new Loaded(answers, wallets, bets, rounds);
    } catch (SQLException e) {
      throw new IllegalStateException("reading the ledger of " + shard, e);
    }
  }

  @Override
  public void commit(List<JournalRecord> batch) throws FencedException, OutcomeUnknownException {
    try {
      begin.execute();
    } catch (SQLException e) {
      if (isBusy(e)) {
        throw new FencedException("somebody else writes to the ledger of " + shard);
      }
      throw unknown(e);
    }
    try {
      if (!writes.fence(batch)) {
        rollback.execute();
        throw new FencedException(
            "epoch " + epoch + " of the shard " + shard + " is over: another writer has it");
      }
      writes.write(batch);
    } catch (SQLException e) {
      // Nothing is committed. But a disk that fails here may have failed before, unseen.
      throw unknown(e);
    } catch (RuntimeException bug) {
      rollBack();
      throw bug;
    }
    try {
      commit.execute();
    } catch (SQLException e) {
      throw unknown(e);
    }
    checkpointer.wrote();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    checkpointer.close(!suspect);
    if (suspect) {
      // Closing would write the WAL back into a file that nobody can vouch for.
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("closing the ledger of {}: {}", shard, e.getMessage());
    }
  }

  private OutcomeUnknownException unknown(SQLException cause) {
    suspect = true;
    String message = "the outcome of a commit on the shard " + shard + " is unknown: " + cause;
    try {
      folder.markSuspect();
    } catch (RuntimeException e) {
      LOG.error("{}; and the folder could not be marked: {}", message, e.getMessage());
    }
    return new OutcomeUnknownException(message, cause);
  }

  private void rollBack() {
    try {
      rollback.execute();
    } catch (SQLException e) {
      LOG.error("rolling back on the shard {}: {}", shard, e.getMessage());
    }
  }

  private static boolean isBusy(SQLException e) {
    return e instanceof SQLiteException busy
        && (busy.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  private static ResultSet ask(PreparedStatement question, Keyed key) throws SQLException {
    question.setString(1, key.licensee().value());
    question.setString(2, key.value());
    return question.executeQuery();
  }

  private Map<TableId, Long> counters() throws SQLException {
    Map<TableId, Long> counters = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT table_id, max(counter) FROM round GROUP BY table_id")) {
      while (row.next()) {
        counters.put(new TableId(row.getString(1)), row.getLong(2));
      }
    }
    return counters;
  }

  private List<Recovered.OpenRound> open() throws SQLException {
    List<Recovered.OpenRound> open = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        PreparedStatement bets =
            connection.prepareStatement(
                "SELECT " + Rows.BET + " FROM bet WHERE seq > ? AND round = ? ORDER BY seq");
        PreparedStatement limits =
            connection.prepareStatement(
                "SELECT body FROM limits WHERE licensee = ? AND limits_ver = ?");
        ResultSet row =
            statement.executeQuery(
                "SELECT "
                    + Rows.ROUND
                    + " FROM round WHERE state NOT IN ('settled', 'void')"
                    + " ORDER BY opened_seq")) {
      while (row.next()) {
        Round unfinished = Rows.round(row);
        limits.setString(1, unfinished.owner().value());
        limits.setString(2, unfinished.limitsVer());
        bets.setLong(1, unfinished.openedSeq());
        bets.setString(2, unfinished.id().value());
        try (ResultSet body = limits.executeQuery();
            ResultSet bet = bets.executeQuery()) {
          body.next();
          List<Bet> own = new ArrayList<>();
          while (bet.next()) {
            own.add(Rows.bet(bet));
          }
          open.add(new Recovered.OpenRound(unfinished, Limits.read(body.getBytes(1)), own));
        }
      }
    }
    return open;
  }

  private Map<TableId, List<Round>> recent(Map<TableId, Long> counters) throws SQLException {
    Map<TableId, List<Round>> recent = new HashMap<>();
    for (TableId table : counters.keySet()) {
      recent.put(table, SqliteReads.lastResults(connection, table, Recovered.RECENT));
    }
    return recent;
  }
}
