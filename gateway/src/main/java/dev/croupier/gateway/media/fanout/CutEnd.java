package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.media.program.CutListener;
import dev.croupier.gateway.media.program.Program;
import java.util.concurrent.CompletableFuture;

/** Tells the asker how its cut ended. The table's event loop. */
record CutEnd(Program program, CompletableFuture<Switched> done) implements CutListener {
  @Override
  public void switched(long agreedCaptureMicros) {
    done.complete(new Switched(agreedCaptureMicros, program.soundOf()));
  }

  @Override
  public void aborted(String reason) {
    done.completeExceptionally(new IllegalStateException(reason));
  }
}
