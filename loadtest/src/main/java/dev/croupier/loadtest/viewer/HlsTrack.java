package dev.croupier.loadtest.viewer;

import dev.croupier.gateway.media.rtp.Parse;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One rendition of one viewer: reloads its playlist, held by the server where it can, and fetches
 * what comes, the hinted part ahead of its listing. A virtual thread of its own, ended by an
 * interrupt.
 */
final class HlsTrack {
  /** Playlists that fail in a row before the viewer gives up. */
  private static final int PATIENCE = 6;

  private static final long RETRY_MICROS = 500_000;
  private static final int HELD_TARGETS = 3;
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final int track;
  private final URI playlist;
  private final HlsDoor door;
  private final HlsPlayback playback;
  private final HlsTally.Viewer viewer;
  private final TableClock clock;
  private final HlsFollower follower = new HlsFollower();
  private final CountDownLatch never = new CountDownLatch(1);
  private HlsResource init;
  private HlsResource hinted;
  private CompletableFuture<HlsDoor.Arrived> coming;
  private long arrivedMicros = -1;
  private long lost;
  private long setBacks;

  /**
   * A rendition.
   *
   * @param track 0 is the picture
   */
  HlsTrack(
      int track,
      URI playlist,
      HlsDoor door,
      HlsPlayback playback,
      HlsTally.Viewer viewer,
      TableClock clock) {
    this.track = track;
    this.playlist = playlist;
    this.door = door;
    this.playback = playback;
    this.viewer = viewer;
    this.clock = clock;
  }

  /**
   * Plays until the playlist says that it has ended.
   *
   * @throws IOException in one line, if its playlist could not be had for too long
   */
  void run() throws IOException, InterruptedException {
    try {
      HlsMedia media = null;
      while (media == null || !media.ended()) {
        long asked = clock.nowMicros();
        HlsMedia next = reload(media);
        List<HlsFollower.Chunk> chunks = follower.update(next);
        count();
        for (HlsFollower.Chunk chunk : chunks) {
          take(chunk, next, media != null);
        }
        if (media == null) {
          playback.caughtUp(track, clock.nowMicros());
        }
        expect(next);
        if (!next.blocks() && !next.ended()) {
          long wait = chunks.isEmpty() ? pace(next) / 2 : pace(next);
          pause(asked + wait - clock.nowMicros());
        }
        media = next;
      }
    } finally {
      if (coming != null) {
        coming.cancel(true);
      }
    }
  }

  private HlsMedia reload(HlsMedia before) throws IOException, InterruptedException {
    for (int failed = 0; ; ) {
      String wrong;
      try {
        URI from = before == null ? playlist : follower.reload(playlist, before);
        HlsDoor.Text text = door.playlist(from, deadline(before));
        Parse<HlsMedia> read = HlsMedia.parse(text.text(), text.uri());
        switch (read) {
          case Parse.Parsed<HlsMedia>(HlsMedia media) -> {
            return media;
          }
          case Parse.Rejected<HlsMedia>(String reason) ->
              wrong = playlist.getPath() + ": " + reason;
        }
      } catch (HlsDoor.Refused e) {
        wrong = e.getMessage();
      } catch (IOException e) {
        wrong = HlsDoor.inOneLine(e, playlist).getMessage();
      }
      viewer.error(wrong);
      if (++failed == PATIENCE) {
        throw new IOException(wrong);
      }
      pause(RETRY_MICROS);
    }
  }

  private void take(HlsFollower.Chunk chunk, HlsMedia media, boolean live)
      throws InterruptedException {
    if (chunk.discontinuity() && live) {
      viewer.discontinuity(track);
    }
    if (chunk.gap()) {
      viewer.gap();
      return;
    }
    try {
      if (chunk.init() != null && !chunk.init().equals(init)) {
        viewer.fetched(door.file(chunk.init(), deadline(media)).bytes());
        init = chunk.init();
      }
      HlsDoor.Arrived arrived = fetch(chunk.resource(), media);
      viewer.fetched(arrived.bytes());
      viewer.chunk(track, arrived.atMicros());
      playback.append(track, arrived.atMicros(), chunk.durationMicros(), chunk.dateTimeMicros());
      if (live) {
        regularity(chunk, arrived.atMicros());
      }
      arrivedMicros = arrived.atMicros();
    } catch (IOException e) {
      viewer.error(e.getMessage());
    }
  }

  private HlsDoor.Arrived fetch(HlsResource resource, HlsMedia media)
      throws IOException, InterruptedException {
    CompletableFuture<HlsDoor.Arrived> ahead = coming;
    if (ahead == null || !resource.equals(hinted)) {
      return door.file(resource, deadline(media));
    }
    coming = null;
    hinted = null;
    try {
      return ahead.get();
    } catch (ExecutionException e) {
      throw HlsDoor.inOneLine(e.getCause(), resource.uri());
    }
  }

  private void regularity(HlsFollower.Chunk chunk, long atMicros) {
    if (track != 0) {
      return;
    }
    if (arrivedMicros >= 0) {
      viewer.interval(atMicros - arrivedMicros);
    }
    if (chunk.dateTimeMicros() != HlsMedia.NO_TIME) {
      viewer.age(atMicros - chunk.dateTimeMicros() - chunk.durationMicros());
    }
    long latency = playback.latencyMicros(atMicros);
    if (latency != HlsPlayback.UNKNOWN) {
      viewer.latency(latency);
    }
  }

  /** The part that is said to come next is asked for at once, as the server holds that too. */
  private void expect(HlsMedia media) {
    if (media.hint() == null || !media.blocks() || media.ended()) {
      return;
    }
    if (media.hint().equals(hinted)) {
      return;
    }
    if (coming != null) {
      coming.cancel(true);
    }
    hinted = media.hint();
    coming = door.fileLater(hinted, deadline(media));
  }

  private void count() {
    viewer.lost(follower.lost() - lost);
    viewer.setBacks(follower.setBacks() - setBacks);
    lost = follower.lost();
    setBacks = follower.setBacks();
  }

  private static long pace(HlsMedia media) {
    return media.partTargetMicros() > 0 ? media.partTargetMicros() : media.targetMicros();
  }

  private static Duration deadline(HlsMedia media) {
    return media == null
        ? SLACK
        : SLACK.plus(HELD_TARGETS * media.targetMicros(), ChronoUnit.MICROS);
  }

  private void pause(long micros) throws InterruptedException {
    boolean _ = never.await(Math.max(0, micros), TimeUnit.MICROSECONDS);
  }
}
