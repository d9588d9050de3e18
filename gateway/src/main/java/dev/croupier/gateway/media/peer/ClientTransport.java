package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.net.ClientLine;
import dev.croupier.gateway.media.rtp.Bytes;
import dev.croupier.gateway.media.rtp.RtpView;
import dev.croupier.gateway.media.webrtc.DtlsEngine;
import dev.croupier.gateway.media.webrtc.PeerTransport;
import dev.croupier.gateway.media.webrtc.SrtpProfile;
import dev.croupier.gateway.media.webrtc.StunMessage;
import dev.croupier.gateway.media.webrtc.TransportDatagram;
import dev.croupier.gateway.media.webrtc.TransportFactory.LocalIce;
import dev.croupier.gateway.media.webrtc.TransportFactory.RemoteIce;
import dev.croupier.gateway.media.webrtc.TransportListener;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import dev.croupier.gateway.media.webrtc.TransportSecurity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The client's end of a session: controlling ICE, DTLS in either role, SRTP, on a UDP socket of its
 * own, or by TCP.
 *
 * <p>Order: {@link ClientTransports#create}, offer with {@link #localIce} and the factory's
 * fingerprint, then {@link #start} with what the answer says. Owner: {@link #loop()}; {@link
 * #start}, {@link #close} and {@link #abandon} may be called from any thread.
 */
public final class ClientTransport implements PeerTransport {
  /** From {@link #start} to {@code connected}, microseconds. */
  private static final long CONNECT_MICROS = 30_000_000;

  /** The clock is looked at this often at least, for expiry. */
  private static final long MAX_TURN_MICROS = 5_000_000;

  /** Priority of a peer-reflexive candidate (RFC 8445 §5.1.2.1: type preference 110). */
  private static final long CHECK_PRIORITY = (110L << 24) + (65_535L << 8) + 255;

  /** Of a packet's source in its header (RFC 3550 §5.1). */
  private static final int SSRC_AT = 8;

  private final ClientTransports shared;
  private final TransportListener listener;
  private volatile LocalIce local;
  private final ClientLine socket;
  private ClientTransportIce ice;
  private final long tieBreaker;
  private final SealedShare share;
  private RemoteIce remote;
  private Restart next;
  private InetSocketAddress before;
  private TransportSecurity security;
  private ScheduledFuture<?> timer;
  private long startedMicros;
  private volatile boolean connected;
  private volatile boolean closed;
  private volatile boolean silent;
  private volatile long rttMicros = -1;
  private volatile long checkedAtMicros = -1;

  /** What a restart will put in the place of {@link #local}, {@link #remote} and {@link #ice}. */
  private record Restart(LocalIce local, RemoteIce remote, ClientTransportIce ice) {}

  ClientTransport(ClientTransports shared, TransportListener listener, int openEvery)
      throws IOException {
    this.shared = shared;
    this.listener = listener;
    this.share = new SealedShare(openEvery);
    this.local = shared.credentials().next();
    this.ice = new ClientTransportIce(shared.random());
    this.tieBreaker = shared.random().nextLong();
    this.socket =
        shared.byTcp()
            ? shared.sockets().connections(shared.local(), this::received)
            : shared.sockets().open(shared.local(), this::received);
  }

  /** The user fragment and password to offer. */
  public LocalIce localIce() {
    return local;
  }

  /** The own socket's address. */
  public InetSocketAddress localAddress() {
    return socket.localAddress();
  }

  /**
   * Begins to connect. Once; any thread.
   *
   * @param remote what the answer says
   * @param setup the answer's {@code a=setup}: {@code active} makes this end the DTLS server, all
   *     else the client
   * @param candidates values of the answer's {@code a=candidate} lines
   */
  public void start(RemoteIce remote, String setup, List<String> candidates) {
    List<InetSocketAddress> addresses = shared.addresses(candidates);
    DtlsEngine.Role role = setup.equals("active") ? DtlsEngine.Role.SERVER : DtlsEngine.Role.CLIENT;
    socket.loop().execute(() -> begin(remote, role, addresses));
  }

  /** Fresh credentials for {@link #restart}. Any thread. */
  LocalIce nextIce() {
    return shared.credentials().next();
  }

  /**
   * Checks anew with other credentials (RFC 8445 §9). Media stays on the old path until the server
   * has answered one of these checks; keys stay. Any thread.
   *
   * @param own as told to the server
   * @param peer as the server told; its fingerprint is not looked at
   */
  void restart(LocalIce own, RemoteIce peer, List<String> candidates) {
    List<InetSocketAddress> addresses = shared.addresses(candidates);
    socket
        .loop()
        .execute(
            () -> {
              if (connected && !addresses.isEmpty()) {
                next = new Restart(own, peer, new ClientTransportIce(shared.random()));
                next.ice().start(addresses, shared.clock().nowMicros());
                turn();
              }
            });
  }

  @Override
  public ScheduledExecutorService loop() {
    return socket.loop();
  }

  @Override
  public boolean connected() {
    return connected;
  }

  @Override
  public void sendRtp(byte[] buffer, int offset, int length) {
    if (connected) {
      int size = security.protectRtp(buffer, offset, length);
      if (size > 0) {
        socket.send(ice.selected(), buffer, offset, size);
      }
    }
  }

  @Override
  public void sendRtcp(byte[] buffer, int offset, int length) {
    if (connected) {
      int size = security.protectRtcp(buffer, offset, length);
      if (size > 0) {
        socket.send(ice.selected(), buffer, offset, size);
      }
    }
  }

  @Override
  public long stunRttMicros() {
    return rttMicros;
  }

  /** When the first pair was validated, microseconds of the clock; -1 before. */
  long checkedAtMicros() {
    return checkedAtMicros;
  }

  /** The agreed SRTP profile. Event loop only. */
  public Optional<SrtpProfile> srtpProfile() {
    return security == null ? Optional.empty() : security.profile();
  }

  @Override
  public void close() {
    try {
      socket.loop().execute(() -> end("closed"));
    } catch (RejectedExecutionException e) {
      // The loop is gone, and with it the client.
    }
  }

  /** Ends it as a machine dies: not even DTLS says goodbye. Any thread. */
  public void abandon() {
    silent = true;
    close();
  }

  private void begin(RemoteIce peer, DtlsEngine.Role role, List<InetSocketAddress> addresses) {
    if (closed || remote != null) {
      return;
    }
    remote = peer;
    startedMicros = shared.clock().nowMicros();
    security =
        new TransportSecurity(
            shared.dtls(),
            role,
            peer.fingerprint(),
            socket.loop(),
            shared.counters(),
            new Path(),
            listener);
    if (addresses.isEmpty()) {
      end("no_candidates");
      return;
    }
    ice.start(addresses, startedMicros);
    turn();
  }

  /** Sends what is due and sets the timer for what comes next. */
  private void turn() {
    if (closed) {
      return;
    }
    long now = shared.clock().nowMicros();
    if (ice.expired(now)) {
      end(ice.selected() == null ? "ice_failed" : "consent_expired");
      return;
    }
    if (!connected && now - startedMicros > CONNECT_MICROS) {
      end("connect_timeout");
      return;
    }
    ice.poll(now).ifPresent(check -> send(check, local, remote));
    long due = ice.nextMicros();
    if (next != null && next.ice().expired(now)) {
      next = null; // the old path is still there
    }
    if (next != null) {
      next.ice().poll(now).ifPresent(check -> send(check, next.local(), next.remote()));
      due = Math.min(due, next.ice().nextMicros());
    }
    long wait = Math.clamp(due - now, 1_000, MAX_TURN_MICROS);
    if (timer != null) {
      timer.cancel(false);
    }
    timer = socket.loop().schedule(this::turn, wait, TimeUnit.MICROSECONDS);
  }

  private void send(ClientTransportIce.Check check, LocalIce own, RemoteIce peer) {
    byte[] request =
        shared
            .stun()
            .request(
                check.transaction(),
                peer.ufrag() + ":" + own.ufrag(),
                peer.password(),
                CHECK_PRIORITY,
                tieBreaker,
                check.useCandidate());
    socket.send(check.to(), request, 0, request.length);
  }

  private void received(InetSocketAddress from, byte[] buffer, int length) {
    if (closed || remote == null) {
      return;
    }
    long now = shared.clock().nowMicros();
    switch (TransportDatagram.of(buffer[0] & 0xFF)) {
      case STUN -> stun(from, shared.stun().decode(buffer, 0, length), now);
      case DTLS -> {
        if (isPeer(from)) {
          security.dtls(from.getAddress(), buffer, 0, length);
        } else {
          shared.counters().refused(TransportRefusal.DTLS_UNVALIDATED);
        }
      }
      case MEDIA -> {
        if (isPeer(from)) {
          media(buffer, length, now);
        } else {
          shared.counters().refused(TransportRefusal.SRTP_UNVALIDATED);
        }
      }
      case OTHER -> shared.counters().refused(TransportRefusal.DATAGRAM_UNKNOWN);
    }
  }

  /** After a restart something may still be under way on the old path. */
  private boolean isPeer(InetSocketAddress from) {
    return from.equals(ice.selected()) || from.equals(before);
  }

  /** RTCP is always opened, RTP by its share. */
  private void media(byte[] buffer, int length, long now) {
    if (length < RtpView.FIXED_HEADER || TransportDatagram.isRtcp(buffer[1] & 0xFF)) {
      boolean _ = security.media(buffer, 0, length, now);
      return;
    }
    int ssrc = (int) Bytes.u32(buffer, SSRC_AT);
    if (!connected || share.opens(ssrc)) {
      if (security.media(buffer, 0, length, now)) {
        share.authentic(ssrc);
      }
    } else {
      listener.sealed(buffer, 0, length, now);
    }
  }

  private void stun(InetSocketAddress from, StunMessage message, long now) {
    switch (message) {
      case StunMessage.Success success -> {
        if (next != null
            && next.ice().awaits(success.transaction(), from)
            && shared.stun().authentic(success, next.remote().password())) {
          before = ice.selected();
          local = next.local();
          remote = next.remote();
          ice = next.ice();
          next = null;
        }
        if (!ice.awaits(success.transaction(), from)
            || !shared.stun().authentic(success, remote.password())) {
          shared.counters().refused(TransportRefusal.STUN_INTEGRITY);
          return;
        }
        ClientTransportIce.Outcome outcome = ice.answered(success.transaction(), from, now);
        rttMicros = ice.rttMicros();
        if (outcome == ClientTransportIce.Outcome.SELECTED) {
          checkedAtMicros = now;
          turn(); // nominates
          security.start();
        }
      }
      case StunMessage.Failure failure ->
          shared.counters().refused(TransportRefusal.STUN_ERROR_RESPONSE);
      case StunMessage.Request request -> answer(from, request);
      case StunMessage.Rejected rejected -> shared.counters().refused(rejected.reason());
      case StunMessage.Indication indication -> {
        // A keepalive wants nothing.
      }
    }
  }

  /** A full server checks back; it gets its answer, and only the own checks decide. */
  private void answer(InetSocketAddress from, StunMessage.Request request) {
    if (!request.recipient().equals(local.ufrag())
        || !ice.knows(from)
        || !shared.stun().authentic(request, local.password())) {
      shared.counters().refused(TransportRefusal.STUN_INTEGRITY);
      return;
    }
    byte[] answer = shared.stun().success(request, from, local.password());
    socket.send(from, answer, 0, answer.length);
  }

  private void end(String reason) {
    if (closed) {
      return;
    }
    if (security != null) {
      security.close();
    }
    closed = true;
    connected = false;
    if (timer != null) {
      timer.cancel(false);
    }
    socket.close();
    listener.closed(reason);
  }

  private final class Path implements TransportSecurity.Path {
    @Override
    public void send(byte[] buffer, int offset, int length) {
      InetSocketAddress to = ice.selected();
      if (to != null && !silent) {
        socket.send(to, buffer, offset, length);
      }
    }

    @Override
    public void keyed() {
      connected = true;
      listener.connected();
    }

    @Override
    public void ended(String reason) {
      end(reason);
    }
  }
}
