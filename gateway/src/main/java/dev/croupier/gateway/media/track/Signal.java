package dev.croupier.gateway.media.track;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.CodedFrame;
import dev.croupier.gateway.media.ingest.KeyframeCadence;
import dev.croupier.gateway.media.ingest.KeyframeRequester;
import dev.croupier.gateway.media.ingest.SourceClock;
import java.util.List;

/**
 * One signal of a table: who publishes it, how it is, and when it is asked for a keyframe. Lives as
 * long as its table, through many publishes. Owner: the table's event loop; {@link #status()} may
 * be read by any thread.
 */
public final class Signal {
  /** A publisher without a complete frame for this long is stale: 1 s. */
  public static final long STALE_MICROS = 1_000_000;

  /**
   * A publisher without a frame or sound for this long has died uncleanly; the next one is let in:
   * 3 s.
   */
  public static final long DEAD_MICROS = 3_000_000;

  private static final long COUNT_MICROS = 1_000_000;

  /** A picture's time where its rate is not known yet: 40 ms. */
  private static final long USUAL_INTERVAL_MICROS = 40_000;

  /** A publisher without sound for this long has none; pauses of DTX are shorter: 1 s. */
  private static final long SILENT_MICROS = 1_000_000;

  /** Why a signal that lives cannot be shown: no program is in its codec. */
  public static final String OTHER_CODEC = "codec";

  /** Why a signal that lives cannot be shown: it has no pictures; it can be heard. */
  public static final String SOUND_ONLY = "sound_only";

  /** What is said of a signal that lives and whose pictures do not change. */
  public static final String FROZEN = "frozen";

  private final SignalName name;
  private final List<Codec> programs;
  private final RecentPictures pictures = new RecentPictures();
  private volatile SignalStatus status;
  private volatile Codec codec;
  private boolean soundOnly;

  private Object publisher;
  private KeyframeRequester requester;
  private KeyframeCadence cadence;
  private long lastFrameMicros;
  private long lastHeardMicros;
  private long lastKeyframeMicros;
  private long keyframeMicros;
  private int width;
  private int height;
  private String profile = "";
  private boolean audible;
  private long countSince;
  private int frames;
  private long bytes;
  private double fps;
  private long bitrate;
  private SourceClock.State clock;
  private long transitMicros;
  private long freeAtMicros = Long.MIN_VALUE;

  /**
   * A signal that nobody has published yet.
   *
   * @param programs codecs of the programs it is for; the first is taken to be its own before that
   *     is known
   */
  public Signal(SignalName name, List<Codec> programs) {
    this.name = name;
    this.programs = List.copyOf(programs);
    this.codec = programs.getFirst();
    this.status =
        new SignalStatus(
            name,
            SignalState.LOST,
            "no_publisher",
            null,
            0,
            0,
            "",
            false,
            0,
            0,
            0,
            0,
            false,
            null,
            0);
  }

  /** Whether a new publisher must be refused: the present one is alive. */
  public boolean taken(long nowMicros) {
    return publisher != null
        && nowMicros - Math.max(lastFrameMicros, lastHeardMicros) < DEAD_MICROS;
  }

  /** The codec of its pictures by the last publish, the program's before any; any thread. */
  public Codec codec() {
    return codec;
  }

  /** Whether its pictures can be on a program: there is one in the same codec. */
  public boolean fits() {
    return programs.contains(codec);
  }

  /** Whether its publisher sends sound and no pictures. */
  public boolean soundOnly() {
    return soundOnly;
  }

  /**
   * A publisher begins.
   *
   * @param newCodec of its pictures, null for one that sends only sound
   */
  public void begin(
      Object newPublisher, Codec newCodec, KeyframeRequester newRequester, long nowMicros) {
    publisher = newPublisher;
    soundOnly = newCodec == null;
    codec = soundOnly ? programs.getFirst() : newCodec;
    requester = newRequester;
    cadence = soundOnly ? null : new KeyframeCadence(nowMicros, newRequester.canAsk());
    if (soundOnly) {
      parameters(0, 0, "");
    }
    lastFrameMicros = nowMicros;
    lastKeyframeMicros = 0;
    keyframeMicros = 0;
    clock = null;
    transitMicros = 0;
    freeAtMicros = Long.MIN_VALUE;
    audible = false;
    countSince = nowMicros;
    frames = 0;
    bytes = 0;
    fps = 0;
    pictures.forget();
    update(SignalState.STALE, "starting");
  }

  /** The publisher ends; ignored if another one has taken over. */
  public void end(Object oldPublisher, SignalState state, String reason) {
    if (publisher == oldPublisher) {
      publisher = null;
      requester = null;
      cadence = null;
      fps = 0;
      bitrate = 0;
      audible = false;
      pictures.forget();
      update(state, reason);
    }
  }

  /** Whether this is the present publisher. */
  public boolean publishedBy(Object candidate) {
    return publisher == candidate;
  }

  /** The picture's size and profile are known or have changed. */
  public void parameters(int newWidth, int newHeight, String newProfile) {
    width = newWidth;
    height = newHeight;
    profile = newProfile;
    if (status.state() == SignalState.LIVE) {
      update(status.state(), status.reason());
    }
  }

  /** A video frame has arrived that was captured then, in table time. */
  public void onVideo(CodedFrame frame, long captureMicros, long nowMicros) {
    lastFrameMicros = nowMicros;
    pictures.add(frame, nowMicros);
    frames++;
    bytes += frame.data().length;
    if (frame.keyframe()) {
      cadence.onKeyframe(captureMicros, nowMicros);
      if (lastKeyframeMicros != 0) {
        keyframeMicros = nowMicros - lastKeyframeMicros;
      }
      lastKeyframeMicros = nowMicros;
    }
    if (status.state() != SignalState.LIVE && lastKeyframeMicros != 0) {
      update(SignalState.LIVE, remark());
    }
  }

  /** Sound has arrived: a publisher that pauses only its picture keeps its name. */
  public void onAudio(long nowMicros) {
    lastHeardMicros = nowMicros;
    if (soundOnly && status.state() != SignalState.LIVE) {
      update(SignalState.LIVE, SOUND_ONLY);
    }
    if (!audible) {
      audible = true;
      update(status.state(), status.reason());
    }
  }

  /** How its frames are placed in table time, and how long they take to get here. */
  public void timing(SourceClock.State newClock, long newTransitMicros) {
    clock = newClock;
    transitMicros = newTransitMicros;
  }

  /**
   * How long before a moment a keyframe is to be asked for so that it is captured then or soon
   * after, never before; 0 for a publisher that is not known to answer.
   */
  public long leadMicros() {
    if (cadence == null || cadence.irregular()) {
      return 0;
    }
    long interval = fps > 0 ? Math.round(1e6 / fps) : USUAL_INTERVAL_MICROS;
    return Math.max(0, cadence.leadMicros() - interval);
  }

  /**
   * A keyframe will be asked for at this moment: no request that nobody waits for goes out so
   * shortly before that the throttle would hold this one up.
   */
  public void keepFree(long atMicros) {
    freeAtMicros = atMicros;
  }

  /** Somebody needs a keyframe; the request goes out now or when the throttle allows. */
  public void wantKeyframe(long nowMicros) {
    if (cadence != null) {
      cadence.want();
      request(nowMicros);
    }
  }

  /** Time has passed. */
  public void tick(long nowMicros) {
    if (publisher == null) {
      return;
    }
    boolean kept =
        nowMicros < freeAtMicros && nowMicros >= freeAtMicros - KeyframeCadence.THROTTLE_MICROS;
    if (cadence != null && (!kept || cadence.wanted())) {
      request(nowMicros);
    }
    if (nowMicros - countSince >= COUNT_MICROS) {
      fps = frames * 1e6 / (nowMicros - countSince);
      bitrate = bytes * 8 * 1_000_000 / (nowMicros - countSince);
      frames = 0;
      bytes = 0;
      countSince = nowMicros;
      audible = nowMicros - lastHeardMicros <= SILENT_MICROS;
      boolean live = status.state() == SignalState.LIVE;
      update(status.state(), live ? remark() : status.reason());
    }
    long last = soundOnly ? lastHeardMicros : lastFrameMicros;
    if (status.state() == SignalState.LIVE && nowMicros - last > STALE_MICROS) {
      update(SignalState.STALE, soundOnly ? "no_sound" : "no_frames");
    }
  }

  /** Its pictures as they came. */
  public RecentPictures pictures() {
    return pictures;
  }

  /** When a keyframe can be had of its publisher. */
  public KeyframeCadence.Outlook outlook() {
    return cadence == null ? KeyframeCadence.Outlook.NONE : cadence.outlook();
  }

  /** What is known of it; any thread. */
  public SignalStatus status() {
    return status;
  }

  /** What is to be said of it while it lives. */
  private String remark() {
    if (soundOnly) {
      return SOUND_ONLY;
    }
    return !fits() ? OTHER_CODEC : pictures.frozen() ? FROZEN : null;
  }

  private void request(long nowMicros) {
    if (cadence.due(nowMicros)) {
      requester.requestKeyframe();
    }
  }

  private void update(SignalState state, String reason) {
    boolean known = width > 0;
    status =
        new SignalStatus(
            name,
            state,
            reason,
            known ? codec.wire() : null,
            width,
            height,
            profile,
            audible,
            Math.round(fps * 10) / 10.0,
            bitrate,
            keyframeMicros,
            cadence == null ? 0 : cadence.outlook().answerMicros(),
            cadence != null && cadence.irregular(),
            clock,
            transitMicros);
  }
}
