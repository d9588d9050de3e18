package dev.croupier.gateway.media.webrtc;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * What stands between validated addresses and a session's media: the DTLS guard, the handshake and
 * SRTP. The same for server and client. Owner: the session's event loop.
 */
public final class TransportSecurity {
  /** The way out of the transport that owns this. */
  public interface Path {
    /** Sends on the selected pair. */
    void send(byte[] buffer, int offset, int length);

    /** Media may flow. Once. */
    void keyed();

    /** There will be no media, or no more. Once; not after {@link TransportSecurity#close}. */
    void ended(String reason);
  }

  /**
   * Packets kept from before the keys: a client is done first and sends at once, and its first
   * packets are those of a keyframe.
   */
  private static final int MAX_EARLY = 32;

  /**
   * The same where we are the client: a gateway lets a viewer catch up from the moment it has keys,
   * up to 60 Mbit/s, and ours may take 100 ms more on a busy machine.
   */
  private static final int MAX_EARLY_OF_CLIENT = 640;

  private final DtlsEngine engine;
  private final DtlsEngine.Role role;
  private final String remoteFingerprint;
  private final Executor loop;
  private final TransportCounters counters;
  private final Path path;
  private final TransportListener listener;
  private final DtlsGuard guard = new DtlsGuard();
  private final Queue<Early> early = new ArrayDeque<>();
  private DtlsEngine.Session dtls;
  private SrtpSession srtp;
  private boolean closed;

  /** Nothing happens until {@link #start} or, for a server, the peer's first record. */
  public TransportSecurity(
      DtlsEngine engine,
      DtlsEngine.Role role,
      String remoteFingerprint,
      Executor loop,
      TransportCounters counters,
      Path path,
      TransportListener listener) {
    this.engine = engine;
    this.role = role;
    this.remoteFingerprint = remoteFingerprint;
    this.loop = loop;
    this.counters = counters;
    this.path = path;
    this.listener = listener;
  }

  /** Begins the handshake if this is the client and it has not begun. */
  public void start() {
    if (role == DtlsEngine.Role.CLIENT && dtls == null && !closed) {
      dtls = engine.start(role, null, remoteFingerprint, loop, new Handshake());
    }
  }

  /** Takes a DTLS datagram from a validated address. */
  public void dtls(InetAddress from, byte[] buffer, int offset, int length) {
    if (closed) {
      return;
    }
    Optional<TransportRefusal> refused = guard.check(buffer, offset, length);
    if (refused.isPresent()) {
      counters.refused(refused.get());
      return;
    }
    if (dtls == null) {
      if (role == DtlsEngine.Role.CLIENT) {
        return; // cannot be an answer: nothing was asked
      }
      dtls = engine.start(role, from, remoteFingerprint, loop, new Handshake());
    }
    if (!dtls.receive(buffer, offset, length)) {
      counters.refused(TransportRefusal.DTLS_HELD);
    }
  }

  /**
   * Takes an RTP or RTCP datagram from a validated address and hands it on when it is authentic.
   *
   * @return whether it was
   */
  public boolean media(byte[] buffer, int offset, int length, long arrivalMicros) {
    if (srtp == null) {
      if (dtls == null || early.size() == maxEarly()) {
        counters.refused(TransportRefusal.SRTP_UNKEYED);
      } else {
        early.add(new Early(Arrays.copyOfRange(buffer, offset, offset + length), arrivalMicros));
      }
      return false;
    }
    boolean rtcp = length > 1 && TransportDatagram.isRtcp(buffer[offset + 1] & 0xFF);
    int opened =
        rtcp
            ? srtp.unprotectRtcp(buffer, offset, length)
            : srtp.unprotectRtp(buffer, offset, length);
    if (opened < 0) {
      counters.refused(srtp.refusal());
      listener.refused(srtp.refusal());
      return false;
    }
    if (rtcp) {
      listener.rtcp(buffer, offset, opened, arrivalMicros);
    } else {
      listener.rtp(buffer, offset, opened, arrivalMicros);
    }
    return true;
  }

  private int maxEarly() {
    return role == DtlsEngine.Role.CLIENT ? MAX_EARLY_OF_CLIENT : MAX_EARLY;
  }

  /** Whether keys are agreed and this is not closed. */
  public boolean keyed() {
    return srtp != null && !closed;
  }

  /** The agreed SRTP profile. */
  public Optional<SrtpProfile> profile() {
    return Optional.ofNullable(srtp).map(SrtpSession::profile);
  }

  /** Protects in place: the new length, or negative when refused (and counted). */
  public int protectRtp(byte[] buffer, int offset, int length) {
    int size = srtp.protectRtp(buffer, offset, length);
    if (size < 0) {
      counters.refused(srtp.refusal());
    }
    return size;
  }

  /** Protects in place: the new length, or negative when refused (and counted). */
  public int protectRtcp(byte[] buffer, int offset, int length) {
    int size = srtp.protectRtcp(buffer, offset, length);
    if (size < 0) {
      counters.refused(srtp.refusal());
    }
    return size;
  }

  /** Says {@code close_notify} and forgets the keys. Idempotent. */
  public void close() {
    if (closed) {
      return;
    }
    if (dtls != null) {
      dtls.close();
    }
    closed = true;
    early.clear();
    if (srtp != null) {
      srtp.close();
    }
  }

  private record Early(byte[] packet, long arrivalMicros) {}

  private final class Handshake implements DtlsEngine.Listener {
    @Override
    public void send(byte[] buffer, int offset, int length) {
      if (!closed) {
        path.send(buffer, offset, length);
      }
    }

    @Override
    public void keys(SrtpKeys keys) {
      if (closed) {
        return;
      }
      if (srtp != null) {
        counters.refused(TransportRefusal.DTLS_REHANDSHAKE);
        return;
      }
      guard.established();
      srtp = new SrtpSession(keys, SrtpSession.DEFAULT_MAX_SSRCS);
      path.keyed();
      for (Early each = early.poll(); each != null && !closed; each = early.poll()) {
        media(each.packet(), 0, each.packet().length, each.arrivalMicros());
      }
    }

    @Override
    public void ended(TransportRefusal reason) {
      counters.refused(reason);
      if (!closed) {
        path.ended(reason == TransportRefusal.DTLS_FINGERPRINT ? "fingerprint" : reason.label());
      }
    }

    @Override
    public void closedByPeer() {
      if (!closed) {
        path.ended("peer_closed");
      }
    }
  }
}
