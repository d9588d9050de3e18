package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.rtp.ReceiverStatistics;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.rtp.SequenceUnwrapper;
import dev.croupier.gateway.media.webrtc.SdpNegotiated;
import dev.croupier.gateway.media.webrtc.SdpStream;
import dev.croupier.gateway.media.webrtc.TransportListener;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/**
 * A WHEP viewer that weighs little: the whole handshake, receiver reports and transport-wide
 * feedback like a {@link WhepPlayer}, but one RTP packet in {@link #OPEN_EVERY} is authenticated
 * and decrypted. Losses are counted by the sequence numbers of all headers, which SRTP leaves in
 * the clear; nothing is asked for again.
 *
 * <p>{@link #play}, {@link #figures} and {@link #close} may be called from any thread; all else is
 * its event loop's.
 */
public final class WhepSink implements TransportListener, AutoCloseable {
  /** Of so many RTP packets one is opened. */
  public static final int OPEN_EVERY = 20;

  /** Chromium tells arrivals every 50 to 250 ms. */
  private static final long FEEDBACK_MILLIS = 200;

  /** Of the first byte of a header (RFC 3550 §5.1). */
  private static final int PADDING_BIT = 0x20;

  /**
   * What a sink has counted. Times are table time in microseconds, {@link WhepPlayerFigures#NEVER}
   * for what has not happened.
   *
   * @param offeredAt when the offer was posted
   * @param answeredAt when its answer was taken in
   * @param checkedAt when a path was checked (ICE)
   * @param connectedAt when keys were agreed
   * @param firstPacketAt the first RTP packet
   * @param packets of pictures and sound, each once
   * @param bytes of all RTP packets as they came, SRTP's tag included
   * @param lost between the first and the last of each stream, and not come
   * @param opened packets that were authenticated and decrypted
   * @param duplicates packets that had come before
   * @param unknown packets of no agreed stream, retransmissions among them
   */
  public record Figures(
      long offeredAt,
      long answeredAt,
      long checkedAt,
      long connectedAt,
      long firstPacketAt,
      long packets,
      long bytes,
      long lost,
      long opened,
      long duplicates,
      long unknown) {}

  private final WhepCall call;
  private final TableClock clock;
  private final WhepReports reports;
  private final RtpView view = new RtpView();
  private final List<Counted> streams = new ArrayList<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final CompletableFuture<Figures> last = new CompletableFuture<>();
  private long connectedAt = WhepPlayerFigures.NEVER;
  private long firstPacketAt = WhepPlayerFigures.NEVER;
  private long bytes;
  private long opened;
  private long unknown;

  private WhepSink(
      String token,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      RandomGenerator random)
      throws IOException {
    this.call = new WhepCall(transports, this, OPEN_EVERY, http, token, clock);
    this.clock = clock;
    this.reports =
        new WhepReports(
            call.transport(),
            Integer.toUnsignedLong(random.nextInt()),
            Long.toHexString(random.nextLong()),
            FEEDBACK_MILLIS);
  }

  /**
   * Opens a WHEP endpoint. Blocks until the server has answered; {@link #ready()} tells when keys
   * are agreed.
   *
   * @param token a bearer token; empty for servers that want none
   * @throws PeerRefusedException when the server refuses, or answers with nothing that can be
   *     played
   */
  public static WhepSink play(
      URI endpoint,
      String token,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      RandomGenerator random)
      throws IOException, InterruptedException {
    WhepSink sink = new WhepSink(token, http, transports, clock, random);
    try {
      SignallingClient.Accepted accepted = sink.call.offer(endpoint, "", random.nextLong() >>> 2);
      sink.agreed(accepted.terms(), accepted.others());
      sink.call.start(accepted.terms());
      return sink;
    } catch (IOException | InterruptedException | RuntimeException e) {
      sink.call.drop();
      throw e;
    }
  }

  private void agreed(SdpNegotiated terms, List<SdpStream> others) {
    int id = 0;
    if (terms.video() != null) {
      streams.add(new Counted(terms.video(), others));
      id = WhepReports.transportSequenceId(terms.video());
    }
    if (terms.audio() != null) {
      streams.add(new Counted(terms.audio(), List.of()));
      id = id != 0 ? id : WhepReports.transportSequenceId(terms.audio());
    }
    reports.of(streams, id);
  }

  /** Completes when keys are agreed; fails when the transport ends before. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /** Completes with the reason when it is over. */
  public CompletableFuture<String> ended() {
    return ended.copy();
  }

  /** What it has counted by now; after its end, what it counted at all. */
  public CompletableFuture<Figures> figures() {
    if (last.isDone()) {
      return last.copy();
    }
    CompletableFuture<Figures> now = new CompletableFuture<>();
    try {
      call.loop().execute(() -> now.complete(collect()));
    } catch (RejectedExecutionException _) {
      return last.copy();
    }
    return now;
  }

  /** Ends it as a polite client does: DELETE, then the transport. Blocks for a moment. */
  @Override
  public void close() {
    call.hangUp();
  }

  /** Ends it as a closed laptop does: nothing is said over HTTP. */
  public void abandon() {
    call.drop();
  }

  @Override
  public void connected() {
    connectedAt = clock.nowMicros();
    reports.start(clock::nowMicros, () -> {});
    ready.complete(null);
  }

  @Override
  public void rtp(byte[] buffer, int offset, int length, long arrivalMicros) {
    opened++;
    count(buffer, offset, length, arrivalMicros);
  }

  @Override
  public void sealed(byte[] buffer, int offset, int length, long arrivalMicros) {
    // Padding's length is the packet's last byte, which is sealed.
    buffer[offset] &= ~PADDING_BIT;
    count(buffer, offset, length, arrivalMicros);
  }

  @Override
  public void rtcp(byte[] buffer, int offset, int length, long arrivalMicros) {
    reports.heard(buffer, offset, length, arrivalMicros);
  }

  @Override
  public void closed(String reason) {
    reports.stop();
    ready.completeExceptionally(new IOException("playing ended: " + reason));
    last.complete(collect());
    ended.complete(reason);
  }

  private void count(byte[] buffer, int offset, int length, long arrivalMicros) {
    if (view.wrap(buffer, offset, length) != RtpView.Verdict.OK) {
      return;
    }
    if (firstPacketAt == WhepPlayerFigures.NEVER) {
      firstPacketAt = arrivalMicros;
    }
    bytes += length;
    reports.arrival(view, arrivalMicros);
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).take(view, arrivalMicros)) {
        return;
      }
    }
    unknown++;
  }

  private Figures collect() {
    return new Figures(
        call.offeredAt(),
        call.answeredAt(),
        call.checkedAt(),
        connectedAt,
        firstPacketAt,
        streams.stream().mapToLong(each -> each.line.unique()).sum(),
        bytes,
        streams.stream().mapToLong(each -> each.line.missing()).sum(),
        opened,
        streams.stream().mapToLong(each -> each.line.duplicates()).sum(),
        unknown);
  }

  /** One stream, by its headers. */
  private static final class Counted implements WhepReports.Reported {
    private final ReceiverStatistics statistics;
    private final WhepPacketLine line = new WhepPacketLine();
    private final SequenceUnwrapper sequences = new SequenceUnwrapper();
    private List<SdpStream> others;
    private int payloadType;
    private long ssrc = -1;

    private Counted(SdpStream stream, List<SdpStream> others) {
      this.statistics = new ReceiverStatistics(stream.codec().clockRate());
      this.payloadType = stream.payloadType();
      this.others = others;
    }

    private boolean take(RtpView view, long arrivalMicros) {
      if (view.payloadType() != payloadType && !becomes(view.payloadType())) {
        return false;
      }
      ssrc = view.ssrc();
      if (statistics.packet(view.sequence(), view.timestamp(), arrivalMicros)) {
        boolean _ = line.take(sequences.unwrap(view.sequence()));
      }
      return true;
    }

    /** The first packet decides which of the formats that the answer names is sent. */
    private boolean becomes(int type) {
      if (ssrc < 0 && others.stream().anyMatch(other -> other.payloadType() == type)) {
        payloadType = type;
        others = List.of();
        return true;
      }
      return false;
    }

    @Override
    public long ssrc() {
      return ssrc;
    }

    @Override
    public void report(RtcpWriter writer, long nowMicros) {
      if (statistics.started()) {
        statistics.report(writer, ssrc, nowMicros);
      }
    }

    @Override
    public void senderReport(long from, long ntp, long rtpTime, long nowMicros) {
      if (from == ssrc) {
        statistics.senderReport(ntp, nowMicros);
      }
    }
  }
}
