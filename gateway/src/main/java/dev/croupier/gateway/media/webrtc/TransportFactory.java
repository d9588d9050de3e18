package dev.croupier.gateway.media.webrtc;

import java.util.List;
import java.util.Optional;

/** Opens the server's side of sessions. Declared here, implemented by {@code net}. Any thread. */
public interface TransportFactory {
  /**
   * This server's ICE user fragment and password for one session (RFC 8839), chosen by {@link
   * #open}.
   */
  record LocalIce(String ufrag, String password) {}

  /** What the peer's description says. {@code fingerprint} is {@code sha-256 AB:CD…}. */
  record RemoteIce(String ufrag, String password, String fingerprint) {}

  /** A session's transport and what its answer says. */
  record Opened(PeerTransport transport, LocalIce local) {}

  /**
   * Opens an ICE-lite, DTLS-passive transport.
   *
   * @throws TooManySessionsException when the cap is reached
   */
  Opened open(RemoteIce remote, TransportListener listener);

  /**
   * Restarts ICE of a transport that this factory opened (RFC 8445 §9): media goes on over the old
   * pair until a check with the new credentials has come in. Blocks for a moment; not on a loop.
   *
   * @param remote its fingerprint is not looked at: the DTLS session stays
   * @return the new credentials, or nothing when the transport is over
   */
  Optional<LocalIce> restart(PeerTransport transport, RemoteIce remote) throws InterruptedException;

  /** {@code a=candidate} values (without {@code a=candidate:}), most preferred first. */
  List<String> candidates();

  /** This server's certificate fingerprint: {@code sha-256 AB:CD…}. */
  String fingerprint();

  /** The cap of concurrent sessions is reached. */
  final class TooManySessionsException extends RuntimeException {
    /** Carries no stack trace: it is an answer. */
    public TooManySessionsException(String message) {
      super(message, null, false, false);
    }
  }
}
