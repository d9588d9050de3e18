package dev.croupier.gateway.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.SuppliedClock;
import dev.croupier.gateway.media.webrtc.MediaRefusal;
import dev.croupier.gateway.media.webrtc.RtpPorts;
import dev.croupier.gateway.media.webrtc.RtpPorts.Wanted;
import dev.croupier.gateway.media.webrtc.TransportCounters;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ports of plain RTP, over loopback. */
final class RtpSocketsTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final TransportCounters counters = new TransportCounters();
  private RtpSockets sockets = sockets(RtpPortRange.ANY);
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final RtpPorts.Receiver receiver =
      (track, control, from, buffer, length, arrival) ->
          heard.add(track + (control ? " rtcp " : " rtp ") + length);

  @AfterEach
  void close() {
    sockets.close();
  }

  @Test
  void eachTrackHasItsPortAndTheNextOneForRtcp() throws Exception {
    RtpPorts.Opened opened =
        sockets.open(List.of(new Wanted(0, false), new Wanted(0, true)), receiver);
    int video = opened.addresses().getFirst().getPort();
    int audio = opened.addresses().getLast().getPort();
    try (DatagramSocket sender = new DatagramSocket(0, HERE)) {
      send(sender, video, 100);
      assertEquals("0 rtp 100", heard.poll(10, TimeUnit.SECONDS));
      send(sender, video + 1, 40);
      assertEquals("0 rtcp 40", heard.poll(10, TimeUnit.SECONDS));
      send(sender, audio, 60);
      assertEquals("1 rtp 60", heard.poll(10, TimeUnit.SECONDS));
      InetSocketAddress to = (InetSocketAddress) sender.getLocalSocketAddress();
      opened.loop().execute(() -> opened.send(0, true, to, new byte[] {1, 2, 3}, 3));
      DatagramPacket got = new DatagramPacket(new byte[100], 100);
      sender.setSoTimeout(10_000);
      sender.receive(got);
      assertEquals(3, got.getLength());
      assertEquals(video + 1, got.getPort(), "reports leave by RTCP's port");
    }
  }

  @Test
  void ffmpegsPacketsOf1472BytesComeWholeAndLargerThanReadIsCounted() throws Exception {
    RtpPorts.Opened opened = sockets.open(List.of(new Wanted(0, true)), receiver);
    int port = opened.addresses().getFirst().getPort();
    try (DatagramSocket sender = new DatagramSocket(0, HERE)) {
      send(sender, port, 1_472);
      assertEquals("0 rtp 1472", heard.poll(10, TimeUnit.SECONDS));
      send(sender, port, 9_000);
      send(sender, port, 10);
      assertEquals("0 rtp 10", heard.poll(10, TimeUnit.SECONDS), "a cut one is not passed on");
      assertEquals(1, counters.refusals(TransportRefusal.DATAGRAM_SIZE));
    }
  }

  @Test
  void aPortThatIsTakenIsRefusedAndNothingStaysOpen() throws Exception {
    RtpPorts.Opened first = sockets.open(List.of(new Wanted(0, false)), receiver);
    int taken = first.addresses().getFirst().getPort();
    assertEquals("port_taken", refusal(new Wanted(taken, true)));
    assertEquals("port_taken", refusal(new Wanted(taken + 1, true)), "its RTCP port too");
    assertEquals("port_taken", refusal(new Wanted(taken - 1, false)), "nor as another's RTCP");
    assertEquals(1, sockets.publishes());
    first.close().get(10, TimeUnit.SECONDS);
    RtpPorts.Opened again = sockets.open(List.of(new Wanted(taken, false)), receiver);
    assertEquals(taken, again.addresses().getFirst().getPort());
  }

  @Test
  void portsThatMayNotBeNamedAreRefused() throws Exception {
    assertEquals("port_not_allowed", refusal(new Wanted(80, true)));
    assertEquals("port_not_allowed", refusal(new Wanted(65_535, false)));
    assertEquals(0, sockets.publishes());
  }

  @Test
  void aRangeIsKeptToAndRunsOut() throws Exception {
    int low;
    try (DatagramSocket free = new DatagramSocket(0, HERE)) {
      low = Math.min(free.getLocalPort() & ~1, 65_000);
    }
    sockets.close();
    sockets = sockets(new RtpPortRange(low, low + 7, true));
    assertEquals("port_not_allowed", refusal(new Wanted(low + 8, true)));
    assertEquals("port_not_allowed", refusal(new Wanted(low + 7, false)));
    int opened = 0;
    String end = null;
    while (end == null && opened <= 4) {
      try {
        RtpPorts.Opened one = sockets.open(List.of(new Wanted(0, false)), receiver);
        int port = one.addresses().getFirst().getPort();
        assertTrue(port >= low && port < low + 7 && port % 2 == 0, port + " of " + low);
        opened++;
      } catch (MediaRefusal refusal) {
        end = refusal.code();
      }
    }
    assertEquals("too_many_sessions", end);
    assertNotEquals(0, opened);
  }

  /** hardening.md row 23: a flood of publishes ends at the cap. */
  @Test
  void noMoreThanTheCapAreOpenAtOnce() throws Exception {
    RtpPorts.Opened last = null;
    for (int i = 0; i < RtpSockets.MAX_PUBLISHES; i++) {
      last = sockets.open(List.of(new Wanted(0, true)), receiver);
    }
    assertEquals("too_many_sessions", refusal(new Wanted(0, true)));
    assertEquals(1, counters.refusals(TransportRefusal.SESSION_LIMIT));
    last.close().get(10, TimeUnit.SECONDS);
    sockets.open(List.of(new Wanted(0, true)), receiver);
    assertEquals(RtpSockets.MAX_PUBLISHES, sockets.publishes());
  }

  /** So that an owner can begin anew however many others publish. */
  @Test
  void onePublishMayTakeThePlaceOfAnotherAtTheCap() throws Exception {
    RtpPorts.Opened last = null;
    for (int i = 0; i < RtpSockets.MAX_PUBLISHES; i++) {
      last = sockets.open(List.of(new Wanted(0, true)), receiver);
    }
    int port = last.addresses().getFirst().getPort();
    RtpPorts.Reserved next = sockets.reserve(List.of(new Wanted(port, true)), receiver, last);
    last.close().get(10, TimeUnit.SECONDS);
    assertEquals(port, next.open().addresses().getFirst().getPort());
    assertEquals(RtpSockets.MAX_PUBLISHES, sockets.publishes());
    assertEquals("too_many_sessions", refusal(new Wanted(0, true)));
  }

  @Test
  void aPortThatSomebodyElseTakesInBetweenIsRefusedAndNothingStaysOpen() throws Exception {
    RtpPorts.Opened first = sockets.open(List.of(new Wanted(0, true)), receiver);
    int port = first.addresses().getFirst().getPort();
    RtpPorts.Reserved next =
        sockets.reserve(List.of(new Wanted(port, true), new Wanted(0, true)), receiver, first);
    first.close().get(10, TimeUnit.SECONDS);
    try (DatagramSocket quicker = new DatagramSocket(port, HERE)) {
      assertTrue(quicker.isBound());
      assertEquals("port_taken", assertThrows(MediaRefusal.class, next::open).code());
    }
    assertEquals(0, sockets.publishes());
  }

  @Test
  void portsNamedTwiceAreRefused() throws Exception {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, HERE)) {
      port = Math.min(free.getLocalPort(), 65_000);
    }
    for (Wanted second : List.of(new Wanted(port, true), new Wanted(port + 1, true))) {
      List<Wanted> wanted = List.of(new Wanted(port, false), second);
      MediaRefusal refusal = assertThrows(MediaRefusal.class, () -> sockets.open(wanted, receiver));
      assertEquals("port_taken", refusal.code());
    }
    assertEquals(0, sockets.publishes());
  }

  @Test
  void portsAtTheWildcardOfIpv6HearAndAnswerBothFamilies() throws Exception {
    sockets.close();
    InetAddress any = InetAddress.ofLiteral("::");
    InetAddress shown = RtpSockets.reachable(any);
    sockets = new RtpSockets(any, shown, RtpPortRange.ANY, new SuppliedClock(() -> 1), counters);
    LinkedBlockingQueue<InetSocketAddress> sources = new LinkedBlockingQueue<>();
    RtpPorts.Opened opened =
        sockets.open(
            List.of(new Wanted(0, true)),
            (track, control, from, buffer, length, arrival) -> sources.add(from));
    int port = opened.addresses().getFirst().getPort();
    for (String host : List.of("127.0.0.1", "::1")) {
      InetAddress here = InetAddress.ofLiteral(host);
      try (DatagramSocket sender = new DatagramSocket(0, here)) {
        sender.send(new DatagramPacket(new byte[50], 50, here, port));
        InetSocketAddress from = sources.poll(10, TimeUnit.SECONDS);
        assertEquals(new InetSocketAddress(here, sender.getLocalPort()), from);
        opened.loop().execute(() -> opened.send(0, false, from, new byte[] {1, 2, 3}, 3));
        DatagramPacket got = new DatagramPacket(new byte[100], 100);
        sender.setSoTimeout(10_000);
        sender.receive(got);
        assertEquals(3, got.getLength());
        assertEquals(here, got.getAddress());
      }
    }
  }

  /** The answer has room for one address, and hardware encoders know IPv4 at least. */
  @Test
  void aWildcardIsShownAsAnAddressOfIpv4WhereThereIsOne() throws Exception {
    boolean ipv4 =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(each -> each instanceof Inet4Address && !each.isLoopbackAddress());
    InetAddress shown = RtpSockets.reachable(InetAddress.ofLiteral("::"));
    assertFalse(shown.isAnyLocalAddress());
    assertTrue(!ipv4 || shown instanceof Inet4Address, shown::toString);
    assertInstanceOf(Inet4Address.class, RtpSockets.reachable(InetAddress.ofLiteral("0.0.0.0")));
    assertEquals(
        InetAddress.ofLiteral("2001:db8::1"),
        RtpSockets.reachable(InetAddress.ofLiteral("2001:db8::1")));
  }

  @Test
  void rangesAreReadAndCheckedAsWritten() {
    assertEquals(RtpPortRange.ANY, RtpPortRange.parse(""));
    assertEquals(new RtpPortRange(40_000, 40_099, true), RtpPortRange.parse("40000-40099"));
    for (String bad :
        List.of(
            "40000", "40099-40000", "80-90", "1000-2000", "60000-70000", "a-b", "40000-40000")) {
      assertThrows(IllegalArgumentException.class, () -> RtpPortRange.parse(bad), bad);
    }
  }

  private String refusal(Wanted wanted) {
    return assertThrows(MediaRefusal.class, () -> sockets.open(List.of(wanted), receiver)).code();
  }

  private RtpSockets sockets(RtpPortRange range) {
    return new RtpSockets(HERE, HERE, range, new SuppliedClock(() -> 1), counters);
  }

  private static void send(DatagramSocket sender, int port, int length) throws Exception {
    sender.send(new DatagramPacket(new byte[length], length, HERE, port));
  }
}
