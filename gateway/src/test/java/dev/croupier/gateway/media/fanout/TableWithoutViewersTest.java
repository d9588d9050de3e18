package dev.croupier.gateway.media.fanout;

import static dev.croupier.gateway.media.fanout.TableStage.A;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.hls.HlsPackager;
import dev.croupier.gateway.media.program.ProgramFrame;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A table whose program nobody plays over WebRTC. */
final class TableWithoutViewersTest {
  private static final long SECOND = 1_000_000;
  private static final Pattern LENGTH = Pattern.compile("#EXTINF:([0-9.]+),");
  private static final Pattern FIRST = Pattern.compile("#EXT-X-MEDIA-SEQUENCE:([0-9]+)");

  private final TableStage stage = new TableStage(List.of(), false);

  @AfterEach
  void close() {
    stage.table.close();
  }

  @Test
  void aTableWithoutViewersKeepsItsHls() {
    stage.table.program().remove(stage);
    HlsPackager packager = new HlsPackager(stage.table.program().clock(), Runnable::run);
    stage.table.packageFor(packager);
    assertEquals(0, stage.table.viewers());
    stage.publish(A);
    stage.run(8 * SECOND);
    double before = seconds(packager, HlsPackager.VIDEO);
    assertTrue(before >= 4, "listed: " + before);

    // Somebody comes and goes: nothing changes for those who play HLS.
    Viewer guest =
        new Viewer() {
          @Override
          public void onFrame(ProgramFrame frame) {}

          @Override
          public void onEnd() {}
        };
    stage.table.program().add(guest);
    assertEquals(1, stage.table.viewers());
    stage.run(4 * SECOND);
    stage.table.program().remove(guest);
    assertEquals(0, stage.table.viewers());
    int index = next(packager, HlsPackager.VIDEO);
    stage.run(10 * SECOND);
    assertEquals(index + 5, next(packager, HlsPackager.VIDEO), 1, "a segment each two seconds");
    assertEquals(
        next(packager, HlsPackager.VIDEO), next(packager, HlsPackager.AUDIO), "sound as well");
  }

  /** How much a playlist lists. */
  private static double seconds(HlsPackager packager, String rendition) {
    Matcher lengths = LENGTH.matcher(playlist(packager, rendition));
    double seconds = 0;
    while (lengths.find()) {
      seconds += Double.parseDouble(lengths.group(1));
    }
    return seconds;
  }

  /** The number of the segment behind the last one listed. */
  private static int next(HlsPackager packager, String rendition) {
    String playlist = playlist(packager, rendition);
    Matcher first = FIRST.matcher(playlist);
    assertTrue(first.find(), playlist);
    return Integer.parseInt(first.group(1)) + (int) LENGTH.matcher(playlist).results().count();
  }

  private static String playlist(HlsPackager packager, String rendition) {
    return new String(packager.file(rendition, "playlist.m3u8").orElseThrow().bytes(), UTF_8);
  }
}
