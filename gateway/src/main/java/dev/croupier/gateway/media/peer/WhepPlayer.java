package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.Opus;
import dev.croupier.gateway.media.rtp.NtpTime;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.webrtc.SdpNegotiated;
import dev.croupier.gateway.media.webrtc.SdpStream;
import dev.croupier.gateway.media.webrtc.TransportListener;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

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

    /** The next frame is the first of this size, or the first after a change of parameters. */
    default void parametersChanged(int width, int height) {}

    /**
     * An Opus packet, in order.
     *
     * @param rtpTime unwrapped to 64 bits, units of 1/48,000 s
     * @param captureMicros by {@code abs-capture-time}, or {@link ReceivedFrame#NO_CAPTURE_TIME}
     */
    default void audio(long rtpTime, long captureMicros, long arrivalMicros) {}

    /**
     * A sender report: that moment of the sender's clock is that RTP time of the stream.
     *
     * @param video of the pictures, else of the sound
     * @param senderMicros the report's NTP time as table time
     * @param rtpTime its low 32 bits
     */
    default void senderReport(boolean video, long senderMicros, long rtpTime, long arrivalMicros) {}

    /** It is over: {@code closed}, {@code consent_expired} … Once. */
    default void closed(String reason) {}
  }

  private static final long FEEDBACK_MILLIS = 100;
  private static final long TURN_MILLIS = 10;

  /** A keyframe is asked for at most this often, 500 ms. */
  private static final long PLI_MICROS = 500_000;

  private final WhepCall call;
  private final TableClock clock;
  private final Listener listener;
  private final long ssrc;
  private final WhepReports reports;
  private final RtpView view = new RtpView();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<WhepPlayerFigures> last = new CompletableFuture<>();
  private List<SdpStream> others = List.of();
  private WhepPlayerTrack video;
  private WhepPlayerTrack audio;
  private WhepPlayerFrames frames;
  private boolean mayAskForKeyframe;
  private boolean turnDue;
  private boolean over;
  private long pliAtMicros = Long.MIN_VALUE / 2;
  private long connectedAt = WhepPlayerFigures.NEVER;
  private long firstPacketAt = WhepPlayerFigures.NEVER;
  private long firstFrameAt = WhepPlayerFigures.NEVER;
  private long packets;
  private long bytes;
  private long audioPackets;
  private long keyframeRequests;
  private long repeats;

  private WhepPlayer(
      String token,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      RandomGenerator random,
      Listener listener)
      throws IOException {
    this.call = new WhepCall(transports, this, 1, http, token, clock);
    this.clock = clock;
    this.listener = listener;
    this.ssrc = Integer.toUnsignedLong(random.nextInt());
    this.reports =
        new WhepReports(
            call.transport(), ssrc, Long.toHexString(random.nextLong()), FEEDBACK_MILLIS);
  }

  /**
   * Plays a WHEP endpoint. Blocks until the server has answered; {@link #ready()} tells when keys
   * are agreed.
   *
   * @param token a bearer token; empty for servers that want none
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
    WhepPlayer player = new WhepPlayer(token, http, transports, clock, random, listener);
    try {
      SignallingClient.Accepted accepted =
          player.call.offer(endpoint, sessionName, random.nextLong() >>> 2);
      player.agreed(accepted.terms(), accepted.others());
      player.call.start(accepted.terms());
      return player;
    } catch (IOException | InterruptedException | RuntimeException e) {
      player.call.drop();
      throw e;
    }
  }

  private void agreed(SdpNegotiated terms, List<SdpStream> otherFormats) {
    if (terms.video() != null) {
      show(terms.video());
      others = otherFormats;
    }
    if (terms.audio() != null && terms.audio().codec() == Codec.OPUS) {
      audio = new WhepPlayerTrack(terms.audio(), new Sound());
    }
    int id = WhepReports.transportSequenceId(terms.video());
    reports.of(tracks(), id != 0 ? id : WhepReports.transportSequenceId(terms.audio()));
  }

  private void show(SdpStream stream) {
    frames = new WhepPlayerFrames(stream.codec(), new Pictures());
    video = new WhepPlayerTrack(stream, frames);
    mayAskForKeyframe = stream.pli();
  }

  /** Completes when keys are agreed; fails when the transport ends before. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /** Where the session lives on the server. */
  public URI session() {
    return call.session();
  }

  /** What it has counted by now; after its end, what it counted at all. */
  public CompletableFuture<WhepPlayerFigures> figures() {
    return read(figures -> figures);
  }

  /**
   * Runs a reader on its event loop, where its owner's listener is too; after its end at once.
   *
   * @param reader gets what it has counted
   */
  public <T> CompletableFuture<T> read(Function<WhepPlayerFigures, T> reader) {
    if (last.isDone()) {
      return last.thenApply(reader);
    }
    try {
      return CompletableFuture.supplyAsync(() -> reader.apply(collect()), call.loop());
    } catch (RejectedExecutionException _) {
      return last.thenApply(reader);
    }
  }

  /**
   * Restarts ICE (RFC 9725 §4.3.3), as after a change of network; media goes on meanwhile. Blocks
   * until the server has answered.
   *
   * @throws PeerRefusedException when the server refuses; the session goes on as it was
   */
  public void restartIce() throws IOException, InterruptedException {
    call.restart();
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
    reports.start(clock::nowMicros, this::everySecond);
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
    reports.arrival(view, arrivalMicros);
    boolean known =
        (video != null && video.packet(view, arrivalMicros))
            || (audio != null && audio.packet(view, arrivalMicros));
    if (!known && !others.isEmpty()) {
      other(arrivalMicros);
    }
    scheduleTurn();
  }

  @Override
  public void refused(TransportRefusal reason) {
    repeats += reason == TransportRefusal.SRTP_REPLAY ? 1 : 0;
  }

  @Override
  public void rtcp(byte[] b, int offset, int length, long arrivalMicros) {
    reports.heard(b, offset, length, arrivalMicros);
  }

  @Override
  public void closed(String reason) {
    over = true;
    reports.stop();
    ready.completeExceptionally(new IOException("playing ended: " + reason));
    last.complete(collect());
    listener.closed(reason);
  }

  /** A server may send another of the formats that its answer names, but not change later. */
  private void other(long arrivalMicros) {
    for (SdpStream stream : others) {
      if (stream.payloadType() == view.payloadType() && video.ssrc() < 0) {
        show(stream);
        int id = WhepReports.transportSequenceId(stream);
        reports.of(tracks(), id);
        others = List.of();
        boolean _ = video.packet(view, arrivalMicros);
        return;
      }
    }
  }

  /** While packets wait behind a hole, time must pass for it even if none arrives. */
  private void scheduleTurn() {
    if (!turnDue && (waits(video) || waits(audio))) {
      turnDue = true;
      var _ = call.loop().schedule(this::turn, TURN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void turn() {
    turnDue = false;
    if (over) {
      return;
    }
    long now = clock.nowMicros();
    var writer = reports.begin();
    int empty = writer.length();
    for (WhepPlayerTrack track : tracks()) {
      track.turn(writer, ssrc, now);
    }
    if (writer.length() > empty) {
      reports.send();
    }
    scheduleTurn();
  }

  private void everySecond() {
    if (frames != null && !frames.decoding()) {
      askForKeyframe();
    }
  }

  private void askForKeyframe() {
    long now = clock.nowMicros();
    if (mayAskForKeyframe && video.ssrc() >= 0 && now - pliAtMicros >= PLI_MICROS) {
      pliAtMicros = now;
      keyframeRequests++;
      reports.pictureLost(video.ssrc());
    }
  }

  private List<WhepPlayerTrack> tracks() {
    return Stream.of(video, audio).filter(track -> track != null).toList();
  }

  private static boolean waits(WhepPlayerTrack track) {
    return track != null && track.waits();
  }

  private WhepPlayerFigures collect() {
    return new WhepPlayerFigures(
        call.offeredAt(),
        call.answeredAt(),
        call.checkedAt(),
        connectedAt,
        firstPacketAt,
        firstFrameAt,
        reports.rttMicros() >= 0 ? reports.rttMicros() : call.transport().stunRttMicros(),
        packets,
        bytes,
        video == null ? WhepPlayerFigures.Stream.NONE : video.figures(),
        audio == null ? WhepPlayerFigures.Stream.NONE : audio.figures(),
        frames == null ? 0 : frames.frames(),
        frames == null ? 0 : frames.keyframes(),
        frames == null ? 0 : frames.undecodable(),
        frames == null ? 0 : frames.incomplete(),
        audioPackets,
        keyframeRequests,
        repeats);
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

    @Override
    public void parametersChanged(int width, int height) {
      listener.parametersChanged(width, height);
    }

    @Override
    public void senderReport(long ntp, long rtpTime, long nowMicros) {
      listener.senderReport(true, NtpTime.toMicros(ntp), rtpTime, nowMicros);
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
        listener.audio(rtpTime, captureMicros, nowMicros);
      }
    }

    @Override
    public void lost() {
      // A decoder conceals it; the stream's figures count it.
    }

    @Override
    public void senderReport(long ntp, long rtpTime, long nowMicros) {
      listener.senderReport(false, NtpTime.toMicros(ntp), rtpTime, nowMicros);
    }
  }
}
