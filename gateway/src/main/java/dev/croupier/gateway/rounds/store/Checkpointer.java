package dev.croupier.gateway.rounds.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the WAL back into the database, beside the writer instead of in its commits. Its own thread
 * and connection.
 *
 * <p>A passive checkpoint disturbs nobody but under load never reaches the end of the WAL; past
 * {@link #RESTART_BYTES} the writer is made to wait, once, until the WAL begins anew.
 */
final class Checkpointer {
  /** From this size on the WAL is moved back. */
  static final long PASSIVE_BYTES = 16L << 20;

  /** From this size on the writer waits for it. */
  static final long RESTART_BYTES = 256L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  private final Path wal;
  private final Connection connection;
  private final Semaphore work = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;
  private long passedBytes;

  Checkpointer(Path file) throws SQLException {
    this.wal = file.resolveSibling(file.getFileName() + "-wal");
    this.connection = Connections.writing(file);
    this.thread =
        Thread.ofPlatform().daemon().name("checkpoint-" + file.getFileName()).start(this::run);
  }

  /** The writer has committed; cheap. */
  void wrote() {
    if (work.availablePermits() == 0) {
      work.release();
    }
  }

  /**
   * Ends the thread.
   *
   * @param clean whether the connection may be closed, which can write
   */
  void close(boolean clean) {
    closing = true;
    work.release();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (clean) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.warn("closing: {}", e.getMessage());
      }
    }
  }

  private void run() {
    while (true) {
      work.acquireUninterruptibly();
      if (closing) {
        return;
      }
      try {
        checkpointIfDue();
      } catch (SQLException | IOException e) {
        // The writer meets a disk that fails by itself, and it decides.
        LOG.warn("checkpoint of {}: {}", wal, e.getMessage());
      }
    }
  }

  private void checkpointIfDue() throws SQLException, IOException {
    long bytes = Files.exists(wal) ? Files.size(wal) : 0;
    if (bytes < passedBytes) {
      passedBytes = 0;
    }
    if (bytes - passedBytes < PASSIVE_BYTES) {
      return;
    }
    checkpoint("PASSIVE");
    passedBytes = bytes;
    if (bytes >= RESTART_BYTES) {
      checkpoint("TRUNCATE");
      passedBytes = 0;
    }
  }

  private void checkpoint(String mode) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      if (row.next() && row.getInt(1) != 0) {
        LOG.debug("checkpoint {} of {} was blocked", mode, wal);
      }
    }
  }
}
