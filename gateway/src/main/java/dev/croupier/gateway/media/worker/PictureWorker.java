package dev.croupier.gateway.media.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The worker's process for pictures: hears what is asked on standard input and answers on standard
 * output, as {@link PictureWire} says, until its input ends. Nothing is kept from one picture to
 * the next, so what one publisher sends cannot show in another's.
 */
final class PictureWorker {
  /** Longer than the gateway waits: a worker whose gateway is gone ends by itself. */
  private static final long LIMIT_SECONDS = 20;

  private static final int HUNG = 3;

  private PictureWorker() {}

  /** Started by {@link PictureMaker}. */
  public static void main(String[] args) throws IOException {
    var in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
    var out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
    // What a library prints must not get between the answers.
    System.setOut(System.err);
    ScheduledExecutorService limit =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("limit").daemon().factory());
    PictureDecoder.load();
    for (PictureWire.Asked asked = PictureWire.hear(in);
        asked != null;
        asked = PictureWire.hear(in)) {
      Future<?> end =
          limit.schedule(() -> Runtime.getRuntime().halt(HUNG), LIMIT_SECONDS, TimeUnit.SECONDS);
      PictureWire.answer(out, PictureDecoder.decode(asked.codec(), asked.frames()));
      end.cancel(false);
    }
  }
}
