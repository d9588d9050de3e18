package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportSecurityTest {
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.7");

  private final FakeDtls dtls = new FakeDtls();
  private final TransportCounters counters = new TransportCounters();
  private final RecordingListener heard = new RecordingListener();
  private final RecordingPath path = new RecordingPath();
  private final TransportSecurity security = security(DtlsEngine.Role.SERVER);
  private final SrtpSession peer = new SrtpSession(FakeDtls.keys(true, 1), 4);

  @Test
  void aServerBeginsWithTheFirstPlausibleRecord() {
    security.start();
    assertEquals(List.of(), dtls.roles);
    dtls(new byte[] {22, 1, 2});
    assertEquals(List.of(), dtls.roles);
    assertEquals(1, counters.refusals(TransportRefusal.DTLS_MALFORMED));
    hello();
    assertEquals(List.of(DtlsEngine.Role.SERVER), dtls.roles);
    assertEquals(List.of(PEER), dtls.peers, "its place is counted for where it comes from");
    assertEquals(1, dtls.received);
  }

  @Test
  void aClientBeginsWhenToldAndOnce() {
    TransportSecurity client = security(DtlsEngine.Role.CLIENT);
    byte[] record = DtlsRecords.datagram(2, 50, 0, 0, 50);
    client.dtls(PEER, record, 0, record.length);
    assertEquals(List.of(), dtls.roles);
    client.start();
    client.start();
    assertEquals(List.of(DtlsEngine.Role.CLIENT), dtls.roles);
  }

  @Test
  void row03_aSecondHandshakeReplacesNoKeys() throws Exception {
    hello();
    dtls.listeners.get(0).keys(FakeDtls.keys(false, 1));
    dtls.listeners.get(0).keys(FakeDtls.keys(false, 99));
    assertEquals(1, counters.refusals(TransportRefusal.DTLS_REHANDSHAKE));

    hello();
    assertEquals(1, dtls.received, "the ClientHello never came to the library");
    assertEquals(2, counters.refusals(TransportRefusal.DTLS_REHANDSHAKE));

    assertTrue(media(sealed(1)));
    assertArrayEquals(Packets.rtp(5, 1, 30), heard.awaitRtp());
    assertEquals(1, path.keyed);
  }

  @Test
  void keepsAFewPacketsFromBeforeTheKeys() throws Exception {
    assertFalse(media(sealed(0)));
    assertEquals(1, counters.refusals(TransportRefusal.SRTP_UNKEYED), "no handshake is under way");
    hello();
    for (int i = 1; i <= 40; i++) {
      assertFalse(media(sealed(i)));
    }
    assertEquals(1 + 40 - 32, counters.refusals(TransportRefusal.SRTP_UNKEYED));

    dtls.listeners.get(0).keys(FakeDtls.keys(false, 1));
    for (int i = 1; i <= 32; i++) {
      assertArrayEquals(Packets.rtp(5, i, 30), heard.awaitRtp());
    }
    assertEquals(0, heard.rtpWaiting());
  }

  @Test
  void aClientKeepsWhatAViewerCatchesUpWith() throws Exception {
    TransportSecurity client = security(DtlsEngine.Role.CLIENT);
    client.start();
    for (int i = 1; i <= 700; i++) {
      byte[] packet = sealed(i);
      assertFalse(client.media(packet, 0, packet.length, 0));
    }
    assertEquals(700 - 640, counters.refusals(TransportRefusal.SRTP_UNKEYED));

    dtls.listeners.get(0).keys(FakeDtls.keys(false, 1));
    for (int i = 1; i <= 640; i++) {
      assertArrayEquals(Packets.rtp(5, i, 30), heard.awaitRtp());
    }
    assertEquals(0, heard.rtpWaiting());
  }

  @Test
  void saysWhyThereAreNoKeys() {
    hello();
    dtls.listeners.get(0).ended(TransportRefusal.DTLS_FINGERPRINT);
    assertEquals(List.of("fingerprint"), path.ended);
    assertEquals(1, counters.refusals(TransportRefusal.DTLS_FINGERPRINT));
    assertFalse(security.keyed());
  }

  @Test
  void countsWhatTheHandshakeCannotHold() {
    dtls.full = true;
    hello();
    assertEquals(1, counters.refusals(TransportRefusal.DTLS_HELD));
  }

  @Test
  void saysGoodbyeOnceAndIsSilentAfterwards() {
    hello();
    DtlsEngine.Listener listener = dtls.listeners.get(0);
    listener.keys(FakeDtls.keys(false, 1));
    security.close();
    security.close();
    assertEquals(1, dtls.closed);
    assertEquals(1, path.sent);

    listener.closedByPeer();
    listener.ended(TransportRefusal.DTLS_FAILED);
    listener.send(new byte[1], 0, 1);
    hello();
    assertEquals(List.of(), path.ended);
    assertEquals(1, path.sent);
    assertFalse(security.keyed());
  }

  @Test
  void tellsThatThePeerSaidGoodbye() {
    hello();
    dtls.listeners.get(0).closedByPeer();
    assertEquals(List.of("peer_closed"), path.ended);
  }

  private void hello() {
    dtls(DtlsRecords.datagram(DtlsRecords.CLIENT_HELLO, 60, 0, 0, 60));
  }

  private void dtls(byte[] datagram) {
    security.dtls(PEER, datagram, 0, datagram.length);
  }

  private boolean media(byte[] packet) {
    return security.media(packet, 0, packet.length, 0);
  }

  private byte[] sealed(int sequence) {
    byte[] packet = Packets.rtp(5, sequence, 30);
    byte[] buffer = Packets.withRoom(packet);
    return Arrays.copyOf(buffer, peer.protectRtp(buffer, 0, packet.length));
  }

  private TransportSecurity security(DtlsEngine.Role role) {
    return new TransportSecurity(dtls, role, "sha-256 00", Runnable::run, counters, path, heard);
  }

  private static final class RecordingPath implements TransportSecurity.Path {
    private final List<String> ended = new ArrayList<>();
    private int sent;
    private int keyed;

    @Override
    public void send(byte[] buffer, int offset, int length) {
      sent++;
    }

    @Override
    public void keyed() {
      keyed++;
    }

    @Override
    public void ended(String reason) {
      ended.add(reason);
    }
  }
}
