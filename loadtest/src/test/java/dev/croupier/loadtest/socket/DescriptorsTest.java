package dev.croupier.loadtest.socket;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class DescriptorsTest {
  @Test
  void tooFewAreToldInOneLineBeforehand() {
    assertDoesNotThrow(() -> Descriptors.check(10_000, 100, 20_000));
    IOException complaint =
        assertThrows(IOException.class, () -> Descriptors.check(10_000, 100, 10_300));
    assertEquals(
        "10000 sockets need 10256 file descriptors more than the 100 open, but this process may"
            + " have 10300: raise `ulimit -n`",
        complaint.getMessage());
  }
}
