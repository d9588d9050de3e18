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
import dev.croupier.gateway.media.rtp.RtpDemux;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.time.clock.TableClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One publisher of plain RTP (RFC 3550): listens to one source, gives its packets to the ingest and
 * reports reception. Nothing here is encrypted or authenticated, so whatever does not come from the
 * source that the first valid packets came from is dropped and counted. Owner: its ports' event
 * loop; {@link #start}, {@link #end} and {@link #requestKeyframe} from any thread.
 */
final class RtpSession implements RtpPorts.Receiver, KeyframeRequester, Upstream {
  /** The sender is started when it knows where to send; a door unused for so long closes: 30 s. */
  static final long UNUSED_MICROS = 30_000_000;

  /** A publisher that sends nothing for this long is gone: 10 s. */
  static final long SILENT_MICROS = 10_000_000;

  /** A publisher that has said goodbye with all its tracks is gone after this: 1 s. */
  static final long GONE_MICROS = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(RtpSession.class);
  private static final long TICK_MILLIS = 10;
  private static final long REPORT_MICROS = 1_000_000;

  /** Where nothing is sent again, only disorder is waited for, not a retransmission: 30 ms. */
  private static final long DISORDER_MICROS = 30_000;

  private static final long OUR_SSRC = 1;
  private static final String CNAME = "croupier";

  private final TableClock clock;
  private final RtpOffer offer;
  private final TransportCounters counters;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final List<Track> tracks = new ArrayList<>();
  private final RtpView view = new RtpView();
  private final RtcpWriter rtcp = new RtcpWriter();
  private final byte[] rtcpBuffer = new byte[1_500];
  private final Reports reports = new Reports();

  private volatile RtpPorts.Opened ports;

  /** Null where there is only sound. */
  private VideoIngest video;

  private AudioIngest audio;
  private Runnable onEnd;
  private ScheduledFuture<?> ticks;
  private InetAddress host;
  private boolean started;
  private boolean over;
  private long lastPacketMicros;
  private long lastReportMicros;
  private volatile String endReason;

  /** One track and what is known of its source. */
  private final class Track {
    private final int index;
    private final RtpOffer.Track terms;
    private final RtpSource source;
    private ReceiverStatistics statistics;

    /** The latest report before the first packet: ffmpeg sends its first one ahead of it. */
    private InetSocketAddress earlyFrom;

    private long earlySsrc;
    private long earlyNtp;
    private long earlyRtpTime;

    private Track(int index, RtpOffer.Track terms) {
      this.index = index;
      this.terms = terms;
      this.source = new RtpSource(terms.ssrc());
    }

    private void senderReport(long ntp, long rtpTime, long arrivalMicros) {
      statistics.senderReport(ntp, arrivalMicros);
      if (terms.codec().video()) {
        video.senderReport(rtpTime, NtpTime.toMicros(ntp));
      } else {
        audio.senderReport(rtpTime, NtpTime.toMicros(ntp));
      }
    }
  }

  /** A session that hears nothing before {@link #start}. */
  RtpSession(TableClock clock, RtpOffer offer, TransportCounters counters) {
    this.clock = clock;
    this.offer = offer;
    this.counters = counters;
    for (int i = 0; i < offer.tracks().size(); i++) {
      tracks.add(new Track(i, offer.tracks().get(i)));
    }
  }

  /**
   * Begins to listen.
   *
   * @param whenEnded called once, on the event loop
   */
  void start(RtpPorts.Opened opened, FrameListener frames, Runnable whenEnded) {
    opened.loop().execute(new Guarded(() -> begin(opened, frames, whenEnded), this::failed));
  }

  /** Ends it; any thread. */
  void end(String reason) {
    RtpPorts.Opened opened;
    synchronized (closed) {
      endReason = endReason == null ? reason : endReason;
      opened = ports;
    }
    if (opened != null) {
      opened.loop().execute(this::finish);
    }
  }

  /** Why it ended: {@code b_frames}, {@code silent}, {@code bye} …; null while it lives. */
  String endReason() {
    return endReason;
  }

  /** Complete when its ports are free again. */
  CompletableFuture<Void> closed() {
    return closed;
  }

  @Override
  public void received(
      int track,
      boolean control,
      InetSocketAddress from,
      byte[] buffer,
      int length,
      long arrivalMicros) {
    if (!started) {
      return;
    }
    try {
      if (control || RtpDemux.isRtcp(buffer, 0, length)) {
        rtcp(tracks.get(track), control, from, buffer, length, arrivalMicros);
      } else {
        rtp(tracks.get(track), from, buffer, length, arrivalMicros);
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  @Override
  public void requestKeyframe() {
    RtpPorts.Opened opened = ports;
    if (opened == null || !canAsk()) {
      return;
    }
    Runnable ask =
        () -> {
          Track track = tracks.getFirst();
          if (startReport(track)) {
            rtcp.pli(OUR_SSRC, track.source.ssrc());
            send(track);
          }
        };
    opened.loop().execute(new Guarded(ask, this::failed));
  }

  @Override
  public boolean canAsk() {
    return tracks.getFirst().terms.pli();
  }

  @Override
  public void nack(long[] sequences, int count) {
    Track track = tracks.getFirst();
    if (track.terms.nack() && startReport(track)) {
      rtcp.nack(OUR_SSRC, track.source.ssrc(), sequences, count);
      send(track);
    }
  }

  private void begin(RtpPorts.Opened opened, FrameListener frames, Runnable whenEnded) {
    onEnd = whenEnded;
    synchronized (closed) {
      ports = opened;
    }
    if (endReason != null) {
      finish();
      return;
    }
    FrameListener capped =
        new CappedFrames(
            new EndingFrames(frames, this::end), CappedFrames.Caps.STANDARD, clock::nowMicros);
    SourceClock sourceClock = frames.sourceClock();
    if (offer.pictures() != null) {
      RtpOffer.Track picture = offer.tracks().getFirst();
      video =
          picture.nack()
              ? new VideoIngest(picture.codec(), capped, sourceClock, this)
              : new VideoIngest(picture.codec(), capped, sourceClock, this, DISORDER_MICROS);
      video.parameterSets(picture.parameterSets());
    }
    audio = new AudioIngest(capped, sourceClock);
    started = true;
    lastPacketMicros = clock.nowMicros();
    ticks =
        opened
            .loop()
            .scheduleAtFixedRate(
                new Guarded(this::tick, this::failed),
                TICK_MILLIS,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  private void rtp(Track track, InetSocketAddress from, byte[] buffer, int length, long now) {
    if (view.wrap(buffer, 0, length) != RtpView.Verdict.OK) {
      counters.refused(TransportRefusal.RTP_MALFORMED);
      return;
    }
    if (view.payloadType() != track.terms.format().payloadType()) {
      counters.refused(TransportRefusal.RTP_PAYLOAD_TYPE);
      return;
    }
    if (!fromHost(from)) {
      counters.refused(TransportRefusal.RTP_ADDRESS);
      return;
    }
    RtpSource.Verdict verdict = track.source.packet(from, view.ssrc(), now);
    switch (verdict) {
      case OTHER_ADDRESS -> counters.refused(TransportRefusal.RTP_ADDRESS);
      case OTHER_SSRC -> counters.refused(TransportRefusal.RTP_SSRC);
      case NEW, SAME -> {
        host = from.getAddress();
        lastPacketMicros = now;
        if (verdict == RtpSource.Verdict.NEW) {
          track.statistics = new ReceiverStatistics(track.terms.codec().clockRate());
        }
        track.statistics.packet(view.sequence(), view.timestamp(), now);
        if (track.terms.codec() == Codec.OPUS) {
          audio.packet(view, now);
        } else {
          video.packet(view, now);
        }
        if (verdict == RtpSource.Verdict.NEW) {
          useEarlyReport(track, now);
        }
      }
    }
  }

  /** Before the first packet whoever may send may be the source; then one host is. */
  private boolean fromHost(InetSocketAddress from) {
    return host != null
        ? host.equals(from.getAddress())
        : offer.sources().isEmpty() || offer.sources().contains(from.getAddress());
  }

  private void useEarlyReport(Track track, long now) {
    if (track.earlyFrom != null && track.source.report(track.earlyFrom, track.earlySsrc)) {
      track.senderReport(track.earlyNtp, track.earlyRtpTime, now);
    }
    track.earlyFrom = null;
  }

  private void rtcp(
      Track track,
      boolean control,
      InetSocketAddress from,
      byte[] buffer,
      int length,
      long arrivalMicros) {
    if (control == track.terms.mux() || !fromHost(from)) {
      counters.refused(TransportRefusal.RTCP_ADDRESS);
      return;
    }
    reports.track = track;
    reports.from = from;
    reports.arrivalMicros = arrivalMicros;
    if (RtcpParser.parse(buffer, 0, length, reports) != RtcpParser.Verdict.OK) {
      counters.refused(TransportRefusal.RTCP_MALFORMED);
    }
  }

  private void tick() {
    long now = clock.nowMicros();
    if (video != null) {
      video.tick(now);
    }
    audio.tick(now);
    long silent = now - lastPacketMicros;
    boolean gone =
        host != null && tracks.stream().allMatch(t -> t.source.ssrc() < 0 || t.source.gone());
    if (silent > (host == null ? UNUSED_MICROS : SILENT_MICROS)) {
      end("silent");
    } else if (gone && silent > GONE_MICROS) {
      end("bye");
    } else if (now - lastReportMicros >= REPORT_MICROS) {
      lastReportMicros = now;
      for (Track track : tracks) {
        if (startReport(track)) {
          send(track);
        }
      }
    }
  }

  /** Begins a compound packet with our report; false while nobody is known to take it. */
  private boolean startReport(Track track) {
    if (track.source.controlAddress() == null || track.statistics == null) {
      return false;
    }
    rtcp.start(rtcpBuffer, 0).receiverReport(OUR_SSRC);
    track.statistics.report(rtcp, track.source.ssrc(), clock.nowMicros());
    rtcp.cname(OUR_SSRC, CNAME);
    return true;
  }

  private void send(Track track) {
    ports.send(
        track.index, !track.terms.mux(), track.source.controlAddress(), rtcpBuffer, rtcp.length());
  }

  /** An exception of ours: it ends this session and concerns no other one. */
  private void failed(RuntimeException bug) {
    counters.fault();
    LOG.error("a publish of plain RTP from {} ends: an exception", host, bug);
    end("internal_error");
  }

  private void finish() {
    if (over) {
      return;
    }
    over = true;
    started = false;
    if (ticks != null) {
      ticks.cancel(false);
    }
    onEnd.run();
    var unused = ports.close().whenComplete((done, failure) -> closed.complete(null));
  }

  /** The source's sender reports and farewells. */
  private final class Reports implements RtcpVisitor {
    private Track track;
    private InetSocketAddress from;
    private long arrivalMicros;

    @Override
    public void senderReport(long ssrc, long ntp, long rtpTime, long packets, long octets) {
      if (track.source.ssrc() < 0) {
        track.earlyFrom = from;
        track.earlySsrc = ssrc;
        track.earlyNtp = ntp;
        track.earlyRtpTime = rtpTime;
      } else if (track.source.report(from, ssrc)) {
        track.senderReport(ntp, rtpTime, arrivalMicros);
      } else {
        counters.refused(TransportRefusal.RTCP_ADDRESS);
      }
    }

    @Override
    public void bye(long ssrc) {
      if (track.source.takesControl(from)) {
        track.source.bye(ssrc);
      }
    }
  }
}
