package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import java.util.List;

/**
 * The picture shown while nothing is on air: a loop of coded frames at the program's own codec,
 * size, profile and rate.
 *
 * @param frames at least one; the first is a keyframe. RTP times are ignored
 * @param frameMicros how long each is shown
 */
public record Slate(List<CodedFrame> frames, long frameMicros) {
  /** The name under which the slate is on air. */
  public static final String NAME = "slate";

  /** The codec of its frames. */
  public Codec codec() {
    return frames.getFirst().codec();
  }

  /** Checks that decoding can begin at the loop's start. */
  public Slate {
    frames = List.copyOf(frames);
    if (frames.isEmpty() || !frames.getFirst().keyframe() || frameMicros <= 0) {
      throw new IllegalArgumentException("a slate begins with a keyframe and has a rate");
    }
  }
}
