package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.webrtc.SdpDescription;
import dev.croupier.gateway.media.webrtc.SdpFragment;
import dev.croupier.gateway.media.webrtc.SdpLocal;
import dev.croupier.gateway.media.webrtc.SdpNegotiated;
import dev.croupier.gateway.media.webrtc.SdpOffers;
import dev.croupier.gateway.media.webrtc.TransportFactory;
import dev.croupier.gateway.media.webrtc.TransportListener;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Offer, answer and transport of one viewer, whatever it does with what arrives. {@link #offer} and
 * {@link #hangUp} block; any thread.
 */
final class WhepCall {
  private static final String SESSION_HEADER = "Croupier-Session";

  private final ClientTransport transport;
  private final SignallingClient signalling;
  private final TableClock clock;
  private final String fingerprint;
  private URI session;
  private long offeredAt = WhepPlayerFigures.NEVER;
  private long answeredAt = WhepPlayerFigures.NEVER;

  /**
   * Opens the socket; nothing is said yet.
   *
   * @param openEvery see {@link ClientTransports#create(TransportListener, int)}
   */
  WhepCall(
      ClientTransports transports,
      TransportListener listener,
      int openEvery,
      HttpClient http,
      String token,
      TableClock clock)
      throws IOException {
    this.transport = transports.create(listener, openEvery);
    this.signalling = new SignallingClient(http, token);
    this.clock = clock;
    this.fingerprint = transports.fingerprint();
  }

  /** Posts the offer and takes in the answer; the transport waits for {@link #start}. */
  SignallingClient.Accepted offer(URI endpoint, String sessionName, long offerId)
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
    return accepted;
  }

  /** Begins to connect; whatever was written before is seen on the loop. */
  void start(SdpNegotiated terms) {
    transport.start(terms.remote(), terms.remoteSetup(), terms.remoteCandidates());
  }

  /** Restarts ICE; media goes on meanwhile. Blocks until the server has answered. */
  void restart() throws IOException, InterruptedException {
    TransportFactory.LocalIce own = transport.nextIce();
    SdpFragment peer = signalling.restart(session, own);
    transport.restart(
        own, new TransportFactory.RemoteIce(peer.ufrag(), peer.password(), ""), peer.candidates());
  }

  /** DELETE, then the transport. Blocks for a moment. */
  void hangUp() {
    try {
      if (session != null) {
        signalling.delete(session);
      }
    } catch (IOException _) {
      // The server is gone; there is nothing to end there.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    transport.close();
  }

  /** Ends the transport; nothing is said over HTTP. */
  void drop() {
    transport.close();
  }

  URI session() {
    return session;
  }

  ClientTransport transport() {
    return transport;
  }

  ScheduledExecutorService loop() {
    return transport.loop();
  }

  long offeredAt() {
    return offeredAt;
  }

  long answeredAt() {
    return answeredAt;
  }

  long checkedAt() {
    return transport.checkedAtMicros();
  }
}
