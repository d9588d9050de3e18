package dev.croupier.loadtest.peer;

import dev.croupier.loadtest.studio.FrameSink;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * A media server that runs as a process of its own, and what its viewers and its camera need to
 * know. Opened and closed by one thread.
 */
public interface ServerUnderTest extends AutoCloseable {
  /** A camera's way in. */
  interface Inlet extends FrameSink, AutoCloseable {
    @Override
    void close();
  }

  /**
   * What a publisher is told.
   *
   * @param keyframeRequested told when the server asks for a keyframe, on some thread
   * @param pacedBits bits a second at which pictures' packets leave; 0: all of a frame at once
   * @param frames gets to know when each frame has left
   */
  record Publishing(Runnable keyframeRequested, long pacedBits, SentFrames frames) {}

  /** Its name in reports, with its version where it tells one. */
  String name();

  /** Where it is played by WHEP. */
  URI whep();

  /** What its viewers show; a server that asks for none ignores it. */
  String token() throws IOException, InterruptedException;

  /** Its process. */
  long pid();

  /** What its own threads cost, where it is a JVM that tells; to be closed. */
  default Optional<JvmMeter> threads() throws IOException {
    return Optional.empty();
  }

  /** Opens the way in for its one camera. */
  Inlet publish(Publishing how) throws IOException, InterruptedException;

  /** Ends the process and removes its files. */
  @Override
  void close();
}
