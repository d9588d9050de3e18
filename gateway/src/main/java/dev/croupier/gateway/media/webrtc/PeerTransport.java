package dev.croupier.gateway.media.webrtc;

import java.util.concurrent.ScheduledExecutorService;

/**
 * ICE, DTLS and SRTP of one session, one path for all its streams (BUNDLE, rtcp-mux). Owner: {@link
 * #loop()}; {@link #close()} may be called from any thread.
 */
public interface PeerTransport {
  /** The event loop that owns the session. */
  ScheduledExecutorService loop();

  /**
   * Whether {@link TransportListener#connected()} was called and {@link TransportListener#closed}
   * was not.
   */
  boolean connected();

  /**
   * Protects an RTP packet in place and sends it. Event loop only; silently dropped before {@code
   * connected}.
   *
   * @param buffer has room for at least 16 more bytes behind {@code offset + length}
   */
  void sendRtp(byte[] buffer, int offset, int length);

  /**
   * Protects a compound RTCP packet in place and sends it; room for at least 32 more bytes. Event
   * loop only.
   */
  void sendRtcp(byte[] buffer, int offset, int length);

  /**
   * Whether what is sent in one turn of the event loop leaves together or not at all, as by TCP: a
   * picture is best sent in one turn then. Event loop only.
   */
  default boolean inTurns() {
    return false;
  }

  /**
   * Counts a packet of the peer's that was authentic and is refused all the same: it is no RTP, or
   * no RTCP. Event loop only.
   */
  default void refused(TransportRefusal reason) {}

  /**
   * Ends the session, {@code closed("internal_error")}, because of an exception in what it does by
   * itself: a bug of ours, which concerns no other session. Event loop only.
   */
  default void failed(RuntimeException bug) {
    close();
    throw bug;
  }

  /**
   * Round trip of the latest STUN exchange in microseconds, or -1 (a lite server learns it from
   * RTCP instead).
   */
  long stunRttMicros();

  /**
   * Ends the session: DTLS close_notify, state freed, {@code closed("closed")}. Idempotent, any
   * thread.
   */
  void close();
}
