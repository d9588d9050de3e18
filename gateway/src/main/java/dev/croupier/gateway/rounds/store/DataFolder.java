package dev.croupier.gateway.rounds.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A shard's folder: whose it is, which database file is the current one, and whether that can be
 * trusted.
 *
 * <p>Files: {@code lock}; {@code current}, the name of the database in use, {@code ledger-N.db};
 * {@code mark}, {@code serving} or {@code suspect}. The mark is as long as it will ever be from the
 * first start on, so that setting it needs no space on a full disk.
 */
final class DataFolder implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("ledger-([1-9][0-9]{0,8})\\.db");
  private static final byte[] SERVING = "serving\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SUSPECT = "suspect\n".getBytes(StandardCharsets.US_ASCII);

  private final Path folder;
  private final FileChannel lockFile;
  private final FileChannel mark;

  private DataFolder(Path folder, FileChannel lockFile, FileChannel mark) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.mark = mark;
  }

  /** Takes the folder for this process, or refuses if another has it. */
  static DataFolder take(Path folder) throws StoreRefusedException {
    FileChannel lockFile = null;
    try {
      Files.createDirectories(folder);
      lockFile =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(lockFile) == null) {
        lockFile.close();
        throw new StoreRefusedException("another process has the ledger in " + folder);
      }
      FileChannel mark =
          FileChannel.open(
              folder.resolve("mark"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      return new DataFolder(folder, lockFile, mark);
    } catch (IOException e) {
      throw new StoreRefusedException("cannot use " + folder + ": " + e, e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The database in use; names the first one if there is none yet. */
  Path current() throws IOException {
    Path pointer = folder.resolve("current");
    if (!Files.exists(pointer)) {
      pointTo(folder.resolve("ledger-1.db"));
    }
    return current(folder);
  }

  /** The database in use, without taking the folder. */
  static Path current(Path folder) throws IOException {
    String name = Files.readString(folder.resolve("current")).strip();
    if (!NAME.matcher(name).matches()) {
      throw new IOException(folder.resolve("current") + " names no ledger");
    }
    return folder.resolve(name);
  }

  /** A name for a copy of the current database; leftovers of an earlier try are removed. */
  Path next() throws IOException {
    Matcher name = NAME.matcher(current().getFileName().toString());
    if (!name.matches()) {
      throw new IOException("no number in " + current());
    }
    String next = "ledger-" + (Integer.parseInt(name.group(1)) + 1) + ".db";
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(folder.resolve(next + suffix));
    }
    return folder.resolve(next);
  }

  /** Makes another database the current one, in one step that survives a crash at any point. */
  void pointTo(Path database) throws IOException {
    Path draft = folder.resolve("current.new");
    Files.writeString(draft, database.getFileName() + "\n");
    sync(draft);
    Files.move(draft, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
    syncFolder();
  }

  /** Whether a commit's outcome was left unknown here. */
  boolean isSuspect() throws IOException {
    ByteBuffer read = ByteBuffer.allocate(SUSPECT.length);
    mark.read(read, 0);
    return ByteBuffer.wrap(SUSPECT).equals(read.flip());
  }

  /** All is well from here. */
  void markServing() throws IOException {
    write(SERVING);
  }

  /** What stands in the database must be proven before it is served again. */
  void markSuspect() {
    try {
      write(SUSPECT);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot mark " + folder + " suspect", e);
    }
  }

  /** Makes a file's content durable. */
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes names in the folder durable. */
  void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    try {
      mark.close();
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + folder, e);
    }
  }

  private void write(byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      mark.write(bytes, bytes.position());
    }
    mark.force(true);
  }
}
