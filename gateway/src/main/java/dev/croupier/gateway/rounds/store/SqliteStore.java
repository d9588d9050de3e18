package dev.croupier.gateway.rounds.store;

import dev.croupier.gateway.ids.ShardId;
import dev.croupier.gateway.rounds.ledger.HashChain;
import dev.croupier.gateway.rounds.ledger.Journal;
import dev.croupier.gateway.rounds.ledger.LedgerReads;
import dev.croupier.gateway.rounds.ledger.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard's ledger in SQLite: a folder of its own, one writing connection, readers beside it.
 *
 * <p>Closing order: first the shard's writer, which closes the journal, then the store.
 */
public final class SqliteStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

  private final DataFolder folder;
  private final SqliteJournal journal;
  private final SqliteReads reads;

  private SqliteStore(DataFolder folder, SqliteJournal journal, SqliteReads reads) {
    this.folder = folder;
    this.journal = journal;
    this.reads = reads;
  }

  /**
   * Opens or makes a shard's ledger and raises its epoch, so that any writer before is fenced off.
   * If the last run left a commit's outcome unknown, the ledger is first copied to a new file,
   * synced and proven; that takes as long as reading all of it.
   *
   * @param dataDir the shard's folder is {@code ledger/<shard>} in it
   * @param verification what proves a suspect ledger
   * @throws StoreRefusedException another process has it, it is not ours, of a newer schema, or a
   *     suspect ledger is not sound
   */
  public static SqliteStore open(Path dataDir, ShardId shard, Verification verification)
      throws StoreRefusedException {
    DataFolder folder = DataFolder.take(folder(dataDir, shard));
    Connection connection = null;
    try {
      if (folder.isSuspect()) {
        copyProveSwap(folder, shard, verification);
      }
      Path file = folder.current();
      connection = Connections.writing(file);
      Schema.migrate(connection, file.toString());
      long epoch = raiseEpoch(connection, shard);
      folder.syncFolder();
      folder.markServing();
      SqliteJournal journal = new SqliteJournal(connection, file, shard, epoch, folder);
      return new SqliteStore(folder, journal, new SqliteReads(file));
    } catch (SQLException | IOException e) {
      close(connection);
      folder.close();
      throw new StoreRefusedException("cannot open the ledger of " + shard + ": " + e, e);
    } catch (StoreRefusedException e) {
      close(connection);
      folder.close();
      throw e;
    }
  }

  /** Proves a shard's ledger as it stands; also while it is being written. */
  public static Verification.Report verify(Path dataDir, ShardId shard, Verification verification)
      throws StoreRefusedException {
    try {
      Path file = DataFolder.current(folder(dataDir, shard));
      if (!Files.exists(file)) {
        throw new StoreRefusedException("there is no ledger in " + folder(dataDir, shard));
      }
      return prove(file, shard, verification);
    } catch (SQLException | IOException e) {
      throw new StoreRefusedException("cannot read the ledger of " + shard + ": " + e, e);
    }
  }

  /** The writer's side. */
  public Journal journal() {
    return journal;
  }

  /** The readers' side. */
  public LedgerReads reads() {
    return reads;
  }

  @Override
  public void close() {
    reads.close();
    journal.close();
    folder.close();
  }

  private static Path folder(Path dataDir, ShardId shard) {
    return dataDir.resolve("ledger").resolve(shard.value());
  }

  private static Verification.Report prove(Path file, ShardId shard, Verification verification)
      throws SQLException {
    try (Connection connection = Connections.proving(file);
        SqliteReader reader = new SqliteReader(connection, shard)) {
      return verification.verify(reader);
    }
  }

  /**
   * After a failed sync the kernel may show pages that never reached the disk. So the content is
   * written anew, synced, and proven from the new file; the old one stays for whoever asks why.
   */
  private static void copyProveSwap(DataFolder folder, ShardId shard, Verification verification)
      throws SQLException, IOException, StoreRefusedException {
    Path old = folder.current();
    if (!Files.exists(old)) {
      return;
    }
    Path copy = folder.next();
    LOG.warn("ledger of {}: a commit's outcome was unknown; copying {} to {}", shard, old, copy);
    try (Connection connection = Connections.writing(old);
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, copy.toString());
      vacuum.execute();
    }
    DataFolder.sync(copy);
    folder.syncFolder();
    try (Connection connection = Connections.writing(copy)) {
      Schema.migrate(connection, copy.toString());
    }
    Verification.Report report = prove(copy, shard, verification);
    if (!report.isSound()) {
      throw new StoreRefusedException(
          "the ledger of "
              + shard
              + " is not sound, nothing is served: "
              + report.findings().getFirst()
              + " ("
              + report.findings().size()
              + " findings, copy "
              + copy
              + ")");
    }
    DataFolder.sync(copy);
    folder.pointTo(copy);
    LOG.info("ledger of {}: {} records proven, {} serves", shard, report.records(), copy);
  }

  private static long raiseEpoch(Connection connection, ShardId shard)
      throws SQLException, StoreRefusedException {
    try (Statement statement = connection.createStatement();
        PreparedStatement raise =
            connection.prepareStatement(
                "INSERT INTO shard (id, epoch, seq, ts, head) VALUES (?, 1, 0, 0, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET epoch = epoch + 1 RETURNING epoch")) {
      statement.execute("BEGIN IMMEDIATE");
      raise.setString(1, shard.value());
      raise.setBytes(2, HashChain.genesis());
      long epoch;
      try (ResultSet row = raise.executeQuery()) {
        row.next();
        epoch = row.getLong(1);
      }
      boolean alone;
      try (ResultSet row = statement.executeQuery("SELECT count(*) FROM shard")) {
        row.next();
        alone = row.getInt(1) == 1;
      }
      statement.execute(alone ? "COMMIT" : "ROLLBACK");
      if (!alone) {
        throw new StoreRefusedException("the ledger belongs to another shard than " + shard);
      }
      return epoch;
    }
  }

  private static void close(Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.warn("closing after a refusal: {}", e.getMessage());
      }
    }
  }
}
