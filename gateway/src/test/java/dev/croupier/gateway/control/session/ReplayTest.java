package dev.croupier.gateway.control.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplayTest {
  @Test
  void whatCameAfterIsThere() {
    Replay replay = new Replay(3, 1_000);
    for (int seq = 1; seq <= 5; seq++) {
      replay.add(seq, "f" + seq);
    }
    assertEquals(List.of("f3", "f4", "f5"), replay.after(2));
    assertEquals(List.of("f5"), replay.after(4));
    assertEquals(List.of(), replay.after(5));
  }

  @Test
  void whatIsGoneOrNeverWasIsNot() {
    Replay replay = new Replay(3, 1_000);
    for (int seq = 1; seq <= 5; seq++) {
      replay.add(seq, "f" + seq);
    }
    assertNull(replay.after(1));
    assertNull(replay.after(6));
    assertNull(replay.after(-1));
  }

  @Test
  void theOldestGoWhenTheyAreTooLong() {
    Replay replay = new Replay(100, 10);
    replay.add(1, "12345");
    replay.add(2, "12345");
    replay.add(3, "1");
    assertEquals(List.of("12345", "1"), replay.after(1));
    replay.add(4, "12345678901");
    assertNull(replay.after(3));
    assertEquals(List.of(), replay.after(4));
  }
}
