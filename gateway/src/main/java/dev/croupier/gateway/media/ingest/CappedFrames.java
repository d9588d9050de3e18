package dev.croupier.gateway.media.ingest;

import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.FramePart;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Refuses a publish that is more than a signal may be: its bits and frames a second, its size and
 * its profile. Nothing is passed on afterwards. Counted by arrival, as timestamps are the
 * publisher's own. The publishing session's event loop.
 */
public final class CappedFrames implements FrameListener {
  /**
   * What a signal may be.
   *
   * @param maxPixels of a picture
   * @param maxFps video frames a second
   * @param maxBitrate bits a second of video and audio
   */
  public record Caps(int maxPixels, int maxFps, long maxBitrate) {
    /** 1080p in whole macroblocks, 60 frames a second and room for jitter, 20 Mbit/s. */
    public static final Caps STANDARD = new Caps(1_920 * 1_088, 75, 20_000_000);
  }

  /** Both rates are means over this time, so that a keyframe or a burst is nothing: 2 s. */
  static final long WINDOW_MICROS = 2_000_000;

  /** Opus packets of 2.5 ms come 400 a second; more is a flood. */
  private static final int MAX_SOUND_RATE = 500;

  /** Baseline, main, high: what browsers decode (RFC 6184 section 8.1). */
  private static final Set<String> PROFILES = Set.of("42", "4d", "64");

  /** The versions that are defined (RFC 6386 section 9.1). */
  private static final Set<String> VP8_PROFILES =
      Set.of(VP8_PROFILE + 0, VP8_PROFILE + 1, VP8_PROFILE + 2, VP8_PROFILE + 3);

  private final FrameListener next;
  private final Caps caps;
  private final LongSupplier nowMicros;
  private long windowSince;
  private int frames;
  private int sounds;
  private long bytes;
  private long partBytes;
  private boolean refused;

  /** Passes on to {@code next} what keeps to the caps. */
  public CappedFrames(FrameListener next, Caps caps, LongSupplier nowMicros) {
    this.next = next;
    this.caps = caps;
    this.nowMicros = nowMicros;
    this.windowSince = nowMicros.getAsLong();
  }

  @Override
  public void packet(long arrivalMicros) {
    if (!refused) {
      next.packet(arrivalMicros);
    }
  }

  @Override
  public void frame(CodedFrame frame, long captureMicros) {
    count(frame);
    if (!refused) {
      next.frame(frame, captureMicros);
    }
  }

  @Override
  public void part(FramePart part, long captureMicros) {
    partBytes = part.bytes() + (part.from() == 0 ? 0 : partBytes);
    passTime();
    bytes += part.bytes();
    check();
    if (!refused) {
      next.part(part, captureMicros);
    }
  }

  @Override
  public boolean cutsThrough() {
    return next.cutsThrough();
  }

  @Override
  public void unfinished() {
    if (!refused) {
      next.unfinished();
    }
  }

  @Override
  public void broken() {
    partBytes = 0;
    if (!refused) {
      next.broken();
    }
  }

  @Override
  public void parameters(int width, int height, String profile) {
    if ((long) width * height > caps.maxPixels) {
      refused("resolution");
    } else if (!decodes(profile)) {
      refused("profile");
    } else if (!refused) {
      next.parameters(width, height, profile);
    }
  }

  @Override
  public void refused(String reason) {
    if (!refused) {
      refused = true;
      next.refused(reason);
    }
  }

  private static boolean decodes(String profile) {
    return VP8_PROFILES.contains(profile)
        || (profile.length() >= 2 && PROFILES.contains(profile.substring(0, 2)));
  }

  private void count(CodedFrame frame) {
    passTime();
    if (frame.codec().video()) {
      frames++;
      // Of a large one most has been counted, with the headers of its packets.
      bytes += Math.max(0, frame.data().length - partBytes);
      partBytes = 0;
    } else {
      sounds++;
      bytes += frame.data().length;
    }
    check();
  }

  private void passTime() {
    long now = nowMicros.getAsLong();
    if (now - windowSince >= WINDOW_MICROS) {
      windowSince = now;
      frames = 0;
      sounds = 0;
      bytes = 0;
    }
  }

  private void check() {
    if (bytes * 8 > caps.maxBitrate * WINDOW_MICROS / 1_000_000) {
      refused("bitrate");
    } else if (frames > caps.maxFps * WINDOW_MICROS / 1_000_000) {
      refused("frame_rate");
    } else if (sounds > MAX_SOUND_RATE * WINDOW_MICROS / 1_000_000) {
      refused("audio_rate");
    }
  }
}
