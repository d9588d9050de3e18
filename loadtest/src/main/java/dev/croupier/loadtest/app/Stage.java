package dev.croupier.loadtest.app;

import java.io.IOException;
import java.util.List;

/**
 * What a scenario's events act on: cameras, the network, the server's own doors. Blocks until it is
 * done; each throws {@link IOException} with one line if it cannot be.
 */
interface Stage {
  /** Lets faults happen to a camera, in the studio's words. */
  void camera(String signal, List<String> faults) throws IOException, InterruptedException;

  /** Changes the network; null leaves a way as it is. */
  void network(String up, String down) throws IOException, InterruptedException;

  /** Changes the program to another camera, and waits until it is on air. */
  void handover(String to) throws IOException, InterruptedException;

  /** Gives all players another build. */
  void swap(String build) throws IOException, InterruptedException;
}
