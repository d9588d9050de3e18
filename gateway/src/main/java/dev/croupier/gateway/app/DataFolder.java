package dev.croupier.gateway.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The folder for everything that outlives the process, held by one process at a time.
 *
 * <p>Made with access for its owner only. The lock is the operating system's and ends with the
 * process, however that ends. Any thread.
 */
public final class DataFolder implements AutoCloseable {
  private static final String LOCK_FILE = "lock";

  /** A folder that cannot be used: one line for a person, no stack trace. */
  public static final class Unusable extends RuntimeException {
    private Unusable(String message) {
      super(message, null, false, false);
    }
  }

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the folder if it is not there, and takes it.
   *
   * @throws Unusable if it cannot be read or written, or another process has it
   */
  public static DataFolder open(Path wanted) {
    Path path = wanted.toAbsolutePath().normalize();
    try {
      if (Files.notExists(path)) {
        Files.createDirectories(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new Unusable("data folder " + path + " cannot be made (data.dir): " + reason(e));
    }
    if (!Files.isDirectory(path)) {
      throw new Unusable("data folder " + path + " is not a folder (data.dir)");
    }
    if (!Files.isReadable(path) || !Files.isWritable(path) || !Files.isExecutable(path)) {
      throw new Unusable("data folder " + path + " cannot be read and written (data.dir)");
    }
    return lock(path);
  }

  /** The folder, absolute. */
  public Path path() {
    return path;
  }

  /** A file or folder in it. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /**
   * A text that is made once and kept, readable by the owner only: a secret or a seed.
   *
   * @param make makes it at the first time
   */
  public String keep(String name, Supplier<String> make) throws IOException {
    Path file = resolve(name);
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    String text = make.get();
    Path fresh = resolve(name + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
      out.force(true);
    }
    // Renamed when whole: a crash in between leaves either no file or a good one.
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return text;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    }
  }

  private static DataFolder lock(Path path) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              path.resolve(LOCK_FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(path, holder(channel));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)),
          0);
      return new DataFolder(path, channel, lock);
    } catch (OverlappingFileLockException e) {
      close(channel);
      throw inUse(path, Optional.of("this one"));
    } catch (Unusable e) {
      close(channel);
      throw e;
    } catch (IOException e) {
      close(channel);
      throw new Unusable("data folder " + path + " cannot be locked (data.dir): " + reason(e));
    }
  }

  private static Unusable inUse(Path path, Optional<String> holder) {
    return new Unusable(
        "data folder "
            + path
            + " is in use by another process"
            + holder.map(pid -> " (" + pid + ")").orElse("")
            + " (data.dir)");
  }

  private static Optional<String> holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.matches("[0-9]{1,10}") ? Optional.of("pid " + pid) : Optional.empty();
  }

  private static void close(FileChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new Unusable("the lock file cannot be closed: " + reason(e));
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + " " + e.getMessage();
  }
}
