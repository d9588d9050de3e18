package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.media.program.GopCache;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a viewer gets its first picture: the table. Times in ms, sizes in kbit, paces in Mbit/s. */
final class JoinPlanTest {
  @ParameterizedTest(name = "{0}: {6}")
  @CsvSource({
    "a keyframe comes at once,                    40,    -, 2000, 20,   1, START_ON_NEXT",
    "even if many wait for it,                    40,   10, 2000, 20, 500, START_ON_NEXT",
    "one comes soon but one can catch up,        250,    -, 2000, 20,   1, CATCH_UP",
    "one comes late and one can catch up,       1500,    -, 4000, 20,   1, CATCH_UP",
    "nobody knows when one comes,                  -,    -, 4000, 20,   1, CATCH_UP",
    "the source answers but few wait,              -,   80, 4000, 20,  20, CATCH_UP",
    "the source answers and many wait,             -,   80, 4000, 20,  21, ASK",
    "many wait and one comes by itself later,    900,   80, 4000, 20,  21, ASK",
    "many wait but one was there just now,         -,  400, 1000, 20, 500, CATCH_UP",
    "many wait and the answer is sooner yet,       -,   49, 1000, 20, 500, ASK",
    "many wait and that burst is too long,         -,  400, 2001, 20, 500, ASK",
    "one was there just now but nothing is left,   -,  400, 1000,  0, 500, ASK",
    "many wait but the source never answers,       -,    -, 4000, 20, 500, CATCH_UP",
    "many wait and it answers too late,            -, 1500, 4000, 20, 500, CATCH_UP",
    "just what 300 ms can carry,                1500,    -, 6000, 20,   1, CATCH_UP",
    "more than 300 ms can carry,                1500,    -, 6001, 20,   1, ASK",
    "too much and one comes soon,                300,    -, 6001, 20,   1, START_ON_NEXT",
    "the budget is spent,                       1500,    -, 2000,  0,   1, ASK",
    "the budget is spent and one comes soon,     200,   80, 2000,  0,   1, START_ON_NEXT",
    "nothing is cached,                            -,    -,    0, 20,   1, ASK",
    "nothing is cached and one comes soon,       299,    -,    0, 20,   1, START_ON_NEXT",
  })
  void table(
      String why, String next, String answer, long kbits, long mbits, int waiting, JoinPlan plan) {
    assertEquals(
        plan,
        JoinPlan.of(
            new JoinPlan.Facts(
                micros(next), micros(answer), kbits * 1_000, mbits * 1_000_000, waiting)),
        why);
  }

  @ParameterizedTest
  @CsvSource({"0, 40", "2500, 40", "10000, 40", "11000, 44", "12000, 48"})
  void thePaceIsFourTimesTheStreamsAndFortyMegabitsAtLeast(long kbits, long paceMbits) {
    assertEquals(paceMbits * 1_000_000, JoinPlan.paceBits(kbits * 1_000));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing waits: twice as fast,                       20,  2.5, 30,  0, 40",
    "still nothing: up to the most,                      40,  2.5, 60,  4, 60",
    "a little waits: as before,                          20,  2.5, 40, 10, 20",
    "a rich stream has its pace already,                 80, 20.0, 90,  4, 80",
    "a queue: what the path carries,                     20,  2.5,  8, 20,  8",
    "a narrow path: no slower than a little above live,  20,  2.5,  2, 90,  3.125",
    "a queue on a wide path: no faster than before,      20,  2.5, 40, 20, 20",
  })
  void thePaceFollowsWhatTheViewerTells(
      String why, double pace, double stream, double path, long queueMillis, double next) {
    assertEquals(
        bits(next), JoinPlan.nextPace(bits(pace), bits(stream), bits(path), queueMillis * 1_000));
  }

  private static long bits(double mbits) {
    return Math.round(mbits * 1e6);
  }

  private static long micros(String millis) {
    return millis.equals("-") ? GopCache.UNKNOWN : Long.parseLong(millis) * 1_000;
  }
}
