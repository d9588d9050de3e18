package dev.croupier.time.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ClockEstimatorTest {
  private final ClockEstimator estimator = new ClockEstimator();

  /** Worked out by hand; the TypeScript estimator is tested with them too. */
  @TestFactory
  Stream<DynamicTest> theEstimateIsTheOneOnPaper() throws Exception {
    JsonNode cases;
    try (InputStream in = ClockEstimator.class.getResourceAsStream("vectors.json")) {
      cases = new ObjectMapper().readTree(in).get("cases");
    }
    return StreamSupport.stream(cases.spliterator(), false)
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.get("name").asText(),
                    () -> {
                      ClockEstimator fresh = new ClockEstimator();
                      for (JsonNode s : vector.get("samples")) {
                        assertEquals(
                            ClockEstimator.Verdict.TAKEN,
                            fresh.add(
                                sample(
                                    s.get(0).asLong(),
                                    s.get(1).asLong(),
                                    s.get(2).asLong(),
                                    s.get(3).asLong(),
                                    s.get(4).asLong())));
                      }
                      Estimate estimate = fresh.estimate(vector.get("now").asLong()).orElseThrow();
                      assertEquals(vector.get("offset").asLong(), estimate.offsetMicros());
                      assertEquals(vector.get("bound").asLong(), estimate.boundMicros());
                    }));
  }

  @Test
  void nothingIsKnownBeforeTheFirstExchange() {
    assertTrue(estimator.estimate(0).isEmpty());
  }

  @Test
  void whatCannotBeTrueIsLeftOut() {
    assertEquals(ClockEstimator.Verdict.IMPLAUSIBLE, estimator.add(sample(10, 100, 100, 9, 0)));
    assertEquals(ClockEstimator.Verdict.IMPLAUSIBLE, estimator.add(sample(0, 100, 99, 9, 0)));
    assertEquals(ClockEstimator.Verdict.IMPLAUSIBLE, estimator.add(sample(0, 100, 110, 9, 0)));
    assertEquals(ClockEstimator.Verdict.IMPLAUSIBLE, estimator.add(sample(0, 100, 100, 9, -1)));
    assertTrue(estimator.estimate(10).isEmpty());
  }

  @Test
  void aStepOfTheLocalClockStartsAnew() {
    estimator.add(sample(0, 1_010, 1_010, 20, 0));
    estimator.add(sample(1_000_000, 1_001_010, 1_001_010, 1_000_020, 0));
    // The machine slept for an hour that its own clock did not count.
    long slept = 3_600_000_000L;
    assertEquals(
        ClockEstimator.Verdict.RESTARTED,
        estimator.add(sample(2_000_000, slept + 2_001_010, slept + 2_001_010, 2_000_020, 0)));
    Estimate estimate = estimator.estimate(2_000_020).orElseThrow();
    assertEquals(slept + 1_000, estimate.offsetMicros());
    assertEquals(1, estimate.samples());
  }

  @Test
  void oldExchangesAreForgotten() {
    estimator.add(sample(0, 1_010, 1_010, 20, 0));
    assertTrue(estimator.estimate(ClockEstimator.MAX_AGE_MICROS + 20).isPresent());
    assertTrue(estimator.estimate(ClockEstimator.MAX_AGE_MICROS + 21).isEmpty());
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i < 10 * ClockEstimator.CAPACITY; i++) {
      long t = i * 1_000L;
      estimator.add(sample(t, t + 1_010, t + 1_010, t + 20, 0));
    }
    assertEquals(
        ClockEstimator.CAPACITY,
        estimator.estimate(10_000L * ClockEstimator.CAPACITY).orElseThrow().samples());
  }

  private static TimeSample sample(long t1, long t2, long t3, long t4, long serverError) {
    return new TimeSample(t1, t2, t3, t4, serverError);
  }
}
