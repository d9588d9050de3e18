package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.Guarded;
import dev.croupier.gateway.media.fanout.Show;
import dev.croupier.gateway.media.fanout.Viewer;
import dev.croupier.gateway.media.program.ProgramFrame;
import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.RtcpParser;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import dev.croupier.time.clock.TableClock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One WHEP viewer: takes a show's frames and sends them as its answer says. Owner: its transport's
 * event loop; frames hop onto it from the table's, through a bounded queue.
 *
 * <pre>
 *   CONNECTING → (keys) → JOINING (audio flows; see {@link ViewerJoin}) → (live picture) → PLAYING → CLOSED
 * </pre>
 */
public final class WhepSession implements Viewer, TransportListener {
  private static final long SECOND_REPORT_MILLIS = 150;
  private static final long REPORT_MILLIS = 1_000;

  private final String id;
  private final String label;
  private final Show show;
  private final TableClock clock;
  private final Consumer<WhepSession> onClosed;
  private final FrameQueue queue = new FrameQueue(this::deliver, this::failed);
  private final long openedAtMicros;
  private final byte[] rtcpBuffer = new byte[256];
  private final RtcpWriter rtcp = new RtcpWriter();
  private final WhepQos qos = new WhepQos();
  private final ViewerLink link = new ViewerLink();
  private final Feedback feedback = new Feedback();
  private final KeyframeWish wish = new KeyframeWish();
  private final Farewell farewell = new Farewell();

  private volatile PeerTransport transport;
  private SentTrack video;
  private SentTrack audio;
  private ScheduledFuture<?> secondReport;
  private ScheduledFuture<?> reports;
  private boolean connected;
  private ViewerJoin join;
  private volatile boolean closed;
  private volatile String closeReason;

  /**
   * A session whose transport is opened next.
   *
   * @param label an opaque, bounded QoS label set by control, or empty
   * @param onClosed called once, on the event loop
   */
  WhepSession(
      String id, String label, Show show, TableClock clock, Consumer<WhepSession> onClosed) {
    this.id = id;
    this.label = label;
    this.show = show;
    this.clock = clock;
    this.onClosed = onClosed;
    this.openedAtMicros = clock.nowMicros();
  }

  /**
   * Gives it its way out; before the first event of the transport.
   *
   * @param videoJoin how its pictures begin; null, as the track, without pictures
   */
  void attach(
      PeerTransport opened, SentTrack videoTrack, ViewerJoin videoJoin, SentTrack audioTrack) {
    transport = opened;
    video = videoTrack;
    join = videoJoin;
    audio = audioTrack;
  }

  /** The session's id, as in its {@code Location}. */
  public String id() {
    return id;
  }

  /** What it is a viewer of: a table's name, or {@code table/signal}. */
  public String show() {
    return show.name();
  }

  /** The session's QoS label. */
  public String label() {
    return label;
  }

  /** Why it ended: {@code show_over}, {@code bye}, {@code closed} …; null while it lives. */
  public String closeReason() {
    return closeReason;
  }

  /** What is known of its network and its reception; any thread. */
  public WhepQos qos() {
    return qos;
  }

  /** Whose figures they are, and the figures; any thread. */
  public WhepFigures figures() {
    return new WhepFigures(id, show.name(), label, qos, link.qos(), closeReason);
  }

  /** Figures of the way to it; any thread. */
  public LinkQos linkQos() {
    return link.qos();
  }

  /** The way to it, for its tracks. */
  ViewerLink link() {
    return link;
  }

  @Override
  public void connected() {
    connected = true;
    qos.connectedAfterMicros = clock.nowMicros() - openedAtMicros;
    show.add(this);
    if (join != null) {
      join.begin();
    }
    report();
    Runnable next = new Guarded(this::report, this::failed);
    secondReport = transport.loop().schedule(next, SECOND_REPORT_MILLIS, TimeUnit.MILLISECONDS);
    reports =
        transport
            .loop()
            .scheduleAtFixedRate(next, REPORT_MILLIS, REPORT_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void onFrame(ProgramFrame frame) {
    if (closed) {
      return;
    }
    try {
      if (!queue.add(frame, transport.loop()) && frame.codec().video() && frame.whole()) {
        qos.framesDropped.increment();
      }
    } catch (RejectedExecutionException _) {
      // The event loop has ended: so has this session.
      closed = true;
    }
  }

  @Override
  public void onEnd() {
    end("show_over");
  }

  @Override
  public void rtp(byte[] buffer, int offset, int length, long arrivalMicros) {
    // A viewer sends no media; what it sends is authenticated and ignored.
  }

  @Override
  public void rtcp(byte[] buffer, int offset, int length, long arrivalMicros) {
    feedback.begin(arrivalMicros);
    link.turn(arrivalMicros);
    farewell.heard();
    if (RtcpParser.parse(buffer, offset, length, feedback) != RtcpParser.Verdict.OK) {
      transport.refused(TransportRefusal.RTCP_MALFORMED);
      return;
    }
    boolean back = link.heard();
    if (join != null) {
      join.heard(link);
    }
    if (back && wish.ask(arrivalMicros)) {
      show.requestKeyframe();
    }
  }

  @Override
  public void closed(String reason) {
    closed = true;
    if (closeReason == null) {
      closeReason = reason;
    }
    connected = false;
    show.remove(this);
    if (join != null) {
      join.stop();
    }
    if (reports != null) {
      secondReport.cancel(false);
      reports.cancel(false);
    }
    onClosed.accept(this);
  }

  private void deliver(ProgramFrame frame, boolean behindGap) {
    if (!connected) {
      return;
    }
    long now = clock.nowMicros();
    link.turn(now);
    if (frame.codec() == Codec.OPUS) {
      if (audio != null) {
        audio.send(frame);
      }
      return;
    }
    if (video == null) {
      return;
    }
    if (behindGap) {
      join.lost();
      if (!frame.keyframe()) {
        show.requestKeyframe();
      }
    }
    if (video.goesOn(frame)) {
      return;
    }
    if (!frame.keyframe() && wish.due(now)) {
      show.requestKeyframe();
    }
    if (!join.frame(frame) || !link.offer(frame)) {
      return;
    }
    if (qos.firstFrameAfterMicros < 0) {
      qos.firstFrameAfterMicros = now - openedAtMicros;
    }
    if (frame.keyframe()) {
      wish.granted();
    }
    video.send(frame);
    qos.framesSent.increment();
  }

  private void end(String reason) {
    if (closeReason == null) {
      closeReason = reason;
    }
    transport.close();
  }

  private void failed(RuntimeException bug) {
    transport.failed(bug);
  }

  private void report() {
    if (!connected) {
      return;
    }
    long now = clock.nowMicros();
    if (farewell.over(now)) {
      end("bye");
      return;
    }
    if (video != null) {
      video.report(now, show.clock().at(show.codec(), now));
    }
    if (audio != null) {
      audio.report(now, show.clock().at(Codec.OPUS, now));
    }
  }

  /** What a viewer tells by RTCP. */
  private final class Feedback extends LinkFeedback {
    private long nowMicros;
    private boolean answered;

    private Feedback() {
      super(link);
    }

    /** A datagram comes in. */
    private void begin(long now) {
      nowMicros = now;
      answered = false;
    }

    @Override
    public void nack(long mediaSsrc, int sequence) {
      qos.nacks.increment();
      SentTrack track = track(mediaSsrc);
      ResendVerdict verdict =
          track == null ? ResendVerdict.UNKNOWN : track.resend(sequence, nowMicros);
      link.qos().asked(verdict);
      if (verdict == ResendVerdict.SENT) {
        qos.resent.increment();
      }
    }

    @Override
    public void pli(long mediaSsrc) {
      keyframeAsked();
    }

    @Override
    public void fir(long mediaSsrc, int commandSequence) {
      keyframeAsked();
    }

    @Override
    public void reportBlock(
        long reporter,
        long ssrc,
        int fractionLost,
        int cumulativeLost,
        long highestSequence,
        long jitter,
        long lastReport,
        long delaySinceLast) {
      long rtt = NtpTime.roundTripMicros(nowMicros, lastReport, delaySinceLast);
      if (rtt >= 0) {
        qos.rttMicros = rtt;
        link.roundTrip(rtt);
      }
      if (video != null && ssrc == video.ssrc()) {
        qos.fractionLost = fractionLost / 256.0;
        qos.packetsLost = cumulativeLost;
        qos.jitterMicros = jitter * 1000 / 90;
      }
    }

    @Override
    public void bye(long ssrc) {
      farewell.said(nowMicros);
    }

    @Override
    public void receiverReferenceTime(long ssrc, long ntp) {
      if (answered) {
        return; // one is enough; as many as fit into a datagram would multiply what it costs
      }
      answered = true;
      SentTrack any = video != null ? video : audio;
      rtcp.start(rtcpBuffer, 0)
          .receiverReport(any.ssrc())
          .delaySinceLastRr(any.ssrc(), ssrc, NtpTime.middle(ntp), 0);
      transport.sendRtcp(rtcpBuffer, 0, rtcp.length());
    }

    private void keyframeAsked() {
      qos.keyframeRequests.increment();
      // A viewer whose path is too narrow would only make the others' wider pictures dearer.
      if (!link.waiting() && wish.ask(nowMicros)) {
        show.requestKeyframe();
      }
    }

    private SentTrack track(long ssrc) {
      if (video != null && ssrc == video.ssrc()) {
        return video;
      }
      return audio != null && ssrc == audio.ssrc() ? audio : null;
    }
  }
}
