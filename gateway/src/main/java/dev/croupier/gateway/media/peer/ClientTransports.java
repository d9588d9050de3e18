package dev.croupier.gateway.media.peer;

import dev.croupier.gateway.media.net.BcDtlsEngine;
import dev.croupier.gateway.media.net.ClientSockets;
import dev.croupier.gateway.media.net.DtlsIdentity;
import dev.croupier.gateway.media.net.DtlsSettings;
import dev.croupier.gateway.media.net.Ice4jStunCodec;
import dev.croupier.gateway.media.net.IceCredentials;
import dev.croupier.gateway.media.webrtc.DtlsEngine;
import dev.croupier.gateway.media.webrtc.StunCodec;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportListener;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What client transports share: a few event loops, one certificate, the codecs. Thousands of
 * clients live on it, each with a UDP socket and no thread of its own. Any thread.
 */
public final class ClientTransports implements AutoCloseable {
  private final ClientSockets sockets;
  private final DtlsEngine dtls;
  private final StunCodec stun = new Ice4jStunCodec();
  private final TransportCounters counters = new TransportCounters();
  private final IceCredentials credentials;
  private final SecureRandom random;
  private final TableClock clock;
  private final InetAddress local;
  private volatile boolean byTcp;

  /**
   * Opens the loops.
   *
   * @param threads event loops
   * @param local the address that clients send from; a wildcard lets the kernel choose
   * @param merging let the kernel hand over rows of datagrams as one where it can (UDP_GRO):
   *     cheaper by far, but on one machine with the sender it takes work off the sender too
   * @param random secure: credentials, certificate and transaction ids come from it
   */
  public ClientTransports(
      int threads,
      InetAddress local,
      boolean merging,
      DtlsSettings settings,
      TableClock clock,
      SecureRandom random) {
    Instant now = Instant.EPOCH.plus(clock.nowMicros(), ChronoUnit.MICROS);
    this.sockets = new ClientSockets(threads, merging, counters);
    this.dtls = new BcDtlsEngine(DtlsIdentity.generate(random, now), settings, random);
    this.credentials = new IceCredentials(random);
    this.random = random;
    this.clock = clock;
    this.local = local;
  }

  /** Opens the loops with the standard limits of a handshake; every datagram is read alone. */
  public ClientTransports(int threads, InetAddress local, TableClock clock, SecureRandom random) {
    this(threads, local, false, clock, random);
  }

  /** Opens the loops with the standard limits of a handshake. */
  public ClientTransports(
      int threads, InetAddress local, boolean merging, TableClock clock, SecureRandom random) {
    this(threads, local, merging, DtlsSettings.standard(), clock, random);
  }

  /** Clients made from now on come by TCP (RFC 6544), as from networks without UDP. */
  public ClientTransports useTcp() {
    byTcp = true;
    return this;
  }

  boolean byTcp() {
    return byTcp;
  }

  /** The addresses of a server's candidates that a client of this kind can use. */
  List<InetSocketAddress> addresses(List<String> candidates) {
    return byTcp
        ? ClientTransportCandidates.parseTcp(candidates)
        : ClientTransportCandidates.parse(candidates);
  }

  /** Whether the kernel hands over rows of datagrams as one. */
  public boolean merging() {
    return sockets.merging();
  }

  /**
   * Opens a client's socket; nothing is sent before {@link ClientTransport#start}. Blocks for a
   * moment; not on a loop.
   */
  public ClientTransport create(TransportListener listener) throws IOException {
    return create(listener, 1);
  }

  /**
   * Opens a client's socket for one that need not see every packet.
   *
   * @param openEvery of RTP one packet in so many is authenticated and decrypted; the others are
   *     handed over sealed. 1 opens all. RTCP is always opened
   */
  public ClientTransport create(TransportListener listener, int openEvery) throws IOException {
    return new ClientTransport(this, listener, openEvery);
  }

  /** The certificate's fingerprint for offers: {@code sha-256 AB:CD…}. */
  public String fingerprint() {
    return dtls.fingerprint();
  }

  /** What all these clients refused, received and sent. */
  public TransportCounters counters() {
    return counters;
  }

  /** Ends the loops; close the clients before. Blocks for a moment; not on a loop. */
  @Override
  public void close() {
    sockets.close();
  }

  ClientSockets sockets() {
    return sockets;
  }

  DtlsEngine dtls() {
    return dtls;
  }

  StunCodec stun() {
    return stun;
  }

  IceCredentials credentials() {
    return credentials;
  }

  SecureRandom random() {
    return random;
  }

  TableClock clock() {
    return clock;
  }

  InetAddress local() {
    return local;
  }
}
