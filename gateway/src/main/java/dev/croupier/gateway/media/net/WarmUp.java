package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.DtlsEngine;
import dev.croupier.gateway.media.webrtc.StunCodec;
import dev.croupier.gateway.media.webrtc.StunMessage;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportDatagram;
import dev.croupier.gateway.media.webrtc.TransportFactory;
import dev.croupier.gateway.media.webrtc.TransportListener;
import dev.croupier.gateway.media.webrtc.TransportSecurity;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One session of a client with the own media port, so that the classes of the whole path are loaded
 * and linked before a browser waits for them. The client here is the smallest that will do: one
 * check, one handshake, one RTP packet out and one RTCP packet back.
 */
final class WarmUp {
  private static final long PATIENCE_SECONDS = 10;
  private static final long CHECK_PRIORITY = 1;

  /** Where RTP and RTCP packets have their type, and room for any tag. */
  private static final int PACKET_BYTES = 64;

  private static final int RTP_BYTES = 20;
  private static final int RTCP_BYTES = 8;

  private final MediaSocket socket;
  private final StunCodec stun;
  private final TableClock clock;
  private final SecureRandom random = new SecureRandom();
  private final TransportCounters counters = new TransportCounters();
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();

  WarmUp(MediaSocket socket, StunCodec stun, TableClock clock) {
    this.socket = socket;
    this.stun = stun;
    this.clock = clock;
  }

  boolean run() {
    Instant now = Instant.EPOCH.plus(clock.nowMicros(), ChronoUnit.MICROS);
    DtlsEngine dtls =
        new BcDtlsEngine(DtlsIdentity.generate(random, now), DtlsSettings.standard(), random);
    TransportFactory.LocalIce own = new IceCredentials(random).next();
    Server server = new Server();
    TransportFactory.Opened opened =
        socket.open(
            new TransportFactory.RemoteIce(own.ufrag(), own.password(), dtls.fingerprint()),
            server);
    server.opened.complete(opened);
    try (ClientSockets sockets = new ClientSockets(1, false, counters)) {
      Client client = new Client(dtls, opened.local(), own);
      client.start(sockets);
      return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      opened.transport().close();
    }
  }

  /** The server's end: answers the first RTP packet with an RTCP packet. */
  private final class Server implements TransportListener {
    private final CompletableFuture<TransportFactory.Opened> opened = new CompletableFuture<>();

    @Override
    public void connected() {}

    @Override
    public void rtp(byte[] buffer, int offset, int length, long arrivalMicros) {
      byte[] report = new byte[PACKET_BYTES];
      report[0] = (byte) 0x80;
      report[1] = (byte) 201; // an empty receiver report
      report[3] = 1;
      opened.join().transport().sendRtcp(report, 0, RTCP_BYTES);
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long arrivalMicros) {}

    @Override
    public void closed(String reason) {
      done.complete(false);
    }
  }

  /** The client's end. */
  private final class Client implements TransportSecurity.Path, TransportListener {
    private final DtlsEngine dtls;
    private final TransportFactory.LocalIce theirs;
    private final TransportFactory.LocalIce own;
    private final InetSocketAddress to;
    private ClientSockets.ClientSocket out;
    private TransportSecurity security;

    Client(DtlsEngine dtls, TransportFactory.LocalIce theirs, TransportFactory.LocalIce own) {
      this.dtls = dtls;
      this.theirs = theirs;
      this.own = own;
      InetSocketAddress bound = socket.boundAddresses().get(0);
      this.to =
          bound.getAddress().isAnyLocalAddress()
              ? new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), bound.getPort())
              : bound;
    }

    void start(ClientSockets sockets) throws IOException {
      out = sockets.open(to.getAddress(), this::received);
      out.loop().execute(this::begin);
    }

    private void begin() {
      security =
          new TransportSecurity(
              dtls, DtlsEngine.Role.CLIENT, socket.fingerprint(), out.loop(), counters, this, this);
      byte[] transaction = new byte[12];
      random.nextBytes(transaction);
      String username = theirs.ufrag() + ":" + own.ufrag();
      byte[] check =
          stun.request(
              transaction, username, theirs.password(), CHECK_PRIORITY, random.nextLong(), true);
      out.send(to, check, 0, check.length);
    }

    private void received(InetSocketAddress from, byte[] buffer, int length) {
      switch (TransportDatagram.of(buffer[0] & 0xFF)) {
        case STUN -> {
          if (stun.decode(buffer, 0, length) instanceof StunMessage.Success) {
            security.start();
          }
        }
        case DTLS -> security.dtls(null, buffer, 0, length);
        case MEDIA -> security.media(buffer, 0, length, clock.nowMicros());
        case OTHER -> counters.received(length);
      }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
      out.send(to, buffer, offset, length);
    }

    @Override
    public void keyed() {
      byte[] packet = new byte[PACKET_BYTES];
      packet[0] = (byte) 0x80;
      int size = security.protectRtp(packet, 0, RTP_BYTES);
      send(packet, 0, size);
    }

    @Override
    public void ended(String reason) {
      done.complete(false);
    }

    @Override
    public void connected() {}

    @Override
    public void rtp(byte[] buffer, int offset, int length, long arrivalMicros) {}

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long arrivalMicros) {
      done.complete(true);
    }

    @Override
    public void closed(String reason) {}
  }
}
