package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.media.program.ProgramFrame;

/**
 * Whoever receives a program: a WHEP session or the LL-HLS packager. Declared here, implemented
 * above.
 */
public interface Viewer {
  /**
   * A frame, or the next part of a large one, left the program. Called on the table's event loop;
   * must not block.
   */
  void onFrame(ProgramFrame frame);

  /**
   * The program ended: the gateway stops, or a signal is published in another codec. Called on the
   * table's event loop, or by whoever adds it too late.
   */
  void onEnd();
}
