package dev.croupier.gateway.rounds.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a shard's database, and the steps from one version to the next. A step that has
 * shipped is never edited; a change is a new step, and the release before must run on its result.
 *
 * <p>One file is one shard: SQLite has one writer a file, and so has a shard.
 */
final class Schema {
  /** "CRPL" in the header of the file: what this database is. */
  static final int APPLICATION_ID = 0x4352504c;

  private static final List<String> VERSION_1 =
      List.of(
          // The fence: a writer whose epoch is not here has no business writing.
          """
          CREATE TABLE shard (
            id TEXT PRIMARY KEY,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            ts INTEGER NOT NULL,
            head BLOB NOT NULL
          ) STRICT""",
          // Every decision, in order; hash covers the one before and everything said here, in
          // idempotency and in entry.
          """
          CREATE TABLE journal (
            seq INTEGER PRIMARY KEY,
            shard TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            ts INTEGER NOT NULL,
            licensee TEXT NOT NULL,
            key TEXT NOT NULL,
            kind TEXT NOT NULL,
            round TEXT,
            command BLOB NOT NULL,
            rules_missing INTEGER NOT NULL,
            hash BLOB NOT NULL
          ) STRICT""",
          "CREATE INDEX journal_round ON journal (round) WHERE round IS NOT NULL",
          // What was answered under a key. A tombstone has no request hash and no answer.
          """
          CREATE TABLE idempotency (
            id INTEGER PRIMARY KEY,
            licensee TEXT NOT NULL,
            key TEXT NOT NULL,
            shard TEXT NOT NULL,
            request_hash BLOB,
            player TEXT,
            bet TEXT,
            status INTEGER,
            type TEXT,
            answer BLOB,
            seq INTEGER NOT NULL,
            ts INTEGER NOT NULL
          ) STRICT""",
          "CREATE UNIQUE INDEX idempotency_key ON idempotency (licensee, key)",
          """
          CREATE TABLE entry (
            seq INTEGER NOT NULL,
            n INTEGER NOT NULL,
            shard TEXT NOT NULL,
            licensee TEXT NOT NULL,
            account TEXT NOT NULL,
            ref TEXT NOT NULL,
            currency TEXT NOT NULL,
            amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
            PRIMARY KEY (seq, n)
          ) STRICT, WITHOUT ROWID""",
          """
          CREATE TABLE wallet (
            licensee TEXT NOT NULL,
            player TEXT NOT NULL,
            shard TEXT NOT NULL,
            currency TEXT NOT NULL,
            exponent INTEGER NOT NULL,
            balance_minor INTEGER NOT NULL CHECK (balance_minor >= 0),
            bonus_minor INTEGER NOT NULL CHECK (bonus_minor >= 0),
            open_stakes_minor INTEGER NOT NULL CHECK (open_stakes_minor >= 0),
            seq INTEGER NOT NULL,
            PRIMARY KEY (licensee, player)
          ) STRICT, WITHOUT ROWID""",
          // Every account but wallets; appended to in sums, so that the house is no hot row.
          """
          CREATE TABLE balance (
            licensee TEXT NOT NULL,
            account TEXT NOT NULL,
            ref TEXT NOT NULL,
            currency TEXT NOT NULL,
            shard TEXT NOT NULL,
            amount_minor INTEGER NOT NULL,
            PRIMARY KEY (licensee, account, ref, currency)
          ) STRICT, WITHOUT ROWID""",
          """
          CREATE TABLE bet (
            seq INTEGER PRIMARY KEY,
            licensee TEXT NOT NULL,
            bet TEXT NOT NULL,
            shard TEXT NOT NULL,
            key TEXT NOT NULL,
            round TEXT NOT NULL,
            player TEXT NOT NULL,
            currency TEXT NOT NULL,
            client_build TEXT,
            contract_ver INTEGER NOT NULL,
            state TEXT NOT NULL,
            items BLOB NOT NULL,
            stake_minor INTEGER NOT NULL CHECK (stake_minor > 0),
            credits TEXT,
            placed_at INTEGER NOT NULL,
            changed_seq INTEGER NOT NULL
          ) STRICT""",
          // The only index: a bet's id ends in its seq, and a round's bets stand between the seq of
          // its open and of its end. Each index more costs every bet a random page.
          "CREATE INDEX bet_player ON bet (licensee, player, placed_at)",
          // Rounds belong to the licensee that owns the table, house for a shared one.
          """
          CREATE TABLE round (
            licensee TEXT NOT NULL,
            round TEXT NOT NULL,
            shard TEXT NOT NULL,
            table_id TEXT NOT NULL,
            counter INTEGER NOT NULL,
            state TEXT NOT NULL,
            calc_ver TEXT NOT NULL,
            rules_hash TEXT NOT NULL,
            limits_ver TEXT NOT NULL,
            opened_at INTEGER NOT NULL,
            closes_at INTEGER NOT NULL,
            display_closes_at INTEGER NOT NULL,
            closed_at INTEGER,
            result TEXT,
            result_frame INTEGER,
            reason TEXT,
            opened_seq INTEGER NOT NULL,
            changed_seq INTEGER NOT NULL,
            PRIMARY KEY (licensee, round)
          ) STRICT, WITHOUT ROWID""",
          "CREATE UNIQUE INDEX round_id ON round (round)",
          "CREATE UNIQUE INDEX round_counter ON round (table_id, counter)",
          "CREATE INDEX round_open ON round (state) WHERE state NOT IN ('settled', 'void')",
          """
          CREATE TABLE limits (
            licensee TEXT NOT NULL,
            limits_ver TEXT NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (licensee, limits_ver)
          ) STRICT, WITHOUT ROWID""");

  private static final List<List<String>> STEPS = List.of(VERSION_1);

  /** The version this program writes. */
  static final int VERSION = STEPS.size();

  private Schema() {}

  /** Brings a database to {@link #VERSION}, each step in a transaction of its own. */
  static void migrate(Connection connection, String file)
      throws SQLException, StoreRefusedException {
    int application = pragma(connection, "application_id");
    int version = pragma(connection, "user_version");
    if (application != APPLICATION_ID && !(application == 0 && version == 0)) {
      throw new StoreRefusedException(file + " is not a ledger of Croupier");
    }
    if (version > VERSION) {
      throw new StoreRefusedException(
          file + " has schema " + version + ", this program knows " + VERSION + ": too old for it");
    }
    for (int next = version; next < VERSION; next++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        for (String sql : STEPS.get(next)) {
          statement.execute(sql);
        }
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + (next + 1));
        statement.execute("COMMIT");
      }
    }
  }

  private static int pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }
}
