package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.program.PacketHistory;
import dev.croupier.gateway.media.program.ProgramClock;

/** What a viewer is a viewer of: a table's program, or the preview of one signal. Any thread. */
public interface Show {
  /** The table's name for its program, {@code table/signal} for a preview. */
  String name();

  /** Whether it is the preview of one signal. */
  default boolean preview() {
    return name().indexOf('/') >= 0;
  }

  /** The codec of its pictures. */
  Codec codec();

  /** The clock of all its frames. */
  ProgramClock clock();

  /** Its last packets, for retransmission. */
  PacketHistory history(Codec codec);

  /** What those need who become viewers. */
  Joins joins();

  /** A viewer cannot go on without a keyframe. Many requests become one upstream. */
  void requestKeyframe();

  /** Adds a viewer; to one that is over it is told at once that it has ended. */
  void add(Viewer viewer);

  /** Removes a viewer. */
  void remove(Viewer viewer);
}
