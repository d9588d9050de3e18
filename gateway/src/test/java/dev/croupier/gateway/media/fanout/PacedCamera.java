package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.Sender;
import dev.croupier.gateway.media.ingest.VideoIngest;
import dev.croupier.gateway.media.rtp.RtpView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** A publisher of 30 large pictures a second on a {@link TableStage}, paced. */
final class PacedCamera {
  private static final long FRAME_MICROS = 33_333;

  private record OnTheWay(long atMicros, byte[] packet) {}

  final FrameListener publish;
  private final TableStage stage;
  private final Supplier<List<byte[]>> pictures;
  private final long apartMicros;
  private final IntPredicate arrives;
  private final VideoIngest ingest;
  private final Sender sender = new Sender(7, 65_000, 4_294_900_000L);
  private final Deque<OnTheWay> onTheWay = new ArrayDeque<>();
  private final Runnable step = this::step;
  private long nextMicros;
  private long lastOutMicros;
  private int packets;

  /**
   * Publishes a signal from now on.
   *
   * @param pictures the payloads of the next picture
   * @param apartMicros time between two packets
   * @param arrives whether the packet with this number, from 0, arrives
   */
  PacedCamera(
      TableStage stage,
      SignalName name,
      Supplier<List<byte[]>> pictures,
      long apartMicros,
      IntPredicate arrives) {
    this.stage = stage;
    this.pictures = pictures;
    this.apartMicros = apartMicros;
    this.arrives = arrives;
    this.nextMicros = stage.now();
    this.publish = stage.table.publish(name, Codec.H264, false, () -> {}, () -> {}).getNow(null);
    this.ingest =
        new VideoIngest(Codec.H264, publish, publish.sourceClock(), (sequences, count) -> {});
    stage.others.add(step);
  }

  /** Is gone from one moment to the next, with all that it had not sent yet. */
  void die() {
    stage.others.remove(step);
  }

  private void step() {
    while (nextMicros <= stage.now()) {
      nextMicros += FRAME_MICROS;
      List<byte[]> payloads = pictures.get();
      for (int i = 0; i < payloads.size(); i++) {
        byte[] packet = sender.packet(payloads.get(i), i == payloads.size() - 1);
        lastOutMicros = Math.max(stage.now(), lastOutMicros + apartMicros);
        if (arrives.test(packets++)) {
          onTheWay.add(new OnTheWay(lastOutMicros, packet));
        }
      }
      sender.pause(3_000);
    }
    while (!onTheWay.isEmpty() && onTheWay.peek().atMicros <= stage.now()) {
      byte[] packet = onTheWay.remove().packet;
      RtpView view = new RtpView();
      view.wrap(packet, 0, packet.length);
      ingest.packet(view, stage.now());
    }
    ingest.tick(stage.now());
  }
}
