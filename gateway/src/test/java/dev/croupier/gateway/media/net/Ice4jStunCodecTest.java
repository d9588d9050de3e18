package dev.croupier.gateway.media.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.webrtc.StunMessage;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class Ice4jStunCodecTest {
  /** RFC 5769 §2: the password of all its vectors with short-term credentials. */
  private static final String RFC_PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";

  /** RFC 5769 §2.1. */
  private static final byte[] RFC_REQUEST =
      hex(
          "000100582112a442b7e7a701bc34d686fa87dfae"
              + "802200105354554e207465737420636c69656e74"
              + "002400046e0001ff80290008932ff9b151263b36"
              + "000600096576746a3a68367659202020"
              + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
              + "80280004e57a3bcf");

  /** RFC 5769 §2.2. */
  private static final byte[] RFC_RESPONSE_IPV4 =
      hex(
          "0101003c2112a442b7e7a701bc34d686fa87dfae"
              + "8022000b7465737420766563746f7220"
              + "002000080001a147e112a643"
              + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
              + "80280004c07d4c96");

  /** RFC 5769 §2.3. */
  private static final byte[] RFC_RESPONSE_IPV6 =
      hex(
          "010100482112a442b7e7a701bc34d686fa87dfae"
              + "8022000b7465737420766563746f7220"
              + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
              + "00080014a382954e4be67bf11784c97c8292c275bfe3ed41"
              + "80280004c8fb0b4c");

  private static final byte[] TRANSACTION = hex("b7e7a701bc34d686fa87dfae");

  private final Ice4jStunCodec codec = new Ice4jStunCodec();

  @Test
  void readsTheRequestOfRfc5769() {
    StunMessage.Request request = request(RFC_REQUEST);
    assertEquals("evtj", request.recipient());
    assertEquals("h6vY", request.sender());
    assertTrue(request.controlled());
    assertFalse(request.useCandidate());
    assertEquals(0, request.unknown());
    assertArrayEquals(TRANSACTION, request.transaction());
    assertTrue(codec.authentic(request, RFC_PASSWORD));
    assertFalse(codec.authentic(request, RFC_PASSWORD + "x"));
  }

  @Test
  void readsTheResponsesOfRfc5769() {
    StunMessage.Success ipv4 =
        assertInstanceOf(StunMessage.Success.class, decode(RFC_RESPONSE_IPV4));
    assertEquals(new InetSocketAddress(literal("192.0.2.1"), 32_853), plain(ipv4.mapped()));
    assertTrue(codec.authentic(ipv4, RFC_PASSWORD));

    StunMessage.Success ipv6 =
        assertInstanceOf(StunMessage.Success.class, decode(RFC_RESPONSE_IPV6));
    assertEquals(
        new InetSocketAddress(literal("2001:db8:1234:5678:11:2233:4455:6677"), 32_853),
        plain(ipv6.mapped()));
    assertTrue(codec.authentic(ipv6, RFC_PASSWORD));
  }

  @Test
  void readsAtAnyOffset() {
    byte[] shifted = new byte[RFC_REQUEST.length + 20];
    System.arraycopy(RFC_REQUEST, 0, shifted, 7, RFC_REQUEST.length);
    StunMessage message = codec.decode(shifted, 7, RFC_REQUEST.length);
    assertTrue(codec.authentic(assertInstanceOf(StunMessage.Request.class, message), RFC_PASSWORD));
  }

  @Test
  void answersWithTheAddressItSaw() {
    for (String address : new String[] {"192.0.2.1", "2001:db8:1234:5678:11:2233:4455:6677"}) {
      InetSocketAddress from = new InetSocketAddress(literal(address), 32_853);
      byte[] answer = codec.success(request(RFC_REQUEST), from, RFC_PASSWORD);
      StunMessage.Success success = assertInstanceOf(StunMessage.Success.class, decode(answer));
      assertEquals(from, plain(success.mapped()));
      assertArrayEquals(TRANSACTION, success.transaction());
      assertTrue(codec.authentic(success, RFC_PASSWORD));
      // The XOR-MAPPED-ADDRESS of the RFC's answer, byte for byte.
      byte[] vector =
          from.getAddress().getAddress().length == 4 ? RFC_RESPONSE_IPV4 : RFC_RESPONSE_IPV6;
      int size = from.getAddress().getAddress().length + 8;
      assertArrayEquals(
          Arrays.copyOfRange(vector, 36, 36 + size), Arrays.copyOfRange(answer, 20, 20 + size));
      assertTrue(answer.length <= RFC_REQUEST.length, "nothing is amplified");
    }
  }

  @Test
  void writesErrors() {
    for (int code : new int[] {400, 401, 420, 487}) {
      String password = code < 420 ? "" : RFC_PASSWORD;
      byte[] answer = codec.failure(request(RFC_REQUEST), code, password);
      StunMessage.Failure failure = assertInstanceOf(StunMessage.Failure.class, decode(answer));
      assertEquals(code, failure.code());
      assertArrayEquals(TRANSACTION, failure.transaction());
      assertEquals(code >= 420, codec.authentic(failure, RFC_PASSWORD));
      assertTrue(answer.length <= RFC_REQUEST.length, "nothing is amplified");
    }
  }

  @Test
  void writesChecks() {
    byte[] check = codec.request(TRANSACTION, "them:us", "password", 1_862_270_975L, 42, true);
    StunMessage.Request request = request(check);
    assertEquals("them", request.recipient());
    assertEquals("us", request.sender());
    assertTrue(request.useCandidate());
    assertFalse(request.controlled());
    assertTrue(codec.authentic(request, "password"));
    String text = HexFormat.of().formatHex(check);
    assertTrue(text.contains("002400046effffff"), "PRIORITY");
    assertTrue(text.contains("802a0008000000000000002a"), "ICE-CONTROLLING");
    byte[] plain = codec.request(TRANSACTION, "them:us", "password", 1, 42, false);
    assertFalse(request(plain).useCandidate());
  }

  @Test
  void aChangedByteIsNoticed() {
    for (int i = 0; i < RFC_REQUEST.length; i++) {
      byte[] changed = RFC_REQUEST.clone();
      changed[i] ^= 1;
      assertInstanceOf(StunMessage.Rejected.class, decode(changed), "byte " + i);
      // With the checksum made right again, integrity must notice.
      if (i < RFC_REQUEST.length - 8) {
        StunMessage sealed = decode(withFingerprint(changed));
        boolean proven =
            sealed instanceof StunMessage.Signed signed && codec.authentic(signed, RFC_PASSWORD);
        assertFalse(proven, "byte " + i);
      }
    }
  }

  @Test
  void row08_attributesBeyondTheEndAreRejected() {
    byte[] long1 = message(0x0006, 40, new byte[8]);
    assertRejected(TransportRefusal.STUN_MALFORMED, long1);
    byte[] long2 = message(0x0006, 0xFFFF, new byte[8]);
    // A length of 65,535 for a name is refused either way; which reason comes first is no matter.
    assertInstanceOf(StunMessage.Rejected.class, decode(long2));
    assertRejected(TransportRefusal.STUN_MALFORMED, message(0x0008, 19, new byte[20]));
    assertRejected(TransportRefusal.STUN_MALFORMED, message(0x0020, 2, new byte[4]));
    assertRejected(TransportRefusal.STUN_MALFORMED, message(0x0024, 0, new byte[0]));
    assertRejected(TransportRefusal.STUN_MALFORMED, message(0x802A, 4, new byte[4]));
  }

  @Test
  void row08_longUsernamesAreRejected() {
    byte[] name = new byte[512];
    Arrays.fill(name, (byte) 'a');
    name[100] = ':';
    assertRejected(TransportRefusal.STUN_USERNAME, message(0x0006, 509, name));
    StunMessage.Request longest = request(message(0x0006, 508, Arrays.copyOf(name, 508)));
    assertEquals(100, longest.recipient().length());
    assertRejected(TransportRefusal.STUN_USERNAME, message(0x0006, 4, "abcd".getBytes(UTF_8)));
    assertRejected(TransportRefusal.STUN_USERNAME, message(0x0006, 4, ":bcd".getBytes(UTF_8)));
    assertRejected(TransportRefusal.STUN_USERNAME, message(0x0024, 4, new byte[4]));
  }

  @Test
  void row08_headersThatLieAreRejected() {
    for (int length : new int[] {0, 1, 19, 20, 27, RFC_REQUEST.length - 4}) {
      byte[] cut = Arrays.copyOf(RFC_REQUEST, length);
      assertRejected(TransportRefusal.STUN_MALFORMED, cut);
    }
    byte[] otherCookie = RFC_REQUEST.clone();
    otherCookie[4] = 0;
    assertRejected(TransportRefusal.STUN_MALFORMED, otherCookie);
    byte[] noFingerprint = Arrays.copyOf(RFC_REQUEST, RFC_REQUEST.length - 8);
    noFingerprint[3] = (byte) (noFingerprint[3] - 8);
    assertRejected(TransportRefusal.STUN_FINGERPRINT, noFingerprint);
    assertRejected(TransportRefusal.STUN_MALFORMED, new byte[1500]);
  }

  @Test
  void row08_otherMethodsAreNotServed() {
    byte[] allocate = RFC_REQUEST.clone();
    allocate[1] = 3;
    assertRejected(TransportRefusal.STUN_UNEXPECTED, withFingerprint(allocate));
    byte[] indication = RFC_REQUEST.clone();
    indication[1] = 0x11;
    assertInstanceOf(StunMessage.Indication.class, decode(withFingerprint(indication)));
  }

  @Test
  void namesAnAttributeItMustUnderstandAndDoesNot() {
    byte[] name = "ab:c".getBytes(UTF_8);
    byte[] request = message(0x0006, 4, name, 0x7123, new byte[4]);
    assertEquals(0x7123, request(request).unknown());
    byte[] optional = message(0x0006, 4, name, 0xC057, new byte[4]);
    assertEquals(0, request(optional).unknown());
  }

  @Test
  void row08_noiseNeverThrows() {
    long seed = 8_445L;
    Random random = new Random(seed);
    byte[][] seeds = {RFC_REQUEST, RFC_RESPONSE_IPV4, RFC_RESPONSE_IPV6};
    int proven = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = seeds[i % 3].clone();
      for (int j = random.nextInt(6); j > 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      if (random.nextBoolean()) {
        bytes = withFingerprint(bytes);
      }
      int length = random.nextInt(20) == 0 ? random.nextInt(bytes.length) : bytes.length;
      StunMessage message = codec.decode(bytes, 0, length);
      assertNotNull(message, "seed " + seed);
      if (message instanceof StunMessage.Signed signed && codec.authentic(signed, RFC_PASSWORD)) {
        proven++;
      }
    }
    assertTrue(proven > 0, "some are left unchanged");
  }

  @Test
  void startsNoThreads() {
    codec.success(request(RFC_REQUEST), new InetSocketAddress(literal("192.0.2.1"), 1), "x");
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().toLowerCase(Locale.ROOT).contains("ice4j")));
  }

  private StunMessage decode(byte[] bytes) {
    return codec.decode(bytes, 0, bytes.length);
  }

  private StunMessage.Request request(byte[] bytes) {
    return assertInstanceOf(StunMessage.Request.class, decode(bytes));
  }

  private void assertRejected(TransportRefusal reason, byte[] bytes) {
    assertEquals(new StunMessage.Rejected(reason), decode(bytes));
  }

  /** A Binding request with one attribute that claims {@code size}, and a right fingerprint. */
  private static byte[] message(int type, int size, byte[] value) {
    byte[] message = header(4 + value.length + 8);
    ByteBuffer.wrap(message, 20, message.length - 20)
        .putShort((short) type)
        .putShort((short) size)
        .put(value);
    return withFingerprint(message);
  }

  private static byte[] message(int type, int size, byte[] value, int second, byte[] more) {
    byte[] message = header(4 + value.length + 4 + more.length + 8);
    ByteBuffer.wrap(message, 20, message.length - 20)
        .putShort((short) type)
        .putShort((short) size)
        .put(value)
        .putShort((short) second)
        .putShort((short) more.length)
        .put(more);
    return withFingerprint(message);
  }

  private static byte[] header(int length) {
    byte[] message = new byte[20 + length];
    ByteBuffer.wrap(message)
        .putShort((short) 1)
        .putShort((short) length)
        .putInt(0x2112A442)
        .put(TRANSACTION);
    return message;
  }

  /** Writes the last 8 bytes: FINGERPRINT by RFC 8489 §14.7. */
  private static byte[] withFingerprint(byte[] message) {
    CRC32 crc = new CRC32();
    crc.update(message, 0, message.length - 8);
    ByteBuffer.wrap(message)
        .putInt(message.length - 8, 0x80280004)
        .putInt(message.length - 4, (int) crc.getValue() ^ 0x5354554E);
    return message;
  }

  private static InetSocketAddress plain(InetSocketAddress address) {
    return new InetSocketAddress(address.getAddress(), address.getPort());
  }

  private static InetAddress literal(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
