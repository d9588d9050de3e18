package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.DtlsEngine;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.concurrent.Executor;

/**
 * DTLS by Bouncy Castle, either role: a virtual thread for each handshake, a limited number at
 * once. Any thread.
 */
public final class BcDtlsEngine implements DtlsEngine {
  private final BcGuardedCrypto crypto;
  private final DtlsIdentity identity;
  private final DtlsSettings settings;
  private final HandshakePlaces places;

  /** An engine that shows this identity to everybody. */
  public BcDtlsEngine(DtlsIdentity identity, DtlsSettings settings, SecureRandom random) {
    this.crypto = new BcGuardedCrypto(random);
    this.identity = identity;
    this.settings = settings;
    this.places = new HandshakePlaces(settings.concurrent(), settings.perNetwork());
  }

  @Override
  public Session start(
      Role role, InetAddress from, String remoteFingerprint, Executor owner, Listener listener) {
    BcPeer peer = new BcPeer(crypto, identity, settings, remoteFingerprint);
    BcDtlsSession session = new BcDtlsSession(role, peer, from, places, owner, listener);
    Thread.ofVirtual().name("dtls").start(session);
    return session;
  }

  @Override
  public String fingerprint() {
    return identity.fingerprint();
  }
}
