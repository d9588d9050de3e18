package dev.croupier.gateway.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.croupier.gateway.media.webrtc.StunMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** STUN from anybody: understood or counted as refused; answers are for what was asked. */
final class StunFuzzTest {
  private static final InetSocketAddress SENDER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5_000);

  private final Ice4jStunCodec codec = new Ice4jStunCodec();

  @FuzzTest
  @MethodSource("messages")
  void aMessageIsUnderstoodOrRefused(byte[] bytes) {
    StunMessage message = codec.decode(bytes, 0, bytes.length);
    assertNotNull(message);
    if (message instanceof StunMessage.Signed signed) {
      assertEquals(12, signed.transaction().length);
      assertTrue(signed.integrityAt() < signed.bytes().length);
      assertFalse(
          codec.authentic(signed, "a password that nobody was given"),
          "nothing is proven without the password");
    }
    if (message instanceof StunMessage.Request request) {
      byte[] answer = codec.success(request, SENDER, "password");
      assertTrue(
          codec.decode(answer, 0, answer.length) instanceof StunMessage.Success success
              && SENDER.equals(success.mapped())
              && codec.authentic(success, "password"));
    }
  }

  /** RFC 5769 sections 2.1 to 2.3, and a keepalive. */
  static Stream<byte[]> messages() {
    return Stream.of(
            "000100582112a442b7e7a701bc34d686fa87dfae"
                + "802200105354554e207465737420636c69656e74"
                + "002400046e0001ff80290008932ff9b151263b36"
                + "000600096576746a3a68367659202020"
                + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
                + "80280004e57a3bcf",
            "0101003c2112a442b7e7a701bc34d686fa87dfae"
                + "8022000b7465737420766563746f7220"
                + "002000080001a147e112a643"
                + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
                + "80280004c07d4c96",
            "010100482112a442b7e7a701bc34d686fa87dfae"
                + "8022000b7465737420766563746f7220"
                + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
                + "00080014a382954e4be67bf11784c97c8292c275bfe3ed41"
                + "80280004c8fb0b4c",
            "001100002112a442b7e7a701bc34d686fa87dfae")
        .map(HexFormat.of()::parseHex);
  }
}
