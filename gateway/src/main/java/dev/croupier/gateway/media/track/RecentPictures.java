package dev.croupier.gateway.media.track;

import dev.croupier.gateway.media.codec.CodedFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pictures of a signal since its last keyframe, as they came, so that one of them can be
 * decoded. The table's event loop writes; any thread reads.
 */
public final class RecentPictures {
  /** Most bytes kept, but for a keyframe that is larger: 4 MB. */
  static final long MAX_BYTES = 4_000_000;

  /** Most pictures kept: 240 a second for 4 s. */
  static final int MAX_FRAMES = 960;

  private static final int FIRST_ROOM = 64;

  /**
   * Pictures from a keyframe on, in decoding order.
   *
   * @param atMicros when the last one arrived, in table time
   */
  public record Pictures(List<CodedFrame> frames, long atMicros) {}

  private record Group(CodedFrame[] frames, int count, long keyframeMicros, long lastMicros) {}

  private static final Group NONE = new Group(new CodedFrame[0], 0, 0, 0);

  private volatile Group group = NONE;
  private volatile boolean frozen;
  private final AtomicLong unfinished = new AtomicLong();
  private long bytes;
  private boolean whole;

  /** A picture has arrived. */
  void add(CodedFrame frame, long nowMicros) {
    Group before = group;
    if (frame.keyframe()) {
      // Those who read the group before still do.
      CodedFrame[] frames = new CodedFrame[FIRST_ROOM];
      frames[0] = frame;
      bytes = frame.data().length;
      whole = true;
      group = new Group(frames, 1, nowMicros, nowMicros);
      return;
    }
    bytes += frame.data().length;
    whole &= before.count > 0 && before.count < MAX_FRAMES && bytes <= MAX_BYTES;
    if (!whole) {
      return;
    }
    int count = before.count;
    CodedFrame[] frames =
        count < before.frames.length ? before.frames : Arrays.copyOf(before.frames, 2 * count);
    // Readers see only the places below the count they were given, which are never written again.
    frames[count] = frame;
    group = new Group(frames, count + 1, before.keyframeMicros, nowMicros);
  }

  /** Pictures are missing: what follows cannot be decoded until the next keyframe. */
  public void broken() {
    whole = false;
  }

  /** One began to arrive and will not be complete; any thread. */
  public void addUnfinished() {
    unfinished.incrementAndGet();
  }

  /** How many began to arrive and were never complete, of all publishes; any thread. */
  public long unfinished() {
    return unfinished.get();
  }

  /** Its publisher has gone. */
  void forget() {
    whole = false;
    group = NONE;
    frozen = false;
  }

  /** Whether they were found to come and not to change. */
  public boolean frozen() {
    return frozen;
  }

  /** They were looked at; any thread, but always the same one. */
  public void frozen(boolean found) {
    frozen = found;
  }

  /**
   * What must be decoded for a picture that is not too old: the keyframe alone where it will do.
   *
   * @param maxAgeMicros since its arrival
   * @return empty where there is none
   */
  public Optional<Pictures> latest(long nowMicros, long maxAgeMicros) {
    Group now = group;
    if (now.count == 0 || nowMicros - now.lastMicros > maxAgeMicros) {
      return Optional.empty();
    }
    boolean alone = nowMicros - now.keyframeMicros <= maxAgeMicros;
    return Optional.of(
        alone
            ? new Pictures(List.of(now.frames[0]), now.keyframeMicros)
            : new Pictures(List.of(Arrays.copyOf(now.frames, now.count)), now.lastMicros));
  }
}
