package dev.croupier.gateway.media.fanout;

import static dev.croupier.gateway.media.fanout.TableStage.A;
import static dev.croupier.gateway.media.fanout.TableStage.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Previews must not starve the program. */
final class PreviewsTest {
  private static final long SECOND = 1_000_000;
  private static final int CONSOLES = 40;

  private final TableStage stage = new TableStage(List.of(), false);

  /** Who got which picture, in the order in which they did. */
  private final List<Got> order = new ArrayList<>();

  private record Got(String by, long captureMicros) {}

  @AfterEach
  void close() {
    stage.table.close();
  }

  @Test
  void previewsDoNotStarveTheProgramOfPicturesOrSound() {
    stage.publish(A);
    stage.publish(B);
    stage.run(3 * SECOND);
    int since = stage.video.size();
    int heard = stage.audio.size();
    stage.run(5 * SECOND);
    int alone = stage.video.size() - since;
    int aloneHeard = stage.audio.size() - heard;

    List<Watching> consoles = new ArrayList<>();
    for (int i = 0; i < CONSOLES; i++) {
      for (SignalName name : List.of(A, B)) {
        Watching console = new Watching("preview");
        consoles.add(console);
        stage.table.preview(name).orElseThrow().add(console);
      }
    }
    since = stage.video.size();
    heard = stage.audio.size();
    stage.run(5 * SECOND);
    assertEquals(alone, stage.video.size() - since, 1);
    assertEquals(aloneHeard, stage.audio.size() - heard, 1);
    assertEquals(List.of("cam-a"), stage.sources(since));
    assertTrue(consoles.stream().allMatch(console -> console.pictures > 100));
    assertEquals(1, stage.table.viewers(), "previews are not counted as viewers");
  }

  @Test
  void aPictureGoesToTheProgramsViewersBeforeItGoesToPreviews() {
    stage.table.program().add(new Watching("program"));
    for (int i = 0; i < CONSOLES; i++) {
      stage.table.preview(A).orElseThrow().add(new Watching("preview"));
    }
    stage.publish(A);
    stage.run(3 * SECOND);
    order.clear();
    stage.run(SECOND);
    Set<Long> shown = new HashSet<>();
    int checked = 0;
    for (Got got : order) {
      if (got.by.equals("program")) {
        shown.add(got.captureMicros);
      } else if (!shown.isEmpty()) {
        checked++;
        assertTrue(shown.contains(got.captureMicros), "a preview got a picture first");
      }
    }
    assertTrue(checked > 25 * CONSOLES, checked + " checked");
  }

  @Test
  void previewsThatFloodForKeyframesAskTheCameraTwiceASecondAtMost() {
    List<Long> asked = new ArrayList<>();
    stage.table.publish(A, Codec.H264, false, () -> asked.add(stage.now()), () -> {});
    Show preview = stage.table.preview(A).orElseThrow();
    for (int i = 0; i < 5_000; i++) {
      preview.requestKeyframe();
      stage.run(1_000);
    }
    assertTrue(asked.size() >= 2 && asked.size() <= 11, "" + asked.size());
    for (int i = 1; i < asked.size(); i++) {
      assertTrue(asked.get(i) - asked.get(i - 1) >= 500_000);
    }
  }

  private final class Watching implements Viewer {
    private final String name;
    private int pictures;

    private Watching(String name) {
      this.name = name;
    }

    @Override
    public void onFrame(ProgramFrame frame) {
      if (frame.codec().video()) {
        pictures++;
        order.add(new Got(name, frame.captureMicros()));
      }
    }

    @Override
    public void onEnd() {}
  }
}
