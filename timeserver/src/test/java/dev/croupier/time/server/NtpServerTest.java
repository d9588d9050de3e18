package dev.croupier.time.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.wire.NtpPacket;
import dev.croupier.time.wire.NtpTimestamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server on a real port. */
final class NtpServerTest {
  private final Random random = new Random(7);
  private final SystemTableClock clock = SystemTableClock.start(random);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private NtpServer server;
  private DatagramSocket socket;

  @BeforeEach
  void open() throws Exception {
    server =
        NtpServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            clock,
            TimeQuality.primary(),
            random,
            registry);
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(5_000);
  }

  @AfterEach
  void close() {
    socket.close();
    server.close();
  }

  @Test
  void aClientIsToldTableTime() throws Exception {
    long mark = 0x0123456789abcdefL;
    long before = clock.nowMicros();
    NtpPacket answer = exchange(request(4, mark, 48));
    long after = clock.nowMicros();
    assertEquals(4, answer.mode());
    assertEquals(4, answer.version());
    assertEquals(0, answer.leap());
    assertEquals(10, answer.stratum());
    assertEquals(0x7f7f0101, answer.referenceId());
    assertEquals(mark, answer.origin());
    long received = NtpTimestamp.toUnixMicros(answer.receive(), before);
    long sent = NtpTimestamp.toUnixMicros(answer.transmit(), before);
    assertTrue(before <= received && received <= sent && sent <= after);
    assertTrue(NtpTimestamp.toUnixMicros(answer.reference(), before) <= received);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void anOlderVersionIsAnsweredInItsOwn(int version) throws Exception {
    assertEquals(version, exchange(request(version, 1, 48)).version());
  }

  @Test
  void row04_anAnswerIsNeverLongerThanItsRequest() throws Exception {
    byte[] signed = request(4, 1, 68);
    send(signed);
    assertEquals(48, receive().getLength());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x16, 0x17, 0x24, 0x21, 0x25, 0x3b, 0x03})
  void otherModesAndVersionsGetNoAnswer(int firstByte) throws Exception {
    byte[] odd = request(4, 1, 48);
    odd[0] = (byte) firstByte;
    send(odd);
    send(new byte[] {0x23});
    send(new byte[0]);
    // The next good one is answered, and it is the only answer.
    assertEquals(77, exchange(request(4, 77, 48)).origin());
  }

  @Test
  void row23_aFloodIsAnsweredInPartAndToldToSlowDown() throws Exception {
    int kisses = 0;
    int answers = 0;
    socket.setSoTimeout(300);
    for (int i = 0; i < 2_000; i++) {
      send(request(4, i, 48));
    }
    try {
      while (true) {
        NtpPacket packet = parse(receive());
        if (packet.stratum() == 0) {
          assertEquals(NtpPacket.KISS_RATE, packet.referenceId());
          assertEquals(3, packet.leap());
          kisses++;
        } else {
          answers++;
        }
      }
    } catch (SocketTimeoutException e) {
      assertTrue(answers > 128 && answers < 1_500, "answers " + answers);
      assertTrue(kisses > 10, "kisses " + kisses);
    }
    assertTrue(registry.get("time.ntp").tag("outcome", "limited").counter().count() > 100);
  }

  @Test
  void aTakenPortIsABindException() {
    BindException taken =
        assertThrows(
            BindException.class,
            () ->
                NtpServer.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                    clock,
                    TimeQuality.primary(),
                    random,
                    registry));
    assertEquals("port " + server.port() + " is taken", taken.getMessage());
  }

  @Test
  void neighboursInOneNetworkShareOneRate() throws Exception {
    assertEquals(
        NtpResponder.keyOf(InetAddress.getByName("2001:db8::1")),
        NtpResponder.keyOf(InetAddress.getByName("2001:db8::ffff:2")));
    assertTrue(
        NtpResponder.keyOf(InetAddress.getByName("10.0.0.1"))
            != NtpResponder.keyOf(InetAddress.getByName("10.0.0.2")));
  }

  private NtpPacket exchange(byte[] request) throws Exception {
    send(request);
    return parse(receive());
  }

  private static NtpPacket parse(DatagramPacket datagram) {
    return assertInstanceOf(
            NtpPacket.Parse.Parsed.class,
            NtpPacket.parse(ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength())))
        .packet();
  }

  private void send(byte[] bytes) throws Exception {
    socket.send(new DatagramPacket(bytes, bytes.length));
  }

  private DatagramPacket receive() throws Exception {
    DatagramPacket datagram = new DatagramPacket(new byte[2_048], 2_048);
    socket.receive(datagram);
    return datagram;
  }

  private static byte[] request(int version, long transmit, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    bytes.put(0, (byte) (version << 3 | 3));
    bytes.putLong(40, transmit);
    return bytes.array();
  }
}
