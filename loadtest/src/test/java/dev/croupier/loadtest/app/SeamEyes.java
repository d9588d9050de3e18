package dev.croupier.loadtest.app;

import dev.croupier.gateway.media.peer.ReceivedFrame;
import dev.croupier.gateway.media.peer.WhepPlayer;
import dev.croupier.loadtest.studio.StripReader;
import dev.croupier.loadtest.studio.StripReading;
import dev.croupier.loadtest.studio.VideoDecoder;
import dev.croupier.loadtest.studio.YuvPicture;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A native viewer that decodes all that comes, and reads which camera's which frame it is. */
final class SeamEyes implements WhepPlayer.Listener, AutoCloseable {
  /** No camera: the slate, or nothing that can be read. */
  static final int NONE = -1;

  /**
   * A frame that came.
   *
   * @param camera whose it is, or {@link #NONE}
   * @param number its number there
   * @param black whether it decoded to nothing
   */
  record Seen(int camera, long number, boolean black, ReceivedFrame frame) {}

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final VideoDecoder decoder = new VideoDecoder();
  private boolean over;

  @Override
  public synchronized void frame(ReceivedFrame frame) {
    if (over) {
      return;
    }
    Optional<YuvPicture> picture = decoder.decodeLengthPrefixed(frame.data());
    StripReading strip = picture.map(StripReader::read).orElse(null);
    if (strip instanceof StripReading.Frame read) {
      seen.add(new Seen(read.cameraId(), read.frame(), false, frame));
    } else {
      seen.add(new Seen(NONE, 0, picture.isEmpty(), frame));
    }
  }

  /** All that came, in order. */
  List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** How many frames of a camera came after the first so many frames of all. */
  long of(int camera, int after) {
    return seen.stream().skip(after).filter(each -> each.camera() == camera).count();
  }

  @Override
  public synchronized void close() {
    over = true;
    decoder.close();
  }
}
