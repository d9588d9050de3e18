package dev.croupier.gateway.rounds.store;

import dev.croupier.gateway.ids.RoundId;
import dev.croupier.gateway.rounds.event.Bet;
import dev.croupier.gateway.rounds.event.CommandCodec;
import dev.croupier.gateway.rounds.event.Limits;
import dev.croupier.gateway.rounds.event.Round;
import dev.croupier.gateway.rounds.event.Wallet;
import dev.croupier.gateway.rounds.ledger.Account;
import dev.croupier.gateway.rounds.ledger.Change;
import dev.croupier.gateway.rounds.ledger.Entry;
import dev.croupier.gateway.rounds.ledger.JournalRecord;
import dev.croupier.gateway.rounds.ledger.Keyed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statements of a commit, prepared once. The writer's thread. */
final class Writes {
  private final String shard;
  private final long epoch;
  private final PreparedStatement fence;
  private final PreparedStatement journal;
  private final PreparedStatement idempotency;
  private final PreparedStatement entry;
  private final PreparedStatement wallet;
  private final PreparedStatement balance;
  private final PreparedStatement spent;
  private final PreparedStatement betNew;
  private final PreparedStatement betIs;
  private final PreparedStatement roundNew;
  private final PreparedStatement roundIs;
  private final PreparedStatement limits;

  Writes(Connection connection, String shard, long epoch) throws SQLException {
    this.shard = shard;
    this.epoch = epoch;
    fence =
        connection.prepareStatement(
            "UPDATE shard SET seq = seq + ?, ts = ?, head = ? WHERE id = ? AND epoch = ?");
    journal =
        connection.prepareStatement(
            "INSERT INTO journal (seq, shard, epoch, ts, licensee, key, kind, round, command,"
                + " rules_missing, hash) VALUES (?,?,?,?,?,?,?,?,?,?,?)");
    // Only the mark of a cancel may be written over, by the refusal of its bet.
    idempotency =
        connection.prepareStatement(
            "INSERT INTO idempotency (licensee, key, shard, request_hash, player, bet, status,"
                + " type, answer, seq, ts) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
                + " ON CONFLICT (licensee, key) DO UPDATE SET request_hash = excluded.request_hash,"
                + " player = excluded.player, bet = excluded.bet, status = excluded.status,"
                + " type = excluded.type, answer = excluded.answer, seq = excluded.seq,"
                + " ts = excluded.ts WHERE request_hash IS NULL");
    entry =
        connection.prepareStatement(
            "INSERT INTO entry (seq, n, shard, licensee, account, ref, currency, amount_minor)"
                + " VALUES (?,?,?,?,?,?,?,?)");
    wallet =
        connection.prepareStatement(
            "INSERT INTO wallet (licensee, player, shard, currency, exponent, balance_minor,"
                + " bonus_minor, open_stakes_minor, seq) VALUES (?,?,?,?,?,?,?,?,?)"
                + " ON CONFLICT (licensee, player) DO UPDATE SET"
                + " balance_minor = excluded.balance_minor, bonus_minor = excluded.bonus_minor,"
                + " open_stakes_minor = excluded.open_stakes_minor, seq = excluded.seq");
    balance =
        connection.prepareStatement(
            "INSERT INTO balance (licensee, account, ref, currency, shard, amount_minor)"
                + " VALUES (?,?,?,?,?,?) ON CONFLICT (licensee, account, ref, currency)"
                + " DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor");
    spent =
        connection.prepareStatement(
            "DELETE FROM balance WHERE licensee = ? AND account = 'stakes' AND ref = ?"
                + " AND amount_minor = 0");
    betNew =
        connection.prepareStatement(
            "INSERT INTO bet (seq, licensee, bet, shard, key, round, player, currency,"
                + " client_build, contract_ver, state, items, stake_minor, credits, placed_at,"
                + " changed_seq) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    betIs =
        connection.prepareStatement(
            "UPDATE bet SET state = ?, credits = ?, changed_seq = ? WHERE seq = ? AND bet = ?");
    roundNew =
        connection.prepareStatement(
            "INSERT INTO round (licensee, round, shard, table_id, counter, state, calc_ver,"
                + " rules_hash, limits_ver, opened_at, closes_at, display_closes_at, closed_at,"
                + " result, result_frame, reason, opened_seq, changed_seq)"
                + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    roundIs =
        connection.prepareStatement(
            "UPDATE round SET state = ?, closed_at = ?, result = ?, result_frame = ?, reason = ?,"
                + " changed_seq = ? WHERE licensee = ? AND round = ?");
    limits =
        connection.prepareStatement(
            "INSERT INTO limits (licensee, limits_ver, body) VALUES (?,?,?)"
                + " ON CONFLICT DO NOTHING");
  }

  /** Claims the numbers of a batch; false if the epoch is another writer's. */
  boolean fence(List<JournalRecord> batch) throws SQLException {
    JournalRecord last = batch.getLast();
    fence.setInt(1, batch.size());
    fence.setLong(2, last.ts());
    fence.setBytes(3, last.hash());
    fence.setString(4, shard);
    fence.setLong(5, epoch);
    return fence.executeUpdate() == 1;
  }

  /** Writes everything a batch says. */
  void write(List<JournalRecord> batch) throws SQLException {
    Map<Account, Long> sums = new HashMap<>();
    // Within a batch only the last content of a wallet needs writing.
    Map<Keyed, Change.WalletIs> wallets = new LinkedHashMap<>();
    Set<RoundStakes> ended = new LinkedHashSet<>();
    for (JournalRecord record : batch) {
      journal(record);
      idempotency(record);
      entries(record, sums);
      for (Change change : record.changes()) {
        switch (change) {
          case Change.WalletIs is ->
              wallets.put(new Keyed(is.wallet().licensee(), is.wallet().player().value()), is);
          case Change.RoundNew(Round round, Limits set) -> roundNew(round, set, record.seq());
          case Change.RoundIs(Round round) -> {
            roundIs(round, record.seq());
            if (round.state().isTerminal()) {
              record.entries().stream()
                  .map(line -> new RoundStakes(line.account().licensee().value(), round.id()))
                  .forEach(ended::add);
            }
          }
          case Change.BetNew(Bet bet) -> betNew(bet, record.seq());
          case Change.BetIs(Bet bet) -> betIs(bet, record.seq());
          case Change.Tombstone mark -> tombstone(mark, record);
        }
      }
    }
    long seq = batch.getLast().seq();
    for (Change.WalletIs is : wallets.values()) {
      wallet(is.wallet(), seq);
    }
    for (Map.Entry<Account, Long> sum : sums.entrySet()) {
      balance(sum.getKey(), sum.getValue());
    }
    for (RoundStakes round : ended) {
      spent.setString(1, round.licensee());
      spent.setString(2, round.round().value());
      spent.executeUpdate();
    }
  }

  /** Open stakes of an ended round: a row of 0 that nobody needs. */
  private record RoundStakes(String licensee, RoundId round) {}

  private void journal(JournalRecord record) throws SQLException {
    journal.setLong(1, record.seq());
    journal.setString(2, shard);
    journal.setLong(3, record.epoch());
    journal.setLong(4, record.ts());
    journal.setString(5, record.licensee().value());
    journal.setString(6, record.key());
    journal.setString(7, record.kind());
    journal.setString(8, record.round() == null ? null : record.round().value());
    journal.setBytes(9, record.command());
    journal.setInt(10, record.rulesMissing() ? 1 : 0);
    journal.setBytes(11, record.hash());
    one(journal, "journal");
  }

  private void idempotency(JournalRecord record) throws SQLException {
    idempotency.setString(1, record.licensee().value());
    idempotency.setString(2, record.key());
    idempotency.setString(3, shard);
    idempotency.setBytes(4, record.requestHash());
    idempotency.setString(5, record.player() == null ? null : record.player().value());
    idempotency.setString(6, record.bet() == null ? null : record.bet().value());
    idempotency.setInt(7, record.answer().status());
    idempotency.setString(8, record.answer().type());
    idempotency.setBytes(9, record.answer().body());
    idempotency.setLong(10, record.seq());
    idempotency.setLong(11, record.ts());
    one(idempotency, "idempotency");
  }

  private void tombstone(Change.Tombstone mark, JournalRecord record) throws SQLException {
    idempotency.setString(1, mark.licensee().value());
    idempotency.setString(2, mark.placeKey());
    idempotency.setString(3, shard);
    idempotency.setNull(4, Types.BLOB);
    idempotency.setString(5, mark.player().value());
    idempotency.setNull(6, Types.VARCHAR);
    idempotency.setNull(7, Types.INTEGER);
    idempotency.setNull(8, Types.VARCHAR);
    idempotency.setNull(9, Types.BLOB);
    idempotency.setLong(10, record.seq());
    idempotency.setLong(11, record.ts());
    one(idempotency, "idempotency");
  }

  private void entries(JournalRecord record, Map<Account, Long> sums) throws SQLException {
    int n = 0;
    for (Entry line : record.entries()) {
      Account account = line.account();
      entry.setLong(1, record.seq());
      entry.setInt(2, n++);
      entry.setString(3, shard);
      entry.setString(4, account.licensee().value());
      entry.setString(5, account.kind().wire());
      entry.setString(6, account.ref());
      entry.setString(7, account.currency());
      entry.setLong(8, line.amountMinor());
      one(entry, "entry");
      if (account.kind() != Account.Kind.WALLET) {
        sums.merge(account, line.amountMinor(), Math::addExact);
      }
    }
  }

  private void wallet(Wallet now, long seq) throws SQLException {
    wallet.setString(1, now.licensee().value());
    wallet.setString(2, now.player().value());
    wallet.setString(3, shard);
    wallet.setString(4, now.currency());
    wallet.setInt(5, now.exponent());
    wallet.setLong(6, now.balanceMinor());
    wallet.setLong(7, now.bonusMinor());
    wallet.setLong(8, now.openStakesMinor());
    wallet.setLong(9, seq);
    one(wallet, "wallet");
  }

  private void balance(Account account, long delta) throws SQLException {
    balance.setString(1, account.licensee().value());
    balance.setString(2, account.kind().wire());
    balance.setString(3, account.ref());
    balance.setString(4, account.currency());
    balance.setString(5, shard);
    balance.setLong(6, delta);
    one(balance, "balance");
  }

  private void betNew(Bet bet, long seq) throws SQLException {
    betNew.setLong(1, bet.seq());
    betNew.setString(2, bet.licensee().value());
    betNew.setString(3, bet.id().value());
    betNew.setString(4, shard);
    betNew.setString(5, bet.key());
    betNew.setString(6, bet.round().value());
    betNew.setString(7, bet.player().value());
    betNew.setString(8, bet.currency());
    betNew.setString(9, bet.clientBuild());
    betNew.setInt(10, bet.contractVer());
    betNew.setString(11, bet.state().wire());
    betNew.setBytes(12, CommandCodec.itemsToBytes(bet.items()));
    betNew.setLong(13, bet.stakeMinor());
    betNew.setString(14, Rows.credits(bet.credits()));
    betNew.setLong(15, bet.placedAt());
    betNew.setLong(16, seq);
    one(betNew, "bet");
  }

  private void betIs(Bet bet, long seq) throws SQLException {
    betIs.setString(1, bet.state().wire());
    betIs.setString(2, Rows.credits(bet.credits()));
    betIs.setLong(3, seq);
    betIs.setLong(4, bet.seq());
    betIs.setString(5, bet.id().value());
    one(betIs, "bet");
  }

  private void roundNew(Round round, Limits set, long seq) throws SQLException {
    limits.setString(1, round.owner().value());
    limits.setString(2, set.limitsVer());
    limits.setBytes(3, set.canonicalJson());
    limits.executeUpdate();
    roundNew.setString(1, round.owner().value());
    roundNew.setString(2, round.id().value());
    roundNew.setString(3, shard);
    roundNew.setString(4, round.table().value());
    roundNew.setLong(5, round.counter());
    roundNew.setString(6, round.state().wire());
    roundNew.setString(7, round.calcVer());
    roundNew.setString(8, round.rulesHash());
    roundNew.setString(9, round.limitsVer());
    roundNew.setLong(10, round.openedAt());
    roundNew.setLong(11, round.closesAt());
    roundNew.setLong(12, round.displayClosesAt());
    nullable(roundNew, 13, round.closedAt());
    roundNew.setString(14, round.result() == null ? null : round.result().canonicalJson());
    nullable(roundNew, 15, round.resultFrame());
    roundNew.setString(16, round.reason());
    roundNew.setLong(17, round.openedSeq());
    roundNew.setLong(18, seq);
    one(roundNew, "round");
  }

  private void roundIs(Round round, long seq) throws SQLException {
    roundIs.setString(1, round.state().wire());
    nullable(roundIs, 2, round.closedAt());
    roundIs.setString(3, round.result() == null ? null : round.result().canonicalJson());
    nullable(roundIs, 4, round.resultFrame());
    roundIs.setString(5, round.reason());
    roundIs.setLong(6, seq);
    roundIs.setString(7, round.owner().value());
    roundIs.setString(8, round.id().value());
    one(roundIs, "round");
  }

  private static void nullable(PreparedStatement statement, int column, Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(column, Types.INTEGER);
    } else {
      statement.setLong(column, value);
    }
  }

  /** A row that is not there, or there already, means that memory and store disagree: a bug. */
  private static void one(PreparedStatement statement, String table) throws SQLException {
    int rows = statement.executeUpdate();
    if (rows != 1) {
      throw new IllegalStateException(rows + " rows of " + table + " written instead of one");
    }
  }
}
