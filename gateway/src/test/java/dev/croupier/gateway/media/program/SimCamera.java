package dev.croupier.gateway.media.program;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.ingest.SourceClock;
import dev.croupier.gateway.media.rtp.Bytes;
import dev.croupier.gateway.media.track.Transits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A simulated publisher with a clock of its own and a way to us: what it captured and when each
 * picture and packet arrived is known. Its captures go through a real {@link SourceClock}.
 */
final class SimCamera {
  /**
   * What it is like.
   *
   * @param gopMicros time between keyframes; 0: only on request
   * @param ppm by how much its clocks run fast
   * @param ntpOffsetMicros its wall clock less table time
   * @param jitterMicros arrivals lie within this much more than {@code delayMicros}
   * @param sound whether it has a microphone
   * @param lossPerMille pictures of a thousand that never arrive
   */
  record Kind(
      String name,
      int fps,
      long gopMicros,
      double ppm,
      long ntpOffsetMicros,
      long delayMicros,
      long jitterMicros,
      boolean sound,
      int lossPerMille) {}

  /** A picture or packet that arrived, as the program was told of it. */
  record Arrived(
      String source,
      int id,
      boolean video,
      boolean keyframe,
      boolean decodable,
      long captureMicros,
      long arrivalMicros) {}

  private static final long KEYFRAME_TAKES_MICROS = 25_000;
  private static final long ANSWER_MICROS = 60_000;
  private static final long REPORT_MICROS = 1_000_000;

  private final Kind kind;
  private final SplittableRandom random;
  private final long startMicros;
  private final SourceClock clock = new SourceClock();
  private final Transits transits = new Transits();
  private long transitMicros;
  private final Map<Integer, Arrived> pictures = new HashMap<>();
  private final List<Arrived> inOrder = new ArrayList<>();
  private final Map<Integer, Arrived> packets = new HashMap<>();
  private final List<Long> transitsSeen = new ArrayList<>();
  private int picture;
  private int packet;
  private long lastKeyframeMicros = Long.MIN_VALUE / 2;
  private long keyframeWantedMicros = Long.MAX_VALUE;
  private long lastArrivalMicros;
  private long lastSoundMicros;
  private boolean broken = true;
  private long pausedUntilMicros;

  SimCamera(Kind kind, long startMicros, long seed) {
    this.kind = kind;
    this.random = new SplittableRandom(seed);
    this.startMicros = startMicros;
  }

  Kind kind() {
    return kind;
  }

  /** When it captures its next picture, or packet of sound. */
  long nextCaptureMicros() {
    long next = startMicros + picture * 1_000_000L / kind.fps;
    return kind.sound ? Math.min(next, soundAt()) : next;
  }

  /** Captures it; the world then calls {@link #arrive} at the moment returned, or never for -1. */
  long capture(Pending pending) {
    long soundAt = soundAt();
    long pictureAt = startMicros + picture * 1_000_000L / kind.fps;
    long jitter = random.nextLong(kind.jitterMicros + 1);
    if (kind.sound && soundAt <= pictureAt) {
      pending.set(false, packet++, true, soundAt);
      lastSoundMicros = Math.max(lastSoundMicros, soundAt + kind.delayMicros + jitter);
      return soundAt < pausedUntilMicros ? -1 : lastSoundMicros;
    }
    boolean keyframe =
        picture == 0
            || (kind.gopMicros > 0 && pictureAt - lastKeyframeMicros >= kind.gopMicros)
            || keyframeWantedMicros <= pictureAt;
    if (keyframe) {
      lastKeyframeMicros = pictureAt;
      keyframeWantedMicros = Long.MAX_VALUE;
    }
    pending.set(true, picture++, keyframe, pictureAt);
    long takes = kind.delayMicros + jitter + (keyframe ? KEYFRAME_TAKES_MICROS : 0);
    lastArrivalMicros = Math.max(lastArrivalMicros, pictureAt + takes);
    return pictureAt < pausedUntilMicros ? -1 : lastArrivalMicros;
  }

  /** Whether a picture is lost on its way. */
  boolean loses() {
    return random.nextInt(1_000) < kind.lossPerMille;
  }

  /** Sends nothing for a while. */
  void pause(long untilMicros) {
    pausedUntilMicros = untilMicros;
  }

  /** It is asked for a keyframe. */
  void wantKeyframe(long nowMicros) {
    keyframeWantedMicros = Math.min(keyframeWantedMicros, nowMicros + ANSWER_MICROS);
  }

  /** Tells its wall clock, as reports do. */
  void report(long nowMicros) {
    long ntp = skewed(nowMicros) + kind.ntpOffsetMicros;
    clock.onSenderReport(Codec.H264, rtp(Codec.H264, nowMicros), ntp);
    if (kind.sound) {
      clock.onSenderReport(Codec.OPUS, rtp(Codec.OPUS, nowMicros), ntp);
    }
  }

  /** The next report's time. */
  long nextReportMicros(long nowMicros) {
    return nowMicros + REPORT_MICROS;
  }

  /** A picture or packet is here: places it in table time. */
  Arrived arrive(Pending pending, long nowMicros, boolean onAir) {
    Codec codec = pending.video ? Codec.H264 : Codec.OPUS;
    clock.onAir(onAir);
    long capture = clock.captureMicros(codec, rtp(codec, pending.atMicros), nowMicros);
    if (!pending.video) {
      Arrived sound = new Arrived(kind.name, pending.id, false, true, true, capture, nowMicros);
      packets.put(pending.id, sound);
      return sound;
    }
    transitMicros = transits.add(capture, nowMicros);
    if (nowMicros >= startMicros + 2_500_000) {
      transitsSeen.add(nowMicros - capture);
    }
    broken &= !pending.keyframe || !settled(nowMicros);
    return new Arrived(kind.name, pending.id, true, pending.keyframe, !broken, capture, nowMicros);
  }

  /** The program was told of it. */
  void offered(Arrived picture) {
    pictures.put(picture.id, picture);
    inOrder.add(picture);
  }

  /** From capture to arrival, of all pictures. */
  List<Long> transitsSeen() {
    return transitsSeen;
  }

  /** What is told of a picture that was lost. */
  void lost() {
    broken = true;
  }

  /** Whether its clock may no longer be set. */
  boolean settled(long nowMicros) {
    return nowMicros - startMicros >= SourceClock.SETTLING_MICROS + 50_000;
  }

  long transitMicros() {
    return transitMicros;
  }

  /** The frame as it goes into the program. */
  CodedFrame frame(Arrived arrived) {
    if (!arrived.video) {
      byte[] opus = {(byte) 0xFC, 0, 0, 0, 0, (byte) kind.name.charAt(4)};
      Bytes.put32(opus, 1, arrived.id);
      return new CodedFrame(Codec.OPUS, arrived.id * 960L, true, opus);
    }
    byte[] nal = {0, 0, 0, 6, (byte) (arrived.keyframe ? 0x65 : 0x41), 0, 0, 0, 0, 0};
    nal[5] = (byte) kind.name.charAt(4);
    Bytes.put32(nal, 6, arrived.id);
    return new CodedFrame(Codec.H264, 0, arrived.keyframe, nal);
  }

  /** The picture or packet that a frame of the program is. */
  Arrived of(ProgramFrame frame) {
    return frame.codec().video()
        ? pictures.get((int) Bytes.u32(frame.data(), 6))
        : packets.get((int) Bytes.u32(frame.data(), 1));
  }

  /** All pictures that arrived, in order. */
  List<Arrived> pictures() {
    return inOrder;
  }

  /** Its sound card counts 960 samples of its own clock. */
  private long soundAt() {
    return startMicros + Math.round(packet * 20_000 / (1 + kind.ppm * 1e-6));
  }

  private long skewed(long tableMicros) {
    return tableMicros + Math.round((tableMicros - startMicros) * kind.ppm * 1e-6);
  }

  private long rtp(Codec codec, long tableMicros) {
    return Math.round((skewed(tableMicros) - startMicros) * (codec.clockRate() / 1e6));
  }

  /** Something on its way. */
  static final class Pending {
    private boolean video;
    private int id;
    private boolean keyframe;
    private long atMicros;

    private void set(boolean newVideo, int newId, boolean newKeyframe, long newAt) {
      video = newVideo;
      id = newId;
      keyframe = newKeyframe;
      atMicros = newAt;
    }

    boolean video() {
      return video;
    }
  }
}
