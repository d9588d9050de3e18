package dev.croupier.gateway.media.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.fanout.Failover.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FailoverTest {
  private static final SignalName A = new SignalName("cam-a");
  private static final SignalName B = new SignalName("cam-b");
  private static final SignalName C = new SignalName("cam-c");
  private static final Step NONE = new Step.None();
  private static final long SECOND = 1_000_000;

  /** Signals that flow, and what is on air. */
  private static final class Stage implements Failover.Table {
    private SignalName onAir = A;
    private boolean cutting;
    private boolean doubted;
    private final Set<SignalName> flowing = new HashSet<>(List.of(A, B, C));

    @Override
    public SignalName onAir() {
      return onAir;
    }

    @Override
    public boolean cutting() {
      return cutting;
    }

    @Override
    public boolean flows(SignalName name) {
      return flowing.contains(name);
    }

    @Override
    public boolean doubted(SignalName name) {
      return doubted;
    }

    @Override
    public boolean ready(SignalName name) {
      return flowing.contains(name);
    }
  }

  private final Stage stage = new Stage();
  private final Failover failover = new Failover(List.of(A, B, C), true);

  private Step at(long micros) {
    return failover.tick(stage, micros);
  }

  @Test
  void aSignalThatFlowsIsNotLeft() {
    assertEquals(NONE, at(0));
    stage.flowing.remove(B);
    assertEquals(NONE, at(1));
  }

  @Test
  void aLostSignalIsLeftForTheFirstOtherOneThatIsThere() {
    stage.flowing.removeAll(List.of(A, B));
    assertEquals(new Step.Leave(C), at(0));
  }

  @Test
  void aCutUnderWayIsWaitedForAndAnAbortedOneLeadsToTheNext() {
    stage.flowing.remove(A);
    assertEquals(new Step.Leave(B), at(0));
    stage.cutting = true;
    assertEquals(NONE, at(1));
    stage.cutting = false;
    assertEquals(new Step.Leave(C), at(2), "B had no keyframe in its time");
    assertEquals(NONE, at(3), "all were tried");
    assertEquals(new Step.Leave(B), at(4), "and are tried again");
  }

  @Test
  void withNothingElseTheSlateIsShownAndWhatComesUpIsGoneTo() {
    stage.flowing.clear();
    assertEquals(NONE, at(0));
    stage.onAir = null;
    assertEquals(NONE, at(1));
    stage.flowing.add(B);
    assertEquals(new Step.Leave(B), at(2));
  }

  @Test
  void aSlateThatComesInTheMomentOfTheLossIsLeftToo() {
    assertEquals(NONE, at(0));
    stage.onAir = null;
    stage.flowing.remove(A);
    assertEquals(new Step.Leave(B), at(1));
  }

  @Test
  void whatWasNeverOnAirIsNotLeft() {
    stage.onAir = null;
    assertEquals(NONE, at(0));
    failover.decided();
    assertEquals(NONE, at(1));
  }

  @Test
  void aKeyframeIsAskedForOnceWhilePicturesAreLate() {
    stage.doubted = true;
    assertEquals(new Step.Prepare(B), at(0));
    assertEquals(NONE, at(1));
    stage.doubted = false;
    at(2);
    stage.doubted = true;
    assertEquals(new Step.Prepare(B), at(3));
  }

  @Test
  void aSourceThatFlapsIsReturnedToAfterFiveSecondsWithoutAPause() {
    stage.flowing.remove(A);
    at(0);
    stage.onAir = B;
    assertEquals(NONE, at(SECOND));
    stage.flowing.add(A);
    assertEquals(NONE, at(2 * SECOND));
    stage.flowing.remove(A);
    assertEquals(NONE, at(6 * SECOND), "it pauses again");
    stage.flowing.add(A);
    assertEquals(NONE, at(6 * SECOND + 10_000));
    assertEquals(NONE, at(11 * SECOND - 1));
    assertEquals(new Step.Return(A), at(11 * SECOND + 10_000));
    stage.onAir = A;
    assertEquals(NONE, at(20 * SECOND));
    stage.flowing.remove(A);
    assertEquals(new Step.Leave(B), at(21 * SECOND));
  }

  @Test
  void whatPeopleHaveDecidedIsNotReturnedFrom() {
    stage.flowing.remove(A);
    at(0);
    stage.onAir = C;
    failover.decided();
    stage.flowing.add(A);
    at(SECOND);
    assertEquals(NONE, at(10 * SECOND));
  }

  @Test
  void withoutTheRuleNothingIsReturnedToAndWithoutAnOrderNothingLeft() {
    Failover stays = new Failover(List.of(A, B), false);
    stage.flowing.remove(A);
    assertEquals(new Step.Leave(B), stays.tick(stage, 0));
    stage.onAir = B;
    stage.flowing.add(A);
    stays.tick(stage, 1);
    assertEquals(NONE, stays.tick(stage, 10 * SECOND));
    stage.onAir = A;
    stage.flowing.remove(A);
    assertEquals(NONE, new Failover(List.of(), true).tick(stage, 0));
  }
}
