package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.rtp.Bytes;
import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.RtcpParser;
import dev.croupier.gateway.media.rtp.RtcpVisitor;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.rtp.TransportFeedbackRecorder;
import dev.croupier.gateway.media.webrtc.PeerTransport;
import dev.croupier.gateway.media.webrtc.SdpStream;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a viewer tells its server by RTCP, and hears from it: receiver reports each second, arrivals
 * by transport-wide feedback, reference times and their echo. The transport's event loop.
 */
final class WhepReports implements RtcpVisitor {
  /** A stream that is reported on. */
  interface Reported {
    /** The sender's SSRC, or -1 before its first packet. */
    long ssrc();

    /** Adds its block to a receiver report, if it has anything to say. */
    void report(RtcpWriter writer, long nowMicros);

    /** A sender report came, perhaps of another stream. */
    void senderReport(long from, long ntp, long rtpTime, long nowMicros);
  }

  private static final long FIRST_REPORT_MILLIS = 100;
  private static final long REPORT_MILLIS = 1_000;

  /** Room for all that is written at once, and for SRTCP's trailer. */
  private static final int BUFFER_BYTES = 1_400;

  /** Room for a PLI behind an empty report, and for SRTCP's trailer. */
  private static final int PLI_BYTES = 128;

  private final PeerTransport transport;
  private final long ssrc;
  private final String cname;
  private final long feedbackMillis;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final RtcpWriter rtcp = new RtcpWriter();
  private final TransportFeedbackRecorder arrivals = new TransportFeedbackRecorder();
  private List<? extends Reported> streams = List.of();
  private int transportSequenceId;
  private List<ScheduledFuture<?>> timers = List.of();
  private long nowMicros;
  private long rttMicros = -1;

  /**
   * Reports of nothing yet.
   *
   * @param feedbackMillis how often arrivals are told
   */
  WhepReports(PeerTransport transport, long ssrc, String cname, long feedbackMillis) {
    this.transport = transport;
    this.ssrc = ssrc;
    this.cname = cname;
    this.feedbackMillis = feedbackMillis;
  }

  /** The id of transport-wide sequence numbers where a stream's feedback flows, else 0. */
  static int transportSequenceId(SdpStream stream) {
    return stream != null && stream.transportFeedback() ? stream.transportSequenceId() : 0;
  }

  /** Says what there is to report on; before {@link #start}. */
  void of(List<? extends Reported> reported, int transportSequence) {
    streams = reported;
    transportSequenceId = transportSequence;
  }

  /**
   * Begins.
   *
   * @param everySecond is run with each report
   */
  void start(LongSupplier clock, Runnable everySecond) {
    Runnable report =
        () -> {
          report(clock.getAsLong());
          everySecond.run();
        };
    ScheduledFuture<?> reports =
        transport
            .loop()
            .scheduleAtFixedRate(report, FIRST_REPORT_MILLIS, REPORT_MILLIS, TimeUnit.MILLISECONDS);
    timers =
        transportSequenceId == 0
            ? List.of(reports)
            : List.of(
                reports,
                transport
                    .loop()
                    .scheduleAtFixedRate(
                        this::tellArrivals, feedbackMillis, feedbackMillis, TimeUnit.MILLISECONDS));
  }

  void stop() {
    timers.forEach(timer -> timer.cancel(false));
  }

  /** Notes a packet's arrival. */
  void arrival(RtpView view, long arrivalMicros) {
    if (transportSequenceId != 0 && view.extensionLength(transportSequenceId) >= 2) {
      int at = view.extensionOffset(transportSequenceId);
      arrivals.record(Bytes.u16(view.buffer(), at), arrivalMicros);
    }
  }

  /** Takes in a compound packet. */
  void heard(byte[] b, int offset, int length, long arrivalMicros) {
    nowMicros = arrivalMicros;
    RtcpParser.parse(b, offset, length, this);
  }

  /** Round trip by the echo of a reference time, or -1. */
  long rttMicros() {
    return rttMicros;
  }

  /** Begins a compound packet that {@link #send} sends. */
  RtcpWriter begin() {
    return rtcp.start(buffer, 0).receiverReport(ssrc);
  }

  /** Sends what {@link #begin} began. */
  void send() {
    transport.sendRtcp(buffer, 0, rtcp.length());
  }

  /** Asks for a keyframe; may be called while a compound packet is being written. */
  void pictureLost(long mediaSsrc) {
    byte[] own = new byte[PLI_BYTES];
    RtcpWriter writer = new RtcpWriter().start(own, 0);
    writer.receiverReport(ssrc).pli(ssrc, mediaSsrc);
    transport.sendRtcp(own, 0, writer.length());
  }

  @Override
  public void senderReport(long from, long ntp, long rtpTime, long sent, long octets) {
    for (Reported stream : streams) {
      stream.senderReport(from, ntp, rtpTime, nowMicros);
    }
  }

  @Override
  public void delaySinceLastRr(long reporter, long to, long lastRr, long delay) {
    long rtt = to == ssrc ? NtpTime.roundTripMicros(nowMicros, lastRr, delay) : -1;
    if (rtt >= 0) {
      rttMicros = rtt;
    }
  }

  private void report(long now) {
    begin();
    for (Reported stream : streams) {
      stream.report(rtcp, now);
    }
    rtcp.cname(ssrc, cname).receiverReferenceTime(ssrc, NtpTime.fromMicros(now));
    send();
  }

  private void tellArrivals() {
    long any = streams.isEmpty() ? -1 : streams.getFirst().ssrc();
    while (any >= 0 && arrivals.pending()) {
      begin();
      if (!arrivals.write(rtcp, ssrc, any)) {
        return;
      }
      send();
    }
  }
}
