package dev.croupier.loadtest.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ProcessMeterTest {
  private static final String STAT =
      "77 (x) S 1 77 77 0 -1 4194560 9 0 0 0 125 50 7 7 20 0 1 0 100";
  private static final String STATUS = "VmSize:\t  900000 kB\nVmRSS:\t   20480 kB\n";

  @Test
  void cpuTimeIsUserAndSystemTimeWhateverTheProgramIsCalled() throws IOException {
    String stat =
        "77 (odd) name (x)) S 1 77 77 0 -1 4194560 9 0 0 0 125 50 7 7 20 0 1 0 100 0 0 0 0 0";

    ProcessMeter.Reading reading = ProcessMeter.reading(stat, STATUS);
    assertEquals(1_250_000, reading.userMicros(), "125 hundredths of a second");
    assertEquals(500_000, reading.systemMicros());
    assertEquals(1_750_000, reading.cpuMicros());
  }

  @Test
  void memoryIsWhatIsResident() throws IOException {
    assertEquals(20_480, ProcessMeter.reading(STAT, STATUS).residentKiB());
  }

  @Test
  void formsThatAreNotKnownAreRefused() {
    assertThrows(IOException.class, () -> ProcessMeter.reading("77 (x) S 1 2", STATUS));
    assertThrows(IOException.class, () -> ProcessMeter.reading(STAT, "Name: x\n"));
  }

  @Test
  void theOwnProcessHasUsedTimeAndMemoryAndOneThatIsGoneCannotBeRead() throws IOException {
    ProcessMeter.Reading own = new ProcessMeter(ProcessHandle.current().pid()).read();

    assertTrue(own.cpuMicros() > 0);
    assertTrue(own.residentKiB() > 1_000);
    // Linux counts processes up to 4,194,304 (proc_sys_kernel(5), pid_max).
    assertThrows(IOException.class, () -> new ProcessMeter(5_000_000).read());
  }
}
