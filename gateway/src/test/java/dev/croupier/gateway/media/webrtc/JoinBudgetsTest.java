package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.Joins;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.fanout.Viewer;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.ProgramClock;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Previews must not starve the program: not of what its viewers need to catch up. */
final class JoinBudgetsTest {
  private final JoinBudgets budgets = new JoinBudgets();
  private final Executor loop = task -> {};
  private final Executor other = task -> {};

  @Test
  void previewsThatCatchUpLeaveTheProgramsViewersTheirs() {
    JoinBudget previews = budgets.of(loop, show("roulette-1/cam-a"));
    int served = 0;
    while (previews.offer(JoinPlan.LEAST_PACE) > 0) {
      previews.take(JoinPlan.LEAST_PACE);
      served++;
    }
    assertTrue(served >= 2 && served < 100, "" + served);
    assertEquals(0, budgets.of(loop, show("baccarat-1/cam-b")).offer(JoinPlan.LEAST_PACE));
    JoinBudget programs = budgets.of(loop, show("roulette-1"));
    assertEquals(JoinBudget.USUAL_BITS, programs.offer(JoinBudget.USUAL_BITS));
  }

  @Test
  void theProgramsOfALoopShareOneAndLoopsDoNot() {
    assertSame(budgets.of(loop, show("roulette-1")), budgets.of(loop, show("baccarat-1")));
    assertNotSame(budgets.of(loop, show("roulette-1")), budgets.of(other, show("roulette-1")));
  }

  private static Show show(String name) {
    return new Show() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Codec codec() {
        return Codec.H264;
      }

      @Override
      public ProgramClock clock() {
        throw new UnsupportedOperationException();
      }

      @Override
      public PacketHistory history(Codec codec) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Joins joins() {
        throw new UnsupportedOperationException();
      }

      @Override
      public void requestKeyframe() {}

      @Override
      public void add(Viewer viewer) {}

      @Override
      public void remove(Viewer viewer) {}
    };
  }
}
