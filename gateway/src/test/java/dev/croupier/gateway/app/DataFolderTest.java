package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
  @TempDir Path folder;

  @Test
  void itIsMadeForItsOwnerOnly() throws Exception {
    Path wanted = folder.resolve("a/b");
    try (DataFolder data = DataFolder.open(wanted)) {
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(wanted)));
      assertEquals(wanted, data.path());
    }
  }

  @Test
  void aSecondHolderInThisProcessIsRefused() throws Exception {
    try (DataFolder first = DataFolder.open(folder)) {
      DataFolder.Unusable refused =
          assertThrows(DataFolder.Unusable.class, () -> DataFolder.open(folder));
      assertTrue(refused.getMessage().contains(first.path() + " is in use"), refused.getMessage());
    }
    DataFolder.open(folder).close();
  }

  @Test
  void aSecondProcessIsRefusedAndToldWhoHasIt() throws Exception {
    Process holder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals("held", holder.inputReader().readLine());
      DataFolder.Unusable refused =
          assertThrows(DataFolder.Unusable.class, () -> DataFolder.open(folder));
      assertEquals(
          "data folder "
              + folder
              + " is in use by another process (pid "
              + holder.pid()
              + ") (data.dir)",
          refused.getMessage());
    } finally {
      holder.destroyForcibly();
      assertTrue(holder.waitFor(20, TimeUnit.SECONDS));
    }
    DataFolder.open(folder).close(); // the lock died with its process
  }

  @Test
  void aFileInItsPlaceIsRefused() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertTrue(
        assertThrows(DataFolder.Unusable.class, () -> DataFolder.open(file))
            .getMessage()
            .endsWith("is not a folder (data.dir)"));
    assertTrue(
        assertThrows(DataFolder.Unusable.class, () -> DataFolder.open(file.resolve("below")))
            .getMessage()
            .contains("cannot be made"));
  }

  @Test
  void aKeptTextIsMadeOnceAndPrivate() throws Exception {
    try (DataFolder data = DataFolder.open(folder)) {
      assertEquals("one", data.keep("seed", () -> "one"));
      assertEquals("one", data.keep("seed", () -> "two"));
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("seed"))));
    }
  }

  @Test
  void aHalfWrittenTextOfACrashIsForgotten() throws Exception {
    try (DataFolder data = DataFolder.open(folder)) {
      try (FileChannel half =
          FileChannel.open(
              data.resolve("seed.new"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        assertEquals(0, half.size());
      }
      assertEquals("one", data.keep("seed", () -> "one"));
    }
  }

  /** Holds a folder until it is killed. */
  public static final class Holder {
    /** Takes the folder named. */
    public static void main(String[] arguments) throws Exception {
      try (DataFolder data = DataFolder.open(Path.of(arguments[0]))) {
        System.out.println(data.path() == null ? "" : "held");
        System.in.read();
      }
    }
  }
}
