package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.loadtest.app.SeamEyes.Seen;
import dev.croupier.loadtest.studio.GatewayApi;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What cuts are asked for with, and what a native viewer must have seen of them. */
final class Seams {
  /** {@code abs-capture-time} is in units of 2⁻³² s, and read to microseconds. */
  private static final long ROUNDING_MICROS = 2;

  private static final int TRIES = 4;

  private Seams() {}

  /** All of it can be shown, in order. */
  static void oneLine(List<Seen> seen) {
    for (int i = 0; i < seen.size(); i++) {
      assertTrue(seen.get(i).frame().decodable(), "a frame that cannot be shown");
      assertFalse(seen.get(i).black(), "a frame that shows nothing");
      if (i > 0) {
        assertTrue(
            seen.get(i).frame().rtpTime() > seen.get(i - 1).frame().rtpTime(),
            "a timestamp behind the last");
      }
    }
  }

  /** No picture of a camera twice, none before an earlier one; it may leave some out itself. */
  static void inOrder(List<Seen> seen) {
    for (int i = 1; i < seen.size(); i++) {
      assertTrue(
          seen.get(i).camera() != seen.get(i - 1).camera()
              || seen.get(i).number() > seen.get(i - 1).number(),
          "frames in order");
    }
  }

  /**
   * Each cut is one change of the picture, on a keyframe, with nothing of the old camera after it.
   * A viewer on a busy machine may be spared pictures, a keyframe too: hence two of them.
   *
   * @return those that this viewer saw begin at the very frame
   */
  static Set<Integer> asAgreed(List<Seen> seen, List<JsonNode> cuts) {
    Set<Integer> exact = new TreeSet<>();
    int cut = 0;
    for (int i = 1; i < seen.size(); i++) {
      Seen before = seen.get(i - 1);
      Seen now = seen.get(i);
      if (now.camera() == before.camera()) {
        continue;
      }
      JsonNode evidence = cuts.get(cut);
      long agreed = evidence.path("agreedCapture").asLong();
      assertEquals("cam-" + (char) ('a' + now.camera() - 1), evidence.path("to").asText());
      long off = now.frame().captureMicros() - agreed;
      assertTrue(off >= -ROUNDING_MICROS, "a frame from before the agreed one");
      if (off <= ROUNDING_MICROS) {
        exact.add(cut);
      }
      assertTrue(now.frame().keyframe(), "begins with a keyframe");
      assertTrue(before.frame().captureMicros() < agreed, "nothing captured after it before it");
      cut++;
    }
    assertEquals(cuts.size(), cut, "each cut is one change of the picture");
    return exact;
  }

  /**
   * Has a cut take place, as an operator does: what was given up, for a keyframe that came too late
   * on a busy machine, is asked for again, at the next keyframe then.
   *
   * @param when with {@code at} or {@code in}, or empty
   * @return its evidence
   */
  static JsonNode cut(TestHouse house, String to, ObjectNode when) throws Exception {
    List<JsonNode> ended = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      ended.add(house.awaitCut((i == 0 ? when : GatewayApi.object()).put("to", to)));
      if (ended.getLast().path("state").asText().equals("switched")) {
        return ended.getLast();
      }
    }
    return fail("never on air: " + ended);
  }

  /** The same at the next keyframe. */
  static JsonNode cut(TestHouse house, String to) throws Exception {
    return cut(house, to, GatewayApi.object());
  }

  /** A native viewer of the program. */
  static WhepPlayer play(TestHouse house, HttpClient http, String name, SeamEyes eyes)
      throws Exception {
    return WhepPlayer.play(
        house.address().resolve("/whep/roulette-1"),
        house.api().demoToken("player", name),
        "",
        http,
        house.transports(),
        house.ground().clock(),
        house.ground().random(),
        eyes);
  }

  /** Waits for half a minute at most. */
  static void await(BooleanSupplier wanted) {
    for (int i = 0; i < 3_000; i++) {
      if (wanted.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new AssertionError("did not come about in half a minute");
  }
}
