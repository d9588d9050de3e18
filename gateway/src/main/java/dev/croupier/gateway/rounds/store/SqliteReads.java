package dev.croupier.gateway.rounds.store;

import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.rounds.event.Answer;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.BetState;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.RoundBets;
import dev.croupier.gateway.rounds.event.RoundStep;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Account;
import dev.croupier.gateway.rounds.ledger.LedgerReads;
import dev.croupier.gateway.rounds.ledger.StoredAnswer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Reads of doors, on a few read-only connections. Any thread; waits for a free connection. */
final class SqliteReads implements LedgerReads, AutoCloseable {
  /** Readers at once; more wait. */
  private static final int CONNECTIONS = 4;

  private final BlockingQueue<Connection> free = new ArrayBlockingQueue<>(CONNECTIONS);

  SqliteReads(Path file) throws SQLException {
    for (int i = 0; i < CONNECTIONS; i++) {
      free.add(Connections.reading(file));
    }
  }

  /** A question on a connection. */
  private interface Read<T> {
    T on(Connection connection) throws SQLException;
  }

  /** A row to a value. */
  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  @Override
  public Optional<StoredAnswer> answer(LicenseeId licensee, String key) {
    return read(
        c ->
            first(
                c,
                Rows::answer,
                "SELECT " + Rows.ANSWER + " FROM idempotency WHERE licensee = ? AND key = ?",
                licensee.value(),
                key));
  }

  @Override
  public Optional<Round> round(RoundId round) {
    return read(c -> round(c, round));
  }

  private static Optional<Round> round(Connection c, RoundId round) throws SQLException {
    return first(
        c, Rows::round, "SELECT " + Rows.ROUND + " FROM round WHERE round = ?", round.value());
  }

  @Override
  public Optional<Round> latestRound(TableId table) {
    return read(
        c ->
            first(
                c,
                Rows::round,
                "SELECT "
                    + Rows.ROUND
                    + " FROM round WHERE table_id = ?"
                    + " ORDER BY counter DESC LIMIT 1",
                table.value()));
  }

  @Override
  public List<Round> lastResults(TableId table, int max) {
    return read(c -> lastResults(c, table, max));
  }

  static List<Round> lastResults(Connection connection, TableId table, int max)
      throws SQLException {
    return list(
        connection,
        Rows::round,
        "SELECT "
            + Rows.ROUND
            + " FROM round WHERE table_id = ? AND result IS NOT NULL"
            + " AND state IN ('settled', 'void') ORDER BY counter DESC LIMIT ?",
        table.value(),
        max);
  }

  @Override
  public List<Bet> bets(LicenseeId licensee, RoundId round, PlayerId player) {
    return read(
        c -> {
          Optional<Round> known = round(c, round);
          return known.isEmpty() ? List.of() : bets(c, licensee, known.get(), player);
        });
  }

  @Override
  public List<Bet> openBets(LicenseeId licensee, PlayerId player) {
    return read(
        c -> {
          List<Bet> open = new ArrayList<>();
          for (Round round :
              list(
                  c,
                  Rows::round,
                  "SELECT "
                      + Rows.ROUND
                      + " FROM round WHERE state NOT IN ('settled', 'void')"
                      + " ORDER BY opened_seq")) {
            bets(c, licensee, round, player).stream()
                .filter(bet -> bet.state() == BetState.ACCEPTED)
                .forEach(open::add);
          }
          return open;
        });
  }

  @Override
  public Optional<Wallet> wallet(LicenseeId licensee, PlayerId player) {
    return read(
        c ->
            first(
                c,
                Rows::wallet,
                "SELECT " + Rows.WALLET + " FROM wallet WHERE licensee = ? AND player = ?",
                licensee.value(),
                player.value()));
  }

  @Override
  public List<RoundBets> history(
      LicenseeId licensee, PlayerId player, long fromTs, long toTs, int max) {
    return read(
        c -> {
          List<String> ids =
              list(
                  c,
                  row -> row.getString(1),
                  "SELECT round FROM bet WHERE licensee = ? AND player = ? AND placed_at >= ?"
                      + " AND placed_at < ? GROUP BY round ORDER BY max(placed_at) DESC LIMIT ?",
                  licensee.value(),
                  player.value(),
                  fromTs,
                  toTs,
                  max);
          List<RoundBets> rounds = new ArrayList<>(ids.size());
          for (String id : ids) {
            Round round = round(c, new RoundId(id)).orElseThrow();
            rounds.add(new RoundBets(round, bets(c, licensee, round, player)));
          }
          return rounds;
        });
  }

  @Override
  public List<RoundStep> steps(LicenseeId licensee, RoundId round, PlayerId player) {
    return read(
        c -> {
          Optional<Round> known = round(c, round);
          if (known.isEmpty()) {
            return List.of();
          }
          // Commands to the round are everybody's; slips only their licensee's, or player's.
          SortedSet<Long> numbers =
              new TreeSet<>(
                  list(
                      c,
                      row -> row.getLong(1),
                      "SELECT j.seq FROM journal j JOIN idempotency i ON i.licensee = j.licensee"
                          + " AND i.key = j.key WHERE j.round = ? AND (j.kind LIKE 'round.%'"
                          + " OR (j.licensee = ? AND i.player = coalesce(?, i.player)))",
                      round.value(),
                      licensee.value(),
                      player == null ? null : player.value()));
          for (Bet bet : bets(c, licensee, known.get(), player)) {
            numbers.add(bet.seq());
            numbers.addAll(
                list(
                    c,
                    row -> row.getLong(1),
                    "SELECT changed_seq FROM bet WHERE seq = ?",
                    bet.seq()));
          }
          List<RoundStep> steps = new ArrayList<>(numbers.size());
          for (long seq : numbers) {
            steps.addAll(
                list(
                    c,
                    row -> step(c, row, licensee, player),
                    "SELECT j.seq, j.ts, j.kind, j.key, j.command, i.status, i.type, i.answer,"
                        + " j.hash FROM journal j JOIN idempotency i ON i.licensee = j.licensee"
                        + " AND i.key = j.key WHERE j.seq = ?",
                    seq));
          }
          return steps;
        });
  }

  @Override
  public Optional<byte[]> limits(String limitsVer) {
    return read(
        c ->
            first(
                c,
                row -> row.getBytes(1),
                "SELECT body FROM limits WHERE limits_ver = ?",
                limitsVer));
  }

  @Override
  public void close() {
    for (int i = 0; i < CONNECTIONS; i++) {
      try {
        take().close();
      } catch (SQLException e) {
        throw new IllegalStateException("closing a reader", e);
      }
    }
  }

  /** Bets of a round: a player's by his index, all by the numbers between open and now. */
  private static List<Bet> bets(Connection c, LicenseeId licensee, Round round, PlayerId player)
      throws SQLException {
    String sql = "SELECT " + Rows.BET + " FROM bet WHERE ";
    return player == null
        ? list(
            c,
            Rows::bet,
            sql + "seq > ? AND seq < ? AND round = ? AND licensee = ? ORDER BY seq",
            round.openedSeq(),
            endSeq(c, round),
            round.id().value(),
            licensee.value())
        : list(
            c,
            Rows::bet,
            sql
                + "licensee = ? AND player = ? AND placed_at > ? AND placed_at < ? AND round = ?"
                + " ORDER BY seq",
            licensee.value(),
            player.value(),
            round.openedAt(),
            round.closesAt(),
            round.id().value());
  }

  /** No bet of the round has this number or a higher one; open rounds have no end yet. */
  private static long endSeq(Connection c, Round round) throws SQLException {
    return round.state().isTerminal()
        ? first(
                c,
                row -> row.getLong(1),
                "SELECT changed_seq FROM round WHERE round = ?",
                round.id().value())
            .orElseThrow()
        : Long.MAX_VALUE;
  }

  /** One step; of a settlement, which pays everybody, only the entries the reader may see. */
  private static RoundStep step(Connection c, ResultSet row, LicenseeId licensee, PlayerId player)
      throws SQLException {
    long seq = row.getLong(1);
    String sql =
        "SELECT account, ref, currency, amount_minor FROM entry WHERE seq = ? AND licensee = ?";
    Row<RoundStep.Posting> posting =
        line -> {
          String ref = line.getString(2);
          return new RoundStep.Posting(
              ref.isEmpty() ? line.getString(1) : line.getString(1) + ":" + ref,
              line.getString(3),
              line.getLong(4));
        };
    List<RoundStep.Posting> postings =
        player == null
            ? list(c, posting, sql + " ORDER BY n", seq, licensee.value())
            : list(
                c,
                posting,
                sql + " AND account = ? AND ref = ? ORDER BY n",
                seq,
                licensee.value(),
                Account.Kind.WALLET.wire(),
                player.value());
    return new RoundStep(
        seq,
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getBytes(5),
        new Answer(row.getInt(6), row.getString(7), row.getBytes(8)),
        postings,
        HexFormat.of().formatHex(row.getBytes(9)));
  }

  private <T> T read(Read<T> question) {
    Connection connection = take();
    try {
      return question.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("reading the ledger", e);
    } finally {
      free.add(connection);
    }
  }

  private Connection take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return free.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static <T> Optional<T> first(Connection c, Row<T> of, String sql, Object... args)
      throws SQLException {
    return list(c, of, sql, args).stream().findFirst();
  }

  private static <T> List<T> list(Connection c, Row<T> of, String sql, Object... args)
      throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      for (int i = 0; i < args.length; i++) {
        statement.setObject(i + 1, args[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (row.next()) {
          found.add(of.of(row));
        }
        return found;
      }
    }
  }
}
