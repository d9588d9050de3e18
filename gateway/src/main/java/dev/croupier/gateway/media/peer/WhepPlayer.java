package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.Opus;
import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.RtcpParser;
import dev.croupier.gateway.media.rtp.RtcpVisitor;
import dev.croupier.gateway.media.rtp.RtcpWriter;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.rtp.TransportFeedbackRecorder;
import dev.croupier.gateway.media.webrtc.SdpDescription;
import dev.croupier.gateway.media.webrtc.SdpLocal;
import dev.croupier.gateway.media.webrtc.SdpNegotiated;
import dev.croupier.gateway.media.webrtc.SdpOffers;
import dev.croupier.gateway.media.webrtc.SdpStream;
import dev.croupier.gateway.media.webrtc.TransportFactory;
import dev.croupier.gateway.media.webrtc.TransportListener;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A WHEP viewer (draft-ietf-wish-whep): receives what a browser would, orders it, asks for what is
 * missing, makes frames of it, reports and counts; it decodes nothing.
 *
 * <p>Works against any server of the standard that answers with H.264 or VP8. {@link #play}, {@link
 * #figures} and {@link #close} may be called from any thread; all else is its event loop's.
 */
public final class WhepPlayer implements TransportListener, AutoCloseable {
  /** What a viewer's owner hears, on its event loop. */
  public interface Listener {
    /** Keys are agreed on a checked path. */
    default void connected() {}

    /** A complete video frame, in order. */
    default void frame(ReceivedFrame frame) {}

    /** An Opus packet, in order; {@code rtpTime} in units of 1/48,000 s. */
    default void audio(long rtpTime, long arrivalMicros) {}

    /** It is over: {@code closed}, {@code consent_expired} … Once. */
    default void closed(String reason) {}
  }

  private static final long FIRST_REPORT_MILLIS = 100;
  private static final long REPORT_MILLIS = 1_000;
  private static final long FEEDBACK_MILLIS = 100;
  private static final long TURN_MILLIS = 10;

  /** A keyframe is asked for at most this often, 500 ms. */
  private static final long PLI_MICROS = 500_000;

  /** Room for a PLI behind an empty report, and for SRTCP's trailer. */
  private static final int PLI_BYTES = 128;

  private static final int BUFFER_BYTES = 1_400;
  private static final String SESSION_HEADER = "Croupier-Session";

  private final ClientTransport transport;
  private final SignallingClient signalling;
  private final TableClock clock;
  private final Listener listener;
  private final long ssrc;
  private final String cname;
  private final RtpView view = new RtpView();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final RtcpWriter rtcp = new RtcpWriter();
  private final TransportFeedbackRecorder arrivals = new TransportFeedbackRecorder();
  private final Feedback feedback = new Feedback();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<WhepPlayerFigures> last = new CompletableFuture<>();
  private URI session;
  private WhepPlayerTrack video;
  private WhepPlayerTrack audio;
  private WhepPlayerFrames frames;
  private boolean mayAskForKeyframe;
  private List<ScheduledFuture<?>> timers = List.of();
  private boolean turnDue;
  private boolean over;
  private long pliAtMicros = Long.MIN_VALUE / 2;
  private long offeredAt = WhepPlayerFigures.NEVER;
  private long answeredAt = WhepPlayerFigures.NEVER;
  private long connectedAt = WhepPlayerFigures.NEVER;
  private long firstPacketAt = WhepPlayerFigures.NEVER;
  private long firstFrameAt = WhepPlayerFigures.NEVER;
  private long rttMicros = -1;
  private long packets;
  private long bytes;
  private long audioPackets;
  private long keyframeRequests;

  private WhepPlayer(
      ClientTransports transports,
      SignallingClient signalling,
      TableClock clock,
      RandomGenerator random,
      Listener listener)
      throws IOException {
    this.transport = transports.create(this);
    this.signalling = signalling;
    this.clock = clock;
    this.listener = listener;
    this.ssrc = Integer.toUnsignedLong(random.nextInt());
    this.cname = Long.toHexString(random.nextLong());
  }

  /**
   * Plays a WHEP endpoint. Blocks until the server has answered; {@link #ready()} tells when keys
   * are agreed.
   *
   * @param sessionName told to the server in {@code Croupier-Session}; empty for none
   * @param random for SSRC and names
   * @throws PeerRefusedException when the server refuses, or answers with nothing that can be
   *     played
   */
  public static WhepPlayer play(
      URI endpoint,
      String token,
      String sessionName,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      RandomGenerator random,
      Listener listener)
      throws IOException, InterruptedException {
    WhepPlayer player =
        new WhepPlayer(transports, new SignallingClient(http, token), clock, random, listener);
    try {
      player.connect(endpoint, sessionName, transports.fingerprint(), random.nextLong() >>> 2);
      return player;
    } catch (IOException | InterruptedException | RuntimeException e) {
      player.transport.close();
      throw e;
    }
  }

  private void connect(URI endpoint, String sessionName, String fingerprint, long offerId)
      throws IOException, InterruptedException {
    TransportFactory.LocalIce ice = transport.localIce();
    SdpLocal local = new SdpLocal(ice.ufrag(), ice.password(), fingerprint, List.of());
    SdpDescription offer = SdpOffers.toView(local, offerId);
    offeredAt = clock.nowMicros();
    SignallingClient.Accepted accepted =
        signalling.offer(
            endpoint,
            offer,
            sessionName.isEmpty() ? Map.of() : Map.of(SESSION_HEADER, sessionName));
    answeredAt = clock.nowMicros();
    session = accepted.session();
    SdpNegotiated terms = accepted.terms();
    if (terms.video() != null) {
      SdpStream stream = terms.video();
      frames = new WhepPlayerFrames(stream.codec(), new Pictures());
      video = new WhepPlayerTrack(stream, frames);
      mayAskForKeyframe = stream.pli();
    }
    if (terms.audio() != null && terms.audio().codec() == Codec.OPUS) {
      audio = new WhepPlayerTrack(terms.audio(), new Sound());
    }
    transport.start(terms.remote(), terms.remoteSetup(), terms.remoteCandidates());
  }

  /** Completes when keys are agreed; fails when the transport ends before. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /** Where the session lives on the server. */
  public URI session() {
    return session;
  }

  /** What it has counted by now; after its end, what it counted at all. */
  public CompletableFuture<WhepPlayerFigures> figures() {
    if (last.isDone()) {
      return last.copy();
    }
    CompletableFuture<WhepPlayerFigures> now = new CompletableFuture<>();
    try {
      transport.loop().execute(() -> now.complete(collect()));
    } catch (RejectedExecutionException _) {
      return last.copy();
    }
    return now;
  }

  /** Ends it as a polite client does: DELETE, then the transport. Blocks for a moment. */
  @Override
  public void close() {
    try {
      signalling.delete(session);
    } catch (IOException _) {
      // The server is gone; there is nothing to end there.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    transport.close();
  }

  /** Ends it as a closed laptop does: nothing is said. */
  public void abandon() {
    transport.close();
  }

  @Override
  public void connected() {
    connectedAt = clock.nowMicros();
    timers =
        List.of(
            transport
                .loop()
                .scheduleAtFixedRate(
                    this::report, FIRST_REPORT_MILLIS, REPORT_MILLIS, TimeUnit.MILLISECONDS),
            transport
                .loop()
                .scheduleAtFixedRate(
                    this::tellArrivals, FEEDBACK_MILLIS, FEEDBACK_MILLIS, TimeUnit.MILLISECONDS));
    ready.complete(null);
    listener.connected();
  }

  @Override
  public void rtp(byte[] b, int offset, int length, long arrivalMicros) {
    if (view.wrap(b, offset, length) != RtpView.Verdict.OK) {
      return;
    }
    if (firstPacketAt == WhepPlayerFigures.NEVER) {
      firstPacketAt = arrivalMicros;
    }
    packets++;
    bytes += length;
    takeArrival(arrivalMicros);
    boolean _ =
        (video != null && video.packet(view, arrivalMicros))
            || (audio != null && audio.packet(view, arrivalMicros));
    scheduleTurn();
  }

  @Override
  public void rtcp(byte[] b, int offset, int length, long arrivalMicros) {
    feedback.nowMicros = arrivalMicros;
    RtcpParser.parse(b, offset, length, feedback);
  }

  @Override
  public void closed(String reason) {
    over = true;
    timers.forEach(timer -> timer.cancel(false));
    ready.completeExceptionally(new IOException("playing ended: " + reason));
    last.complete(collect());
    listener.closed(reason);
  }

  private void takeArrival(long arrivalMicros) {
    WhepPlayerTrack any = video != null ? video : audio;
    int sequence = any == null ? -1 : any.transportSequence(view);
    if (sequence >= 0) {
      arrivals.record(sequence, arrivalMicros);
    }
  }

  /** While packets wait behind a hole, time must pass for it even if none arrives. */
  private void scheduleTurn() {
    if (!turnDue && (waits(video) || waits(audio))) {
      turnDue = true;
      var _ = transport.loop().schedule(this::turn, TURN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void turn() {
    turnDue = false;
    if (over) {
      return;
    }
    long now = clock.nowMicros();
    rtcp.start(buffer, 0).receiverReport(ssrc);
    int empty = rtcp.length();
    for (WhepPlayerTrack track : tracks()) {
      track.turn(rtcp, ssrc, now);
    }
    if (rtcp.length() > empty) {
      transport.sendRtcp(buffer, 0, rtcp.length());
    }
    scheduleTurn();
  }

  private void report() {
    long now = clock.nowMicros();
    rtcp.start(buffer, 0).receiverReport(ssrc);
    for (WhepPlayerTrack track : tracks()) {
      track.report(rtcp, now);
    }
    rtcp.cname(ssrc, cname).receiverReferenceTime(ssrc, NtpTime.fromMicros(now));
    transport.sendRtcp(buffer, 0, rtcp.length());
    if (frames != null && !frames.decoding()) {
      askForKeyframe();
    }
  }

  private void tellArrivals() {
    WhepPlayerTrack any = video != null ? video : audio;
    while (any != null && any.ssrc() >= 0 && arrivals.pending()) {
      rtcp.start(buffer, 0).receiverReport(ssrc);
      if (!arrivals.write(rtcp, ssrc, any.ssrc())) {
        return;
      }
      transport.sendRtcp(buffer, 0, rtcp.length());
    }
  }

  private void askForKeyframe() {
    long now = clock.nowMicros();
    if (mayAskForKeyframe && video.ssrc() >= 0 && now - pliAtMicros >= PLI_MICROS) {
      pliAtMicros = now;
      keyframeRequests++;
      // Its own buffer: this may be called while a compound packet is being written.
      byte[] own = new byte[PLI_BYTES];
      RtcpWriter writer = new RtcpWriter().start(own, 0);
      writer.receiverReport(ssrc).pli(ssrc, video.ssrc());
      transport.sendRtcp(own, 0, writer.length());
    }
  }

  private List<WhepPlayerTrack> tracks() {
    if (video == null) {
      return audio == null ? List.of() : List.of(audio);
    }
    return audio == null ? List.of(video) : List.of(video, audio);
  }

  private static boolean waits(WhepPlayerTrack track) {
    return track != null && track.waits();
  }

  private WhepPlayerFigures collect() {
    return new WhepPlayerFigures(
        offeredAt,
        answeredAt,
        connectedAt,
        firstPacketAt,
        firstFrameAt,
        rttMicros >= 0 ? rttMicros : transport.stunRttMicros(),
        packets,
        bytes,
        video == null ? WhepPlayerFigures.Stream.NONE : video.figures(),
        audio == null ? WhepPlayerFigures.Stream.NONE : audio.figures(),
        frames == null ? 0 : frames.frames(),
        frames == null ? 0 : frames.keyframes(),
        frames == null ? 0 : frames.undecodable(),
        frames == null ? 0 : frames.incomplete(),
        audioPackets,
        keyframeRequests);
  }

  private final class Pictures implements WhepPlayerFrames.Output {
    @Override
    public void frame(ReceivedFrame frame) {
      if (firstFrameAt == WhepPlayerFigures.NEVER && frame.keyframe()) {
        firstFrameAt = frame.completeMicros();
      }
      listener.frame(frame);
    }

    @Override
    public void keyframeNeeded() {
      askForKeyframe();
    }
  }

  private final class Sound implements WhepPlayerTrack.Output {
    @Override
    public void payload(
        byte[] b,
        int offset,
        int length,
        long rtpTime,
        boolean marker,
        long captureMicros,
        long nowMicros) {
      if (Opus.samples(b, offset, length) > 0) {
        audioPackets++;
        listener.audio(rtpTime, nowMicros);
      }
    }

    @Override
    public void lost() {
      // A decoder conceals it; the stream's figures count it.
    }
  }

  private final class Feedback implements RtcpVisitor {
    private long nowMicros;

    @Override
    public void senderReport(long from, long ntp, long rtpTime, long sent, long octets) {
      for (WhepPlayerTrack track : tracks()) {
        track.senderReport(from, ntp, nowMicros);
      }
    }

    @Override
    public void delaySinceLastRr(long reporter, long to, long lastRr, long delay) {
      long rtt = to == ssrc ? NtpTime.roundTripMicros(nowMicros, lastRr, delay) : -1;
      if (rtt >= 0) {
        rttMicros = rtt;
      }
    }
  }
}
