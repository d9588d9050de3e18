package dev.croupier.gateway.media.fanout;

import dev.croupier.gateway.SuppliedClock;
import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.ids.TableId;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.codec.H264Streams;
import dev.croupier.gateway.media.codec.Opus;
import dev.croupier.gateway.media.codec.Vp8Frames;
import dev.croupier.gateway.media.ingest.CappedFrames;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.KeyframeRequester;
import dev.croupier.gateway.media.ingest.Sender;
import dev.croupier.gateway.media.ingest.VideoIngest;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.program.Slate;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.track.ProgramTerms;
import dev.croupier.time.clock.TableClock;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A table in simulated time with publishers whose packets go through the real ingest. */
final class TableStage implements Viewer {
  static final SignalName A = new SignalName("cam-a");
  static final SignalName B = new SignalName("cam-b");

  private static final List<List<byte[]>> PICTURES = H264Streams.frames(H264Streams.BASELINE, 1);
  private static final int GOP = 4;
  private static final long FRAME_MICROS = 33_333;
  private static final long STEP_MICROS = 1_000;
  private static final long SOUND_MICROS = 20_000;

  private record Later(long atMicros, long order, Runnable task) {}

  /**
   * A publisher of 30 pictures a second and sound; a keyframe every 4 pictures, or only where it is
   * asked for one.
   */
  final class Camera {
    final FrameListener publish;

    /** What keeps to the caps of a signal goes on to the table; what does not ends the publish. */
    final FrameListener capped;

    private final VideoIngest ingest;
    private Sender sender = new Sender(7, 65_000, 4_294_900_000L);
    private long nextMicros = now;
    private long nextSoundMicros = now;
    private int picture;
    private long sounds;
    private boolean filming = true;
    private boolean standing;
    private boolean talking = true;
    private boolean vp8;
    private boolean asks;
    private long answerMicros;
    private long transitMicros;
    private long keyMicros = Long.MAX_VALUE;
    final List<Long> requests = new ArrayList<>();

    private Camera(FrameListener publish) {
      this.publish = publish;
      this.capped = new CappedFrames(new Ending(publish), CappedFrames.Caps.STANDARD, () -> now);
      this.ingest =
          new VideoIngest(Codec.H264, capped, publish.sourceClock(), (sequences, count) -> {});
    }

    /**
     * Makes keyframes only when asked, and its packets take their time.
     *
     * @param answer from a request to the picture that answers it; {@link Long#MAX_VALUE}: never
     */
    Camera onRequest(long answer, long transit) {
      asks = true;
      answerMicros = answer;
      transitMicros = transit;
      return this;
    }

    private void requested() {
      requests.add(now);
      if (asks && answerMicros < Long.MAX_VALUE) {
        keyMicros = Math.min(keyMicros, now + answerMicros);
      }
    }

    private int next() {
      if (nextMicros - FRAME_MICROS >= keyMicros) {
        keyMicros = Long.MAX_VALUE;
        picture = 0;
      }
      if (asks && picture == GOP) {
        picture = 1;
      }
      return picture++ % (standing ? GOP : PICTURES.size());
    }

    /** Sends from here on with other numbers of every kind. */
    void anotherSource(Sender other) {
      sender = other;
      picture = 0;
    }

    /** Sends pictures or not. */
    void film(boolean on) {
      if (on && !filming) {
        sender.pause((now - nextMicros) * 9 / 100);
        nextMicros = now;
        picture = 0;
      }
      filming = on;
    }

    /** Sends one group of pictures again and again, or two that differ in turn. */
    void stand(boolean on) {
      standing = on;
      picture = 0;
    }

    /** Sends sound or not. */
    void talk(boolean on) {
      talking = on;
    }

    private void step() {
      while (filming && nextMicros <= now) {
        nextMicros += FRAME_MICROS;
        if (vp8) {
          byte[] data = Vp8Frames.key(640, 360, 100, random);
          CodedFrame frame = new CodedFrame(Codec.VP8, now * 9 / 100, true, data);
          publish.frame(frame, now);
          continue;
        }
        for (byte[] packet : sender.picture(PICTURES.get(next()))) {
          later.add(new Later(now + transitMicros, order++, () -> arrive(packet)));
        }
      }
      while (nextSoundMicros <= now) {
        nextSoundMicros += SOUND_MICROS;
        sounds++;
        if (talking) {
          byte[] packet = Opus.silence(true);
          capped.frame(new CodedFrame(Codec.OPUS, sounds * 960, true, packet), now);
        }
      }
    }

    private void arrive(byte[] packet) {
      RtpView view = new RtpView();
      view.wrap(packet, 0, packet.length);
      ingest.packet(view, now);
    }
  }

  /** Every picture, and every part of one, in the order they left. */
  final List<ProgramFrame> left = new ArrayList<>();

  final List<Long> leftAt = new ArrayList<>();

  /** Cameras of other kinds: what they do each millisecond. */
  final List<Runnable> others = new ArrayList<>();

  /** Whole pictures. */
  final List<ProgramFrame> video = new ArrayList<>();

  final List<ProgramFrame> audio = new ArrayList<>();
  final List<Long> videoAt = new ArrayList<>();
  final List<Unplanned> unplanned = new ArrayList<>();
  final TableMedia table;
  private final List<Camera> cameras = new ArrayList<>();
  private final Map<SignalName, FrameListener> publishes = new HashMap<>();
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(
          (a, b) ->
              a.atMicros == b.atMicros
                  ? Long.compare(a.order, b.order)
                  : Long.compare(a.atMicros, b.atMicros));
  private final Random random = new Random(5);
  private Runnable tick = () -> {};
  private long order;
  private long now = 1_790_000_000_000_000L;

  TableStage(List<SignalName> standby, boolean returns) {
    this(standby, returns, true);
  }

  TableStage(List<SignalName> standby, boolean returns, boolean leavesFrozen) {
    this(rules(standby, returns, leavesFrozen));
  }

  TableStage(List<SignalName> standby, boolean returns, TableTiming timing) {
    this(rules(standby, returns, true), timing);
  }

  /** Perhaps offered in several codecs; only the first has a slate. */
  TableStage(TableRules rules) {
    this(rules, TableTiming.usual(450_000));
  }

  private TableStage(TableRules rules, TableTiming timing) {
    ScheduledExecutorService loop =
        (ScheduledExecutorService)
            Proxy.newProxyInstance(
                TableStage.class.getClassLoader(),
                new Class<?>[] {ScheduledExecutorService.class},
                (self, method, arguments) -> called(method.getName(), arguments));
    table =
        new TableMedia(
            new TableId("roulette-1"),
            rules,
            List.of(A, B),
            A,
            timing,
            new SuppliedClock(() -> now),
            loop,
            random,
            () -> "program");
    byte[] still = {0, 0, 0, 2, 0x65, 1};
    table.slate(new Slate(List.of(new CodedFrame(Codec.H264, 0, true, still)), 33_333));
    table.program().add(this);
    table.onUnplanned(unplanned::add);
  }

  private static TableRules rules(List<SignalName> standby, boolean returns, boolean leavesFrozen) {
    return new TableRules(List.of(ProgramTerms.usual(Codec.H264)), standby, returns, leavesFrozen);
  }

  Camera publish(SignalName name) {
    return publish(name, Codec.H264);
  }

  /** A publisher in VP8, each picture a keyframe. */
  Camera publishVp8(SignalName name) {
    Camera camera = publish(name, Codec.VP8);
    camera.vp8 = true;
    camera.publish.parameters(640, 360, "vp8.0");
    return camera;
  }

  /** A publisher that sends no pictures. */
  Camera publishSound(SignalName name) {
    Camera mixer = publish(name, null);
    mixer.filming = false;
    return mixer;
  }

  private Camera publish(SignalName name, Codec codec) {
    List<Camera> made = new ArrayList<>();
    KeyframeRequester requester = () -> made.forEach(Camera::requested);
    made.add(new Camera(table.publish(name, codec, false, requester, () -> {}).getNow(null)));
    cameras.addAll(made);
    publishes.put(name, made.getFirst().publish);
    return made.getFirst();
  }

  /** Time passes. */
  void run(long micros) {
    for (long until = now + micros; now < until; now += STEP_MICROS) {
      cameras.forEach(Camera::step);
      others.forEach(Runnable::run);
      while (!later.isEmpty() && later.peek().atMicros <= now) {
        later.remove().task.run();
      }
      if (now / STEP_MICROS % 10 == 0) {
        tick.run();
      }
    }
  }

  long now() {
    return now;
  }

  /** The last publish of a signal. */
  FrameListener publisher(SignalName name) {
    return publishes.get(name);
  }

  /** Who publishes, in the order of coming. */
  List<Camera> cameras() {
    return cameras;
  }

  /** Its time. */
  TableClock clock() {
    return new SuppliedClock(() -> now);
  }

  /** What was shown since a number of frames, each source once. */
  List<String> sources(int since) {
    List<String> sources = new ArrayList<>();
    for (ProgramFrame frame : video.subList(since, video.size())) {
      if (sources.isEmpty() || !sources.getLast().equals(frame.source())) {
        sources.add(frame.source());
      }
    }
    return sources;
  }

  /** The longest time between two pictures, by when they left. */
  long longestStandstill(int since) {
    long longest = 0;
    for (int i = Math.max(1, since); i < videoAt.size(); i++) {
      longest = Math.max(longest, videoAt.get(i) - videoAt.get(i - 1));
    }
    return longest;
  }

  @Override
  public void onFrame(ProgramFrame frame) {
    if (frame.codec().video()) {
      left.add(frame);
      leftAt.add(now);
      if (frame.whole()) {
        video.add(frame);
        videoAt.add(now);
      }
    } else {
      audio.add(frame);
    }
  }

  @Override
  public void onEnd() {}

  private Object called(String method, Object[] arguments) {
    switch (method) {
      case "execute" -> ((Runnable) arguments[0]).run();
      case "scheduleAtFixedRate" -> {
        tick = (Runnable) arguments[0];
        return new Scheduled();
      }
      case "schedule" -> {
        Scheduled scheduled = new Scheduled();
        long delay = ((TimeUnit) arguments[2]).toMicros((Long) arguments[1]);
        Runnable task = (Runnable) arguments[0];
        later.add(
            new Later(
                now + delay,
                order++,
                () -> {
                  if (!scheduled.isCancelled()) {
                    task.run();
                  }
                }));
        return scheduled;
      }
      default -> throw new UnsupportedOperationException(method);
    }
    return null;
  }

  /** A publish that is over as soon as it is refused, as its session is. */
  private final class Ending implements FrameListener {
    private final FrameListener publish;

    private Ending(FrameListener publish) {
      this.publish = publish;
    }

    @Override
    public void frame(CodedFrame frame, long captureMicros) {
      publish.frame(frame, captureMicros);
    }

    @Override
    public void broken() {
      publish.broken();
    }

    @Override
    public void parameters(int width, int height, String profile) {
      publish.parameters(width, height, profile);
    }

    @Override
    public void refused(String reason) {
      publish.refused(reason);
      table.unpublish(publish, "closed");
    }
  }

  private static final class Scheduled extends CompletableFuture<Void>
      implements ScheduledFuture<Void> {
    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(java.util.concurrent.Delayed other) {
      return 0;
    }
  }
}
