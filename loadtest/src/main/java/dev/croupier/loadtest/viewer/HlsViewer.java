package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.rtp.Parse;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One LL-HLS viewer: its multivariant playlist, and a virtual thread for each rendition. */
final class HlsViewer {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 250;
  private static final long PATIENCE_MICROS = 15_000_000;
  private static final int NOT_READY = 503;

  private final URI address;
  private final HlsDoor door;
  private final HlsTally tally;
  private final HlsTally.Viewer viewer;
  private final TableClock clock;
  private final CountDownLatch never = new CountDownLatch(1);

  HlsViewer(URI address, HlsDoor door, HlsTally tally, HlsTally.Viewer viewer, TableClock clock) {
    this.address = address;
    this.door = door;
    this.tally = tally;
    this.viewer = viewer;
    this.clock = clock;
  }

  /** Watches until the stream ends; an interrupt ends it before. */
  void watch() throws InterruptedException {
    HlsPlayback playback = null;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        HlsMaster master = master();
        playback = new HlsPlayback(master.audio() == null ? 1 : 2);
        tally.begins(playback);
        List<Future<?>> tracks = new ArrayList<>();
        tracks.add(begin(threads, 0, master.video(), playback));
        if (master.audio() != null) {
          tracks.add(begin(threads, 1, master.audio(), playback));
        }
        for (Future<?> track : tracks) {
          track.get();
        }
      } catch (IOException e) {
        viewer.fail(e.getMessage());
      } catch (ExecutionException e) {
        viewer.fail(e.getCause().getMessage());
      } finally {
        viewer.leaves();
        if (playback != null) {
          tally.ends(playback);
        }
        threads.shutdownNow();
      }
    }
  }

  private Future<?> begin(ExecutorService threads, int track, URI playlist, HlsPlayback playback) {
    HlsTrack rendition = new HlsTrack(track, playlist, door, playback, viewer, clock);
    return threads.submit(
        () -> {
          rendition.run();
          return null;
        });
  }

  /** A stream whose first segment is being made is waited for, as a player does. */
  private HlsMaster master() throws IOException, InterruptedException {
    long deadline = clock.nowMicros() + PATIENCE_MICROS;
    while (true) {
      try {
        HlsDoor.Text text = door.playlist(address, DEADLINE);
        return switch (HlsMaster.parse(text.text(), text.uri())) {
          case Parse.Parsed<HlsMaster>(HlsMaster master) -> master;
          case Parse.Rejected<HlsMaster>(String reason) ->
              throw new IOException(address.getPath() + ": " + reason);
        };
      } catch (HlsDoor.Refused e) {
        if (e.status() != NOT_READY || clock.nowMicros() > deadline) {
          throw e;
        }
        boolean _ = never.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }
}
