package dev.croupier.gateway.media.webrtc;

import dev.croupier.gateway.media.fanout.Guarded;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of one session: lite ICE, DTLS and SRTP over a shared socket.
 *
 * <p>Where a datagram goes: {@link #stun} answers checks and validates pairs; {@link #receive}
 * takes the rest, which counts only from validated pairs: no address is ever learned from media or
 * DTLS. {@link #tick} ends a session whose peer is gone. Owner: {@link #loop()}, but for {@link
 * #close()}, {@link #connected()} and the queries of names.
 */
public final class TransportSession implements PeerTransport {
  /** From opening to {@code connected}, microseconds. */
  static final long CONNECT_MICROS = 30_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(TransportSession.class);

  /**
   * What a session is made of.
   *
   * @param loop the owner
   */
  public record Parts(
      ScheduledExecutorService loop,
      StunCodec stun,
      DtlsEngine dtls,
      TransportHost host,
      TransportCounters counters) {}

  private final Parts parts;
  private final TransportListener listener;
  private final TransportSecurity security;
  private final IceLite ice;
  private final IceGenerations generations;
  private final long openedMicros;
  private volatile boolean connected;
  private volatile boolean closed;

  /** A session that waits for its peer's first check. */
  public TransportSession(
      Parts parts,
      TransportFactory.LocalIce local,
      TransportFactory.RemoteIce remote,
      TransportListener listener,
      long nowMicros) {
    this.parts = parts;
    this.generations = new IceGenerations(local, remote);
    this.listener = listener;
    this.ice = new IceLite(nowMicros);
    this.openedMicros = nowMicros;
    this.security =
        new TransportSecurity(
            parts.dtls(),
            DtlsEngine.Role.SERVER,
            remote.fingerprint(),
            task -> parts.loop().execute(new Guarded(task, this::failed)),
            parts.counters(),
            new Path(),
            listener);
  }

  /** Answers a Binding request that names this session. */
  public void stun(
      PacketSink via, InetSocketAddress from, StunMessage.Request request, long nowMicros) {
    IceGenerations.Generation generation = generations.find(request.recipient());
    if (closed || generation == null) {
      return;
    }
    String password = generation.local().password();
    if (!request.sender().equals(generation.remote().ufrag())) {
      refuse(TransportRefusal.STUN_USERNAME, via, from, request, 401, "");
    } else if (!parts.stun().authentic(request, password)) {
      int code = request.integrityAt() < 0 ? 400 : 401;
      refuse(TransportRefusal.STUN_INTEGRITY, via, from, request, code, "");
    } else if (request.unknown() != 0) {
      TransportRefusal reason = TransportRefusal.STUN_UNKNOWN_ATTRIBUTE;
      refuse(reason, via, from, request, 420, password);
    } else if (request.controlled()) {
      // RFC 8445 §7.3.1.1: the peer must take the controlling role against a lite agent.
      refuse(TransportRefusal.STUN_ROLE_CONFLICT, via, from, request, 487, password);
    } else if (!via.single() && !parts.host().claim(from, this, nowMicros)) {
      parts.counters().refused(TransportRefusal.STUN_ADDRESS_TAKEN);
    } else {
      if (generations.isNext(generation)) {
        parts.host().forget(generations.advance().ufrag(), this);
        ice.restarted();
      }
      ice.validated(via, from, request.useCandidate(), nowMicros).ifPresent(this::release);
      via.proven();
      byte[] answer = parts.stun().success(request, from, password);
      via.send(from, answer, 0, answer.length);
    }
  }

  /** Takes a datagram that is not STUN. The buffer is free again on return. */
  public void receive(
      PacketSink via,
      InetSocketAddress from,
      byte[] buffer,
      int offset,
      int length,
      long arrivalMicros) {
    if (closed) {
      return;
    }
    boolean isDtls = TransportDatagram.of(buffer[offset] & 0xFF) == TransportDatagram.DTLS;
    IcePair pair = ice.find(via, from);
    if (pair == null) {
      parts
          .counters()
          .refused(isDtls ? TransportRefusal.DTLS_UNVALIDATED : TransportRefusal.SRTP_UNVALIDATED);
    } else if (isDtls) {
      security.dtls(from.getAddress(), buffer, offset, length);
    } else if (security.media(buffer, offset, length, arrivalMicros) && !closed) {
      ice.used(pair);
    }
  }

  /** A connection that carried it has ended. It waits for checks by another way. */
  public void lost(PacketSink via) {
    ice.lost(via);
  }

  /** Looks at the clock; to be called about twice a second. */
  public void tick(long nowMicros) {
    if (closed) {
      return;
    }
    if (ice.consentExpired(nowMicros)) {
      end("consent_expired");
    } else if (!connected && nowMicros - openedMicros > CONNECT_MICROS) {
      end("connect_timeout");
    }
  }

  /** Ends it for a reason of the socket's own. Event loop only. */
  public void fail(String reason) {
    end(reason);
  }

  @Override
  public ScheduledExecutorService loop() {
    return parts.loop();
  }

  @Override
  public boolean connected() {
    return connected;
  }

  @Override
  public void sendRtp(byte[] buffer, int offset, int length) {
    if (connected) {
      int size = security.protectRtp(buffer, offset, length);
      IcePair pair = ice.selected();
      if (size > 0 && pair != null) {
        pair.send(buffer, offset, size);
      }
    }
  }

  @Override
  public boolean inTurns() {
    IcePair pair = ice.selected();
    return pair != null && pair.via().single();
  }

  @Override
  public void sendRtcp(byte[] buffer, int offset, int length) {
    if (connected) {
      int size = security.protectRtcp(buffer, offset, length);
      IcePair pair = ice.selected();
      if (size > 0 && pair != null) {
        pair.send(buffer, offset, size);
      }
    }
  }

  @Override
  public void refused(TransportRefusal reason) {
    parts.counters().refused(reason);
  }

  @Override
  public void failed(RuntimeException bug) {
    parts.counters().fault();
    LOG.error("session {} ends: an exception", localUfrag(), bug);
    end("internal_error");
  }

  /** Always -1: a lite agent asks nothing. */
  @Override
  public long stunRttMicros() {
    return -1;
  }

  @Override
  public void close() {
    try {
      parts.loop().execute(() -> end("closed"));
    } catch (RejectedExecutionException e) {
      // The loop is gone, and with it the session.
    }
  }

  /**
   * Takes new credentials of both ends (RFC 8445 §9); those given before stay valid until a check
   * with the new ones has come in. Event loop only.
   *
   * @return false when the session is over
   */
  public boolean restart(TransportFactory.LocalIce local, TransportFactory.RemoteIce remote) {
    if (closed) {
      return false;
    }
    generations.restart(local, remote).ifPresent(old -> parts.host().forget(old.ufrag(), this));
    parts.host().named(local.ufrag(), this);
    return true;
  }

  /** This session's user fragment: the key under which checks find it. Any thread. */
  public String localUfrag() {
    return generations.current().local().ufrag();
  }

  /** The agreed SRTP profile. Event loop only. */
  public Optional<SrtpProfile> srtpProfile() {
    return security.profile();
  }

  /** Where media goes now. Event loop only. */
  public Optional<InetSocketAddress> selectedRemote() {
    return Optional.ofNullable(ice.selected()).map(IcePair::remote);
  }

  private void refuse(
      TransportRefusal reason,
      PacketSink via,
      InetSocketAddress from,
      StunMessage.Request request,
      int code,
      String password) {
    parts.counters().refused(reason);
    byte[] answer = parts.stun().failure(request, code, password);
    via.send(from, answer, 0, answer.length);
  }

  private void end(String reason) {
    if (closed) {
      return;
    }
    security.close();
    closed = true;
    connected = false;
    for (IcePair pair : List.copyOf(ice.pairs())) {
      release(pair);
    }
    generations.next().ifPresent(next -> parts.host().forget(next.local().ufrag(), this));
    parts.host().ended(this);
    listener.closed(reason);
  }

  private void release(IcePair pair) {
    if (!pair.via().single() && (closed || !ice.has(pair.remote()))) {
      parts.host().release(pair.remote(), this);
    }
    pair.via().abandoned();
  }

  private final class Path implements TransportSecurity.Path {
    @Override
    public void send(byte[] buffer, int offset, int length) {
      IcePair pair = ice.selected();
      if (pair != null) {
        pair.send(buffer, offset, length);
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
