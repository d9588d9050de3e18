package dev.croupier.loadtest.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another JVM's media threads cost, told by itself. */
final class JvmMeterTest {
  private static final int MIB = 1 << 20;

  /** Its threads allocate 4 MiB (an event loop), 2 (a table's) and 64 (somebody else's). */
  private static final String PROGRAM =
      """
      class Allocating {
        static volatile byte[] kept;
        static void use(String name, int mebibytes, java.util.concurrent.CountDownLatch done) {
          Thread.ofPlatform().name(name).daemon().start(() -> {
            for (int i = 0; i < mebibytes; i++) {
              kept = new byte[1 << 20];
            }
            done.countDown();
            while (true) {
              java.util.concurrent.locks.LockSupport.park();
            }
          });
        }
        public static void main(String[] arguments) throws Exception {
          var done = new java.util.concurrent.CountDownLatch(3);
          use("media-1-1", 4, done);
          use("table roulette-1", 2, done);
          use("media meters", 64, done);
          done.await();
          System.out.println("ready");
          System.in.read();
        }
      }
      """;

  @Test
  void onlyEventLoopsAndTablesCount(@TempDir Path folder) throws Exception {
    Path program = Files.writeString(folder.resolve("Allocating.java"), PROGRAM);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseZGC",
                    "-Xmx256m",
                    program.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = process.inputReader()) {
      assertEquals("ready", lines.readLine());
      try (JvmMeter meter = JvmMeter.attach(process.pid())) {
        JvmMeter.Reading reading = meter.read();
        assertTrue(reading.allocatedBytes() >= 6L * MIB, reading.toString());
        assertTrue(reading.allocatedBytes() < 10L * MIB, reading.toString());
        assertTrue(reading.loopCpuMicros() >= reading.loopUserMicros(), reading.toString());
        assertTrue(reading.tableCpuMicros() > 0, reading.toString());
        long live = meter.liveHeapKiB();
        assertTrue(live > 1_024 && live < 40_960, live + " KiB: what was allocated is gone");
      }
    } finally {
      process.destroy();
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aProcessThatIsNoJvmIsSaid() throws Exception {
    Process process = new ProcessBuilder("sleep", "30").start();
    try {
      assertThrows(IOException.class, () -> JvmMeter.attach(process.pid()));
    } finally {
      process.destroy();
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
  }
}
