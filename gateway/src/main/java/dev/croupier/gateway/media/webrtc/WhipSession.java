package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.fanout.Guarded;
import dev.croupier.gateway.media.ingest.AudioIngest;
import dev.croupier.gateway.media.ingest.CappedFrames;
import dev.croupier.gateway.media.ingest.FrameListener;
import dev.croupier.gateway.media.ingest.KeyframeRequester;
import dev.croupier.gateway.media.ingest.SourceClock;
import dev.croupier.gateway.media.ingest.Upstream;
import dev.croupier.gateway.media.ingest.VideoIngest;
import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.ReceiverStatistics;
import dev.croupier.gateway.media.rtp.RtcpParser;
import dev.croupier.gateway.media.rtp.RtcpVisitor;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.rtp.Rtx;
import dev.croupier.gateway.media.rtp.TransportFeedbackRecorder;
import dev.croupier.time.clock.TableClock;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One WHIP publisher: gives its packets to the ingest, has lost ones sent again, asks for
 * keyframes, reports reception. Owner: its transport's event loop.
 */
public final class WhipSession implements TransportListener, KeyframeRequester, Upstream {
  /** What browsers may send, by REMB: well above the studio's 2.5 Mbit/s. */
  private static final long MAX_BITRATE = 6_000_000;

  private static final long TICK_MILLIS = 10;
  private static final long REPORT_MICROS = 1_000_000;

  /** A sender's estimate moves with each feedback; libwebrtc's own receiver sends one per 50 ms. */
  private static final long FEEDBACK_MICROS = 50_000;

  /** A publisher that sends nothing for this long is gone, whatever ICE says: 10 s. */
  private static final long SILENT_MICROS = 10_000_000;

  private static final long OUR_SSRC = 1;

  /**
   * What the answer says of the two tracks; a payload type is -1 where there is none.
   *
   * @param codec of the pictures, whichever where there are none
   * @param transportSequenceId extension id of the transport-wide sequence number on all of them, 0
   *     where it was not agreed on
   * @param parameterSets of the offer, may be empty
   */
  record Shape(
      Codec codec,
      int videoPayloadType,
      int rtxPayloadType,
      int audioPayloadType,
      int transportSequenceId,
      List<byte[]> parameterSets) {}

  private final String id;
  private final TableClock clock;
  private final Shape shape;
  private final Runnable onClosed;
  private final VideoIngest video;
  private final AudioIngest audio;
  private final ReceiverStatistics videoStatistics = new ReceiverStatistics(90_000);
  private final ReceiverStatistics audioStatistics = new ReceiverStatistics(48_000);
  private final TransportFeedbackRecorder arrivals = new TransportFeedbackRecorder();
  private final RtpView view = new RtpView();
  private final RtcpWriter rtcp = new RtcpWriter();
  private final byte[] rtcpBuffer = new byte[1_500];
  private final Reports reports = new Reports();

  private volatile PeerTransport transport;
  private ScheduledFuture<?> ticks;
  private long videoSsrc = -1;
  private long audioSsrc = -1;
  private boolean videoGone;
  private boolean audioGone;
  private long lastPacketMicros;
  private long lastReportMicros;
  private long lastFeedbackMicros;
  private volatile boolean connected;
  private volatile String closeReason;

  /**
   * A session whose transport is opened next.
   *
   * @param onClosed called once, on the event loop
   */
  WhipSession(String id, TableClock clock, Shape shape, FrameListener listener, Runnable onClosed) {
    this.id = id;
    this.clock = clock;
    this.shape = shape;
    this.onClosed = onClosed;
    SourceClock sourceClock = listener.sourceClock();
    FrameListener capped =
        new CappedFrames(
            new EndingFrames(listener, this::end), CappedFrames.Caps.STANDARD, clock::nowMicros);
    this.video = new VideoIngest(shape.codec(), capped, sourceClock, this);
    this.audio = new AudioIngest(capped, sourceClock);
    video.parameterSets(shape.parameterSets());
    this.lastPacketMicros = clock.nowMicros();
  }

  /** Gives it its transport; before the first event. */
  void attach(PeerTransport opened) {
    transport = opened;
  }

  /** The session's id, as in its {@code Location}. */
  public String id() {
    return id;
  }

  /**
   * Why it ended: {@code b_frames}, {@code silent}, {@code bye}, {@code closed} …; null while it
   * lives.
   */
  public String closeReason() {
    return closeReason;
  }

  /** Another publisher has taken its signal over; any thread. */
  void takenOver() {
    PeerTransport opened = transport;
    if (opened != null) {
      inTurn(opened, () -> end("taken_over"));
    }
  }

  @Override
  public void connected() {
    connected = true;
    lastPacketMicros = clock.nowMicros();
    ticks =
        transport
            .loop()
            .scheduleAtFixedRate(
                new Guarded(this::tick, transport::failed),
                TICK_MILLIS,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  @Override
  public void rtp(byte[] buffer, int offset, int length, long arrivalMicros) {
    if (view.wrap(buffer, offset, length) != RtpView.Verdict.OK) {
      transport.refused(TransportRefusal.RTP_MALFORMED);
      return;
    }
    lastPacketMicros = arrivalMicros;
    recordArrival(buffer, arrivalMicros);
    int type = view.payloadType();
    if (type == shape.rtxPayloadType() && videoSsrc >= 0) {
      if (Rtx.unwrapInPlace(view, videoSsrc, shape.videoPayloadType())
          && view.wrap(buffer, offset + Rtx.OSN_BYTES, length - Rtx.OSN_BYTES)
              == RtpView.Verdict.OK) {
        video.packet(view, arrivalMicros);
      }
    } else if (type == shape.videoPayloadType()) {
      videoSsrc = view.ssrc();
      videoGone = false;
      videoStatistics.packet(view.sequence(), view.timestamp(), arrivalMicros);
      video.packet(view, arrivalMicros);
    } else if (type == shape.audioPayloadType()) {
      audioSsrc = view.ssrc();
      audioGone = false;
      audioStatistics.packet(view.sequence(), view.timestamp(), arrivalMicros);
      audio.packet(view, arrivalMicros);
    }
  }

  @Override
  public void rtcp(byte[] buffer, int offset, int length, long arrivalMicros) {
    // A publisher that pauses its picture still reports: it lives.
    lastPacketMicros = arrivalMicros;
    reports.arrivalMicros = arrivalMicros;
    if (RtcpParser.parse(buffer, offset, length, reports) != RtcpParser.Verdict.OK) {
      transport.refused(TransportRefusal.RTCP_MALFORMED);
    }
  }

  @Override
  public void closed(String reason) {
    connected = false;
    if (closeReason == null) {
      closeReason = reason;
    }
    if (ticks != null) {
      ticks.cancel(false);
    }
    onClosed.run();
  }

  @Override
  public void requestKeyframe() {
    if (connected) {
      inTurn(
          transport,
          () -> {
            if (videoSsrc >= 0) {
              rtcp.start(rtcpBuffer, 0).receiverReport(OUR_SSRC).pli(OUR_SSRC, videoSsrc);
              transport.sendRtcp(rtcpBuffer, 0, rtcp.length());
            }
          });
    }
  }

  @Override
  public void nack(long[] sequences, int count) {
    rtcp.start(rtcpBuffer, 0).receiverReport(OUR_SSRC).nack(OUR_SSRC, videoSsrc, sequences, count);
    transport.sendRtcp(rtcpBuffer, 0, rtcp.length());
  }

  private static void inTurn(PeerTransport transport, Runnable task) {
    try {
      transport.loop().execute(new Guarded(task, transport::failed));
    } catch (RejectedExecutionException _) {
      // The event loop has ended: so has this session.
    }
  }

  private void tick() {
    long now = clock.nowMicros();
    video.tick(now);
    audio.tick(now);
    long silent = now - lastPacketMicros;
    if (silent > SILENT_MICROS || (gone() && silent > RtpSession.GONE_MICROS)) {
      end(silent > SILENT_MICROS ? "silent" : "bye");
      return;
    }
    tellArrivals(now);
    if (now - lastReportMicros >= REPORT_MICROS) {
      lastReportMicros = now;
      rtcp.start(rtcpBuffer, 0).receiverReport(OUR_SSRC);
      if (videoSsrc >= 0) {
        videoStatistics.report(rtcp, videoSsrc, now);
      }
      if (audioSsrc >= 0) {
        audioStatistics.report(rtcp, audioSsrc, now);
      }
      if (videoSsrc >= 0) {
        rtcp.remb(OUR_SSRC, MAX_BITRATE, videoSsrc);
      }
      transport.sendRtcp(rtcpBuffer, 0, rtcp.length());
    }
  }

  /** Whether it has said goodbye with all its tracks, and none has begun anew. */
  private boolean gone() {
    return (videoSsrc >= 0 || audioSsrc >= 0)
        && (videoSsrc < 0 || videoGone)
        && (audioSsrc < 0 || audioGone);
  }

  /** Every packet counts for the sender's estimate, whichever stream it belongs to. */
  private void recordArrival(byte[] buffer, long arrivalMicros) {
    int id = shape.transportSequenceId();
    if (id > 0 && view.extensionLength(id) == 2) {
      int at = view.extensionOffset(id);
      arrivals.record((buffer[at] & 0xFF) << 8 | (buffer[at + 1] & 0xFF), arrivalMicros);
    }
  }

  private void tellArrivals(long now) {
    long ssrc = videoSsrc >= 0 ? videoSsrc : audioSsrc;
    if (ssrc < 0 || now - lastFeedbackMicros < FEEDBACK_MICROS) {
      return;
    }
    lastFeedbackMicros = now;
    while (arrivals.pending()) {
      rtcp.start(rtcpBuffer, 0).receiverReport(OUR_SSRC);
      if (!arrivals.write(rtcp, OUR_SSRC, ssrc)) {
        return;
      }
      transport.sendRtcp(rtcpBuffer, 0, rtcp.length());
    }
  }

  private void end(String reason) {
    if (closeReason == null) {
      closeReason = reason;
    }
    transport.close();
  }

  /** The publisher's sender reports and farewells. */
  private final class Reports implements RtcpVisitor {
    private long arrivalMicros;

    @Override
    public void senderReport(long ssrc, long ntp, long rtpTime, long packets, long octets) {
      if (ssrc == videoSsrc) {
        videoStatistics.senderReport(ntp, arrivalMicros);
        video.senderReport(rtpTime, NtpTime.toMicros(ntp));
      } else if (ssrc == audioSsrc) {
        audioStatistics.senderReport(ntp, arrivalMicros);
        audio.senderReport(rtpTime, NtpTime.toMicros(ntp));
      }
    }

    @Override
    public void bye(long ssrc) {
      videoGone |= ssrc == videoSsrc;
      audioGone |= ssrc == audioSsrc;
    }
  }
}
