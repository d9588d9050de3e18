package dev.croupier.gateway.media.fanout;

import java.util.function.Consumer;

/**
 * A task of one owner among several on an event loop: an exception in it, which is a bug of ours,
 * is told to that owner and reaches nobody else. Without it a task that repeats would be repeated
 * no more, and nobody would know.
 *
 * @param failed told the exception, on the same thread
 */
public record Guarded(Runnable task, Consumer<RuntimeException> failed) implements Runnable {
  @Override
  public void run() {
    try {
      task.run();
    } catch (RuntimeException e) {
      failed.accept(e);
    }
  }
}
