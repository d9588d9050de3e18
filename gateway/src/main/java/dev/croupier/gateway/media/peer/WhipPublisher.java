package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.codec.AnnexB;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.codec.FramePart;
import dev.croupier.gateway.media.codec.H264Packetizer;
import dev.croupier.gateway.media.codec.ProfileLevelId;
import dev.croupier.gateway.media.codec.Vp8Packetizer;
import dev.croupier.gateway.media.rtp.RtcpParser;
import dev.croupier.gateway.media.rtp.RtcpVisitor;
import dev.croupier.gateway.media.rtp.RtpHeaderWriter;
import dev.croupier.gateway.media.webrtc.SdpDescription;
import dev.croupier.gateway.media.webrtc.SdpLocal;
import dev.croupier.gateway.media.webrtc.SdpNegotiated;
import dev.croupier.gateway.media.webrtc.SdpOffers;
import dev.croupier.gateway.media.webrtc.SdpSending;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A WHIP publisher (RFC 9725): takes an encoder's frames and sends them like any camera. Its sender
 * reports say table time.
 *
 * <p>{@link #video}, {@link #audio} and {@link #close} may be called from any thread; frames given
 * before it is connected are dropped.
 */
public final class WhipPublisher implements TransportListener, AutoCloseable {
  /** What a publisher's owner hears, on its event loop. */
  public interface Listener {
    /** The server asks for a keyframe. */
    void keyframeRequested();

    /** It is over: {@code closed}, {@code consent_expired} … */
    void closed(String reason);

    /**
     * The last packet of a frame leaves.
     *
     * @param captureMicros of the frame, as it was given
     * @param sentMicros now, by the clock of the transports
     */
    default void frameSent(long captureMicros, long sentMicros) {}
  }

  private static final long REPORT_MILLIS = 500;

  private final ClientTransport transport;
  private final SignallingClient signalling;
  private final TableClock clock;
  private final TableClock lineClock;
  private final Listener listener;
  private final Codec codec;
  private final H264Packetizer h264 = new H264Packetizer(FramePart.MAX_PAYLOAD);
  private final Vp8Packetizer vp8 = new Vp8Packetizer(FramePart.MAX_PAYLOAD);
  private final AtomicInteger pictureId = new AtomicInteger();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Feedback feedback = new Feedback();
  private URI session;
  private OutgoingTrack video;
  private OutgoingTrack audio;
  private ScheduledFuture<?> reports;
  private volatile boolean connected;

  private WhipPublisher(
      Codec codec,
      ClientTransports transports,
      SignallingClient signalling,
      TableClock clock,
      Listener listener)
      throws IOException {
    this.codec = codec;
    this.transport = transports.create(this);
    this.signalling = signalling;
    this.clock = clock;
    this.lineClock = transports.clock();
    this.listener = listener;
  }

  /** The same with sound. */
  public static WhipPublisher publish(
      URI endpoint,
      String token,
      String profileLevelId,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      RandomGenerator random,
      Listener listener)
      throws IOException, InterruptedException {
    return publish(
        endpoint, token, profileLevelId, true, http, transports, clock, random, listener);
  }

  /**
   * Publishes to a WHIP endpoint. Blocks until the server has answered; {@link #ready()} tells when
   * media flows.
   *
   * @param profileLevelId of the H.264 that will be sent, six hex digits
   * @param sound whether a track of sound is offered
   * @param clock what its sender reports and timestamps say
   * @param random for SSRCs and offsets
   * @throws PeerRefusedException when the server refuses
   */
  public static WhipPublisher publish(
      URI endpoint,
      String token,
      String profileLevelId,
      boolean sound,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      RandomGenerator random,
      Listener listener)
      throws IOException, InterruptedException {
    ProfileLevelId profile = ProfileLevelId.parse(profileLevelId).orNull();
    if (profile == null) {
      throw new IllegalArgumentException("not a profile-level-id: " + profileLevelId);
    }
    WhipPublisher publisher =
        new WhipPublisher(
            Codec.H264, transports, new SignallingClient(http, token), clock, listener);
    return publisher.connect(endpoint, profile, sound, transports, random);
  }

  /** The same in VP8. */
  public static WhipPublisher publishVp8(
      URI endpoint,
      String token,
      boolean sound,
      HttpClient http,
      ClientTransports transports,
      TableClock clock,
      RandomGenerator random,
      Listener listener)
      throws IOException, InterruptedException {
    WhipPublisher publisher =
        new WhipPublisher(
            Codec.VP8, transports, new SignallingClient(http, token), clock, listener);
    return publisher.connect(endpoint, ProfileLevelId.DEFAULT, sound, transports, random);
  }

  private WhipPublisher connect(
      URI endpoint,
      ProfileLevelId profile,
      boolean sound,
      ClientTransports transports,
      RandomGenerator random)
      throws IOException, InterruptedException {
    try {
      negotiate(endpoint, profile, sound, transports, random);
      return this;
    } catch (IOException | InterruptedException | RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  private void negotiate(
      URI endpoint,
      ProfileLevelId profile,
      boolean sound,
      ClientTransports transports,
      RandomGenerator random)
      throws IOException, InterruptedException {
    TransportFactory.LocalIce ice = transport.localIce();
    long ssrc = Integer.toUnsignedLong(random.nextInt()) & ~3L;
    String cname = Long.toHexString(random.nextLong());
    SdpSending sending =
        new SdpSending(
            codec,
            profile,
            ssrc,
            ssrc ^ 1,
            sound ? ssrc ^ 2 : SdpSending.NO_AUDIO,
            cname,
            "camera");
    SdpLocal local = new SdpLocal(ice.ufrag(), ice.password(), transports.fingerprint(), List.of());
    SdpDescription offer = SdpOffers.toPublish(local, sending, random.nextLong() >>> 2);
    SignallingClient.Accepted accepted = signalling.offer(endpoint, offer, Map.of());
    session = accepted.session();
    SdpNegotiated terms = accepted.terms();
    pictureId.set(random.nextInt(1 << 15));
    OutgoingTrack videoTrack = track(terms.video(), sending.videoSsrc(), random, cname);
    OutgoingTrack audioTrack = track(terms.audio(), sending.audioSsrc(), random, cname);
    transport
        .loop()
        .execute(
            () -> {
              video = videoTrack;
              audio = audioTrack;
            });
    transport.start(terms.remote(), terms.remoteSetup(), terms.remoteCandidates());
  }

  private OutgoingTrack track(SdpStream stream, long ssrc, RandomGenerator random, String cname) {
    if (stream == null) {
      return null;
    }
    return new OutgoingTrack(
        OutgoingTrack.Way.by(
            transport, captured -> listener.frameSent(captured, lineClock.nowMicros())),
        new PacedLine(transport.loop(), lineClock),
        new RtpHeaderWriter(0, stream.captureTimeId(), stream.midId(), stream.mid()),
        stream.payloadType(),
        ssrc,
        stream.rtxPayloadType(),
        ssrc ^ 1,
        stream.codec().clockRate(),
        Integer.toUnsignedLong(random.nextInt()),
        random.nextInt(1 << 15),
        cname);
  }

  /** Completes when media flows; fails when the transport ends before. */
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /** Where the session lives on the server. */
  public URI session() {
    return session;
  }

  /**
   * Sends pictures at an even rate from now on, as libwebrtc's pacer does (it takes 2.5 times the
   * stream's); what is sent again goes first, sound does not wait. Times that are told do not
   * change by it.
   *
   * @param bitsPerSecond of payload, or 0: every frame in one go, as at the beginning
   */
  public void pace(long bitsPerSecond) {
    if (bitsPerSecond < 0) {
      throw new IllegalArgumentException("a rate is 0 or more: " + bitsPerSecond);
    }
    onLoop(
        () -> {
          if (video != null) {
            video.pace(bitsPerSecond);
          }
        });
  }

  /**
   * Sends a frame captured at this table time.
   *
   * @param frame H.264: NAL units behind start codes; VP8: the frame
   */
  public void video(byte[] frame, long captureMicros) {
    if (connected) {
      byte[][] payloads =
          codec == Codec.VP8
              ? vp8.packetize(frame, pictureId.getAndIncrement())
              : h264.packetize(AnnexB.toLengthPrefixed(frame));
      onLoop(() -> video.send(payloads, captureMicros, true));
    }
  }

  /** Sends an Opus packet, captured at this table time. */
  public void audio(byte[] opus, long captureMicros) {
    if (connected) {
      byte[][] payloads = {opus};
      onLoop(
          () -> {
            if (audio != null) {
              audio.send(payloads, captureMicros, false);
            }
          });
    }
  }

  /** Ends it as a polite client does: DELETE, then the transport. Blocks for a moment. */
  @Override
  public void close() {
    connected = false;
    try {
      signalling.delete(session);
    } catch (IOException _) {
      // The server is gone; there is nothing to end there.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    transport.close();
  }

  /** Ends it as a dying encoder does: nothing is said, packets just stop. */
  public void abandon() {
    connected = false;
    transport.abandon();
  }

  @Override
  public void connected() {
    connected = true;
    report();
    reports =
        transport
            .loop()
            .scheduleAtFixedRate(this::report, REPORT_MILLIS, REPORT_MILLIS, TimeUnit.MILLISECONDS);
    ready.complete(null);
    listener.keyframeRequested();
  }

  @Override
  public void rtp(byte[] buffer, int offset, int length, long arrivalMicros) {
    // A server sends no media to a publisher.
  }

  @Override
  public void rtcp(byte[] buffer, int offset, int length, long arrivalMicros) {
    RtcpParser.parse(buffer, offset, length, feedback);
  }

  @Override
  public void closed(String reason) {
    connected = false;
    if (reports != null) {
      reports.cancel(false);
    }
    if (video != null) {
      video.close();
    }
    ready.completeExceptionally(new IOException("publishing ended: " + reason));
    listener.closed(reason);
  }

  private void report() {
    long now = clock.nowMicros();
    if (video != null) {
      video.report(now);
    }
    if (audio != null) {
      audio.report(now);
    }
  }

  private void onLoop(Runnable task) {
    try {
      transport.loop().execute(task);
    } catch (RejectedExecutionException _) {
      connected = false;
    }
  }

  private final class Feedback implements RtcpVisitor {
    @Override
    public void nack(long mediaSsrc, int sequence) {
      if (video != null && mediaSsrc == video.ssrc()) {
        video.resend(sequence);
      } else if (audio != null && mediaSsrc == audio.ssrc()) {
        audio.resend(sequence);
      }
    }

    @Override
    public void pli(long mediaSsrc) {
      listener.keyframeRequested();
    }

    @Override
    public void fir(long mediaSsrc, int commandSequence) {
      listener.keyframeRequested();
    }
  }
}
