package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalId;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.track.RecentPictures;
import dev.croupier.gateway.media.worker.Picture;
import dev.croupier.gateway.media.worker.PictureAnswer;
import dev.croupier.gateway.media.worker.PictureMaker;
import dev.croupier.time.clock.TableClock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stills of signals, made when somebody asks and kept while they are fresh: however many ask, a
 * signal's keyframe is decoded about once a second, and not at all where nobody asks.
 *
 * <p>Any thread; asking blocks while a picture is made.
 */
public final class Posters {
  /** A picture that arrived longer ago is not handed out any more: 1 s. */
  public static final long FRESH_MICROS = 1_000_000;

  /** A keyframe that arrived longer ago is decoded with what came after it: 500 ms. */
  static final long KEYFRAME_MICROS = 500_000;

  /** A signal that the worker died of is left alone for so long: 30 s. */
  static final long REST_MICROS = 30_000_000;

  private static final long PATIENCE_SECONDS = 15;

  /** What is had of a signal. */
  public sealed interface Answer {
    /**
     * A still.
     *
     * @param atMicros when the picture arrived, in table time
     */
    record Still(Picture picture, long atMicros) implements Answer {}

    /** None; in words. */
    record None(String why) implements Answer {}
  }

  private static final Answer.None NO_PICTURE = new Answer.None("no picture comes of it");
  private static final Answer.None NOT_NOW = new Answer.None("it cannot be made just now");
  private static final Answer.None UNREADABLE = new Answer.None("its pictures cannot be read");

  /** What is kept of a signal. Guarded by itself. */
  private static final class Slot {
    private Answer.Still still;
    private CompletableFuture<Answer> making;
    private long restUntilMicros = Long.MIN_VALUE;
  }

  private final PictureMaker maker;
  private final TableClock clock;
  private final Map<SignalId, Slot> slots = new ConcurrentHashMap<>();
  private final AtomicLong made = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /** None yet. */
  public Posters(PictureMaker maker, TableClock clock) {
    this.maker = maker;
    this.clock = clock;
  }

  /** A still of a signal as it was within the last second. */
  public Answer of(TableMedia table, SignalName name) throws InterruptedException {
    Optional<RecentPictures> pictures = table.pictures(name);
    if (pictures.isEmpty()) {
      return NO_PICTURE;
    }
    // A table has few signals, so there are few slots, whoever asks.
    Slot slot = slots.computeIfAbsent(new SignalId(table.table(), name), _ -> new Slot());
    CompletableFuture<Answer> answer;
    boolean mine;
    synchronized (slot) {
      long now = clock.nowMicros();
      if (slot.still != null && now - slot.still.atMicros() <= FRESH_MICROS) {
        return slot.still;
      }
      if (now < slot.restUntilMicros) {
        return UNREADABLE;
      }
      mine = slot.making == null;
      if (mine) {
        slot.making = new CompletableFuture<>();
      }
      answer = slot.making;
    }
    if (mine) {
      make(slot, pictures.get(), answer);
    }
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException _) {
      return NOT_NOW;
    }
  }

  /** Stills made. */
  public long made() {
    return made.get();
  }

  /** How often a signal's pictures could not be decoded. */
  public long refused() {
    return refused.get();
  }

  /** How often the worker died of a signal's pictures, or took too long. */
  public long lost() {
    return lost.get();
  }

  private void make(Slot slot, RecentPictures pictures, CompletableFuture<Answer> answer)
      throws InterruptedException {
    Answer had = NOT_NOW;
    try {
      Optional<RecentPictures.Pictures> latest = latest(pictures);
      had = latest.isEmpty() ? NO_PICTURE : made(slot, latest.get());
    } finally {
      synchronized (slot) {
        slot.making = null;
        slot.still = had instanceof Answer.Still still ? still : null;
      }
      answer.complete(had);
    }
  }

  private Optional<RecentPictures.Pictures> latest(RecentPictures pictures) {
    long now = clock.nowMicros();
    Optional<RecentPictures.Pictures> alone = pictures.latest(now, KEYFRAME_MICROS);
    return alone.isPresent() ? alone : pictures.latest(now, FRESH_MICROS);
  }

  private Answer made(Slot slot, RecentPictures.Pictures latest) throws InterruptedException {
    return switch (maker.make(latest.frames())) {
      case PictureAnswer.Made(Picture picture) -> {
        made.incrementAndGet();
        yield new Answer.Still(picture, latest.atMicros());
      }
      case PictureAnswer.None(PictureAnswer.Why why) -> {
        switch (why) {
          case UNREADABLE -> refused.incrementAndGet();
          case WORKER_LOST -> {
            lost.incrementAndGet();
            synchronized (slot) {
              slot.restUntilMicros = clock.nowMicros() + REST_MICROS;
            }
          }
          case NO_WORKER, BUSY -> {}
        }
        yield why == PictureAnswer.Why.UNREADABLE ? UNREADABLE : NOT_NOW;
      }
    };
  }
}
