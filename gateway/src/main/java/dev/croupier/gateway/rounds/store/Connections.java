package dev.croupier.gateway.rounds.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** How connections to a ledger are opened. */
final class Connections {
  /** How long a statement waits for the checkpointer to let go, ms. */
  private static final int BUSY_MS = 5_000;

  /** Pages kept by the writer, KiB: the upper levels of every index. */
  private static final int WRITER_CACHE_KIB = 65_536;

  /** A WAL that was reset is cut back to this, bytes. */
  private static final int WAL_KEEP = 64 << 20;

  private Connections() {}

  /** For the writer, and for what changes the file; makes it if it is not there. */
  static Connection writing(Path file) throws SQLException {
    SQLiteConfig config = config();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setCacheSize(-WRITER_CACHE_KIB);
    config.setJournalSizeLimit(WAL_KEEP);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "0");
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /** For readers. */
  static Connection reading(Path file) throws SQLException {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /** For reading all of a file, whether or not somebody writes it. */
  static Connection proving(Path file) throws SQLException {
    Connection connection = config().createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MS);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    // Else every write is followed by a question for its row id.
    config.setGetGeneratedKeys(false);
    return config;
  }
}
