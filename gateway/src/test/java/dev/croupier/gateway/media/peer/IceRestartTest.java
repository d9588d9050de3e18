package dev.croupier.gateway.media.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.net.Ice4jStunCodec;
import dev.croupier.gateway.media.net.MediaSocket;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.peer.ClientTransportTest.Pair;
import dev.croupier.gateway.media.webrtc.ManualClock;
import dev.croupier.gateway.media.webrtc.RecordingListener;
import dev.croupier.gateway.media.webrtc.StunMessage;
import dev.croupier.gateway.media.webrtc.TransportFactory.LocalIce;
import dev.croupier.gateway.media.webrtc.TransportFactory.RemoteIce;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** New credentials and shared ports of NATs, over real sockets. */
@Timeout(60)
class IceRestartTest {
  private static final long SECOND = 1_000_000;

  private final ManualClock clock = new ManualClock();
  private final SecureRandom random = new SecureRandom();
  private MediaSocket socket;
  private ClientTransports clients;
  private InetSocketAddress server;

  @BeforeEach
  void open() {
    socket = MediaSocket.open(MediaSocketConfig.loopback(0), clock, random);
    clients = new ClientTransports(1, InetAddress.ofLiteral("127.0.0.1"), clock, random);
    server = socket.boundAddresses().getFirst();
  }

  @AfterEach
  void close() {
    clients.close();
    socket.close();
  }

  @Test
  void mediaMovesToTheNewPathAndKeysStay() throws Exception {
    try (UdpRelay first = relay();
        UdpRelay second = relay()) {
      Pair pair = ClientTransportTest.connect(socket, clients, first.candidates());
      pair.exchange(1);
      String oldName = pair.server().localUfrag();

      LocalIce own = pair.client().nextIce();
      LocalIce ours =
          socket
              .restart(pair.server(), new RemoteIce(own.ufrag(), own.password(), ""))
              .orElseThrow();
      assertNotEquals(oldName, ours.ufrag());
      pair.exchange(2);
      assertEquals(first.seenByServer(), remoteOf(pair), "nothing is proven yet");

      pair.client()
          .restart(own, new RemoteIce(ours.ufrag(), ours.password(), ""), second.candidates());
      int sequence = 3;
      while (!second.seenByServer().equals(remoteOf(pair))) {
        pair.exchange(sequence++);
      }
      pair.exchange(sequence);
      assertEquals(ours.ufrag(), pair.server().localUfrag());
      assertEquals(1, socket.sessions());
      assertEquals(0, socket.counters().refusals(TransportRefusal.DTLS_REHANDSHAKE));
    }
  }

  @Test
  void anEndedSessionIsNotRestarted() throws Exception {
    Pair pair = ClientTransportTest.connect(socket, clients);
    pair.client().close();
    pair.serverHears().awaitClosed();
    assertTrue(socket.restart(pair.server(), new RemoteIce("name", "password", "")).isEmpty());
  }

  @Test
  void aPortThatANatGivesToAnotherViewerServesTheOther() throws Exception {
    try (UdpRelay nat = relay()) {
      Pair gone = ClientTransportTest.connect(socket, clients, nat.candidates());
      gone.exchange(1);
      gone.client().abandon();
      gone.clientHears().awaitClosed();

      // Within seconds of its latest check an address is not given away: it might be a forgery.
      Pair next = ClientTransportTest.begin(socket, clients, nat.candidates());
      while (socket.counters().refusals(TransportRefusal.STUN_ADDRESS_TAKEN) == 0) {
        Thread.onSpinWait();
      }
      clock.advance(7 * SECOND);
      next.awaitConnected();
      next.exchange(2);
      assertEquals(nat.seenByServer(), remoteOf(next));
    }
  }

  @Test
  void aPeerThatBelievesItselfControlledIsToldSo() throws Exception {
    // The client's checks become those of the other role on their way, signed anew.
    AtomicReference<String> password = new AtomicReference<>("");
    Ice4jStunCodec stun = new Ice4jStunCodec();
    List<Integer> codes = new CopyOnWriteArrayList<>();
    try (UdpRelay relay =
        new UdpRelay(
            server,
            (bytes, toServer) -> {
              if (toServer && bytes[0] == 0) {
                return List.of(controlled(bytes, password.get()));
              }
              if (stun.decode(bytes, 0, bytes.length) instanceof StunMessage.Failure failure) {
                codes.add(failure.code());
              }
              return List.of(bytes);
            })) {
      RecordingListener hears = new RecordingListener();
      ClientTransport client = clients.create(hears);
      LocalIce own = client.localIce();
      LocalIce ours =
          socket
              .open(
                  new RemoteIce(own.ufrag(), own.password(), clients.fingerprint()),
                  new RecordingListener())
              .local();
      password.set(ours.password());
      client.start(
          new RemoteIce(ours.ufrag(), ours.password(), socket.fingerprint()),
          "passive",
          relay.candidates());
      while (socket.counters().refusals(TransportRefusal.STUN_ROLE_CONFLICT) == 0
          || codes.isEmpty()) {
        Thread.onSpinWait();
      }
      assertEquals(487, codes.getFirst());
      assertFalse(hears.isConnected());
      client.close();
    }
  }

  /** The check of an agent in the other role: one attribute's type changed, and signed anew. */
  private static byte[] controlled(byte[] check, String password) {
    byte[] changed = check.clone();
    int at = 20;
    while (at + 4 <= changed.length) {
      int type = (changed[at] & 0xFF) << 8 | changed[at + 1] & 0xFF;
      int length = (changed[at + 2] & 0xFF) << 8 | changed[at + 3] & 0xFF;
      if (type == 0x802A) {
        changed[at + 1] = 0x29;
      } else if (type == 0x0008) {
        return signed(Arrays.copyOf(changed, at), password);
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    throw new IllegalArgumentException("a check without MESSAGE-INTEGRITY");
  }

  /** MESSAGE-INTEGRITY (RFC 8489 section 14.5) and FINGERPRINT (14.7). */
  private static byte[] signed(byte[] unsigned, String password) {
    try {
      ByteBuffer message = ByteBuffer.allocate(unsigned.length + 24 + 8).put(unsigned);
      message.putShort(2, (short) (unsigned.length - 20 + 24));
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacSHA1"));
      mac.update(message.array(), 0, unsigned.length);
      message.putShort((short) 0x0008).putShort((short) 20).put(mac.doFinal());
      message.putShort(2, (short) (unsigned.length - 20 + 24 + 8));
      CRC32 crc = new CRC32();
      crc.update(message.array(), 0, message.position());
      message
          .putShort((short) 0x8028)
          .putShort((short) 4)
          .putInt((int) crc.getValue() ^ 0x5354554E);
      return message.array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private UdpRelay relay() throws Exception {
    return new UdpRelay(server, (bytes, toServer) -> List.of(bytes));
  }

  private static InetSocketAddress remoteOf(Pair pair) throws Exception {
    return ClientTransportTest.on(
        pair.server(), () -> pair.server().selectedRemote().orElseThrow());
  }
}
