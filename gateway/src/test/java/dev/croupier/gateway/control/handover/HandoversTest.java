package dev.croupier.gateway.control.handover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.control.FakeMedia;
import dev.croupier.gateway.control.port.Audio;
import dev.croupier.gateway.control.port.Cut;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class HandoversTest {
  private static final TableId TABLE = new TableId("roulette-1");

  private final FakeMedia media = new FakeMedia();
  private int ids;
  private final Handovers handovers = new Handovers(media, () -> "h-" + ++ids);

  @Test
  void aCutIsUnderWayUntilItsKeyframe() {
    Handover begun = begin();
    assertEquals(Handover.State.COMMIT, begun.state());
    assertEquals("cam-a", begun.from().value());
    assertEquals(42, begun.at());
    media.end.complete(new Cut.End.Switched(50, 45, new SignalName("cam-b")));
    Handover switched = handovers.find(begun.id()).orElseThrow();
    assertEquals(Handover.State.SWITCHED, switched.state());
    assertEquals(50, switched.at());
    assertEquals(45L, switched.agreedCapture());
    assertEquals("olga", switched.by());
    assertEquals("keep", switched.audio());
    assertEquals("cam-b", switched.heard().value());
    assertEquals(new Audio.Keep(), media.asked);
  }

  @Test
  void aCutThatIsGivenUpSaysWhy() {
    Handover begun = begin();
    media.end.complete(new Cut.End.GivenUp("no_keyframe"));
    Handover aborted = handovers.find(begun.id()).orElseThrow();
    assertEquals(Handover.State.ABORTED, aborted.state());
    assertEquals("no_keyframe", aborted.reason());
    assertNull(aborted.agreedCapture());
  }

  @Test
  void oneAtATimePerTable() {
    begin();
    assertEquals("busy", refusal("cam-b"));
    media.end.complete(new Cut.End.Switched(50, 45, new SignalName("cam-b")));
    media.end = new CompletableFuture<>();
    begin();
  }

  @Test
  void aLossIsInEvidenceAndPeopleMayCutMeanwhile() {
    media.lose();
    Handover lost = handovers.find("h-1").orElseThrow();
    assertEquals(Handover.State.COMMIT, lost.state());
    assertEquals("failover", lost.by());
    assertEquals("cam-a", lost.from().value());
    CompletableFuture<Cut.End> first = media.end;
    media.end = new CompletableFuture<>();
    begin();
    first.complete(new Cut.End.GivenUp("replaced"));
    assertEquals("replaced", handovers.find("h-1").orElseThrow().reason());
    assertEquals("busy", refusal("cam-b"), "the second one is still under way");
  }

  @Test
  void thatAPictureStoodStillIsInEvidenceUnlessTheCutIsGivenUp() {
    media.freeze();
    Handover frozen = handovers.find("h-1").orElseThrow();
    assertEquals("failover", frozen.by());
    assertEquals("frozen", frozen.reason());
    media.end.complete(new Cut.End.Switched(50, 45, null));
    assertEquals("frozen", handovers.find("h-1").orElseThrow().view().get("reason"));
    media.end = CompletableFuture.completedFuture(new Cut.End.GivenUp("no_keyframe"));
    media.freeze();
    assertEquals("no_keyframe", handovers.find("h-2").orElseThrow().reason());
    media.end = CompletableFuture.completedFuture(new Cut.End.Switched(60, 55, null));
    media.lose();
    assertNull(handovers.find("h-3").orElseThrow().reason());
  }

  @Test
  void aRefusalLeavesTheTableFree() {
    assertEquals("not_ready", refusal("cam-c"));
    assertEquals("unknown_signal", refusal("cam-x"));
    begin();
  }

  @Test
  void aBugInTheMediaPlaneLeavesTheTableFree() {
    Handover begun = begin();
    media.end.completeExceptionally(new IllegalStateException("on purpose"));
    assertEquals("internal", handovers.find(begun.id()).orElseThrow().reason());
    media.end = new CompletableFuture<>();
    begin();
  }

  @Test
  void onlyTheLastThousandAreKept() {
    for (int i = 0; i < 1001; i++) {
      media.end = CompletableFuture.completedFuture(new Cut.End.Switched(i, i, null));
      assertEquals(Handover.State.SWITCHED, begin().state());
    }
    assertTrue(handovers.find("h-1").isEmpty());
    assertTrue(handovers.find("h-2").isPresent());
  }

  private Handover begin() {
    return assertInstanceOf(
            Handovers.Asked.Begun.class,
            handovers.cut(TABLE, new SignalName("cam-b"), new Audio.Keep(), "olga"))
        .handover();
  }

  private String refusal(String to) {
    return assertInstanceOf(
            Handovers.Asked.Refused.class,
            handovers.cut(TABLE, new SignalName(to), new Audio.Follow(), "olga"))
        .code();
  }
}
