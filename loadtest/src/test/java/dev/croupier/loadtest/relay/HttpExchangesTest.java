package dev.croupier.loadtest.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of bytes as they may come, in one piece or byte by byte. */
final class HttpExchangesTest {
  private static final String OFFER =
      "POST /whep/t HTTP/1.1\r\nHost: 127.0.0.1:9080\r\nContent-Type: application/sdp\r\n"
          + "Content-Length: 40\r\n\r\na=candidate:1 1 udp 1 10.0.0.1 5 typ x\r\n";
  private static final String SDP = "v=0\r\na=candidate:1 1 udp 5 127.0.0.1 8189 typ host\r\n";
  private static final String SHOWN = "v=0\r\na=candidate:1 1 udp 5 127.0.0.1 9189 typ host\r\n";
  private static final String GET = "GET /x HTTP/1.1\r\nHost: 127.0.0.1:9080\r\n\r\n";

  private final StringBuilder up = new StringBuilder();
  private final StringBuilder down = new StringBuilder();
  private final List<InetSocketAddress> learned = new ArrayList<>();
  private boolean broken;

  private final HttpExchanges http =
      new HttpExchanges(
          address(8080),
          "127.0.0.1:8080",
          address(9189),
          learned::add,
          new HttpExchanges.Output() {
            @Override
            public void up(ByteBuf bytes) {
              append(up, bytes);
            }

            @Override
            public void down(ByteBuf bytes) {
              append(down, bytes);
            }

            @Override
            public void broken() {
              broken = true;
            }
          });

  private static void append(StringBuilder text, ByteBuf bytes) {
    text.append(bytes.toString(StandardCharsets.ISO_8859_1));
    bytes.release();
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private void client(String text, int piece) {
    for (int i = 0; i < text.length(); i += piece) {
      http.up(bytes(text.substring(i, Math.min(text.length(), i + piece))));
    }
  }

  private void server(String text, int piece) {
    for (int i = 0; i < text.length(); i += piece) {
      http.down(bytes(text.substring(i, Math.min(text.length(), i + piece))));
    }
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private static String answer(String head, String body) {
    return head + "\r\nContent-Type: application/sdp\r\n" + body;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 100_000})
  void anAnswerNamesTheRelayAndItsLengthIsRight(int piece) {
    client(OFFER + GET, piece);
    assertEquals(OFFER.replace("candidate", "x-removed") + GET, up.toString());
    server("HTTP/1.1 100 Continue\r\n\r\n", piece);
    server(
        answer("HTTP/1.1 201 Created", "Location: http://127.0.0.1:8080/whep/sessions/5\r\n")
            + "Content-Length: "
            + SDP.length()
            + "\r\n\r\n"
            + SDP
            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        piece);
    assertEquals(
        "HTTP/1.1 100 Continue\r\n\r\n"
            + answer("HTTP/1.1 201 Created", "")
            + "Location: http://127.0.0.1:9080/whep/sessions/5\r\nContent-Length: "
            + SHOWN.length()
            + "\r\n\r\n"
            + SHOWN
            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        down.toString());
    assertEquals(List.of(address(8189)), learned);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100_000})
  void anAnswerInChunksIsPutTogether(int piece) {
    client(OFFER, piece);
    server(
        answer("HTTP/1.1 201 Created", "Transfer-Encoding: chunked\r\nLocation: /s/1\r\n\r\n")
            + "5;x=y\r\n"
            + SDP.substring(0, 5)
            + "\r\n"
            + Integer.toHexString(SDP.length() - 5)
            + "\r\n"
            + SDP.substring(5)
            + "\r\n0\r\nA: b\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        piece);
    assertEquals(
        answer("HTTP/1.1 201 Created", "Location: /s/1\r\n")
            + "Content-Length: "
            + SHOWN.length()
            + "\r\n\r\n"
            + SHOWN
            + "HTTP/1.1 204 No Content\r\n\r\n",
        down.toString());
  }

  @Test
  void anAnswerUntilTheEndOfTheConnectionIsRewrittenThen() {
    client(OFFER, 100_000);
    server(answer("HTTP/1.0 201 Created", "\r\n") + SDP, 5);
    assertEquals("", down.toString());
    http.downEnds();
    assertTrue(down.toString().endsWith("Content-Length: 52\r\n\r\n" + SHOWN), down.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100_000})
  void otherMessagesPassByteForByteAndAreFollowed(int piece) {
    String asked =
        "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n"
            + GET
            + "POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\n"
            + GET
            + GET
            + OFFER;
    client(asked, piece);
    assertEquals(asked.replace("candidate", "x-removed"), up.toString());
    String plain =
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" // of HEAD: no body
            + "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nHT\r\n0\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\n\r\n"
            + "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nContent-Type: application/sdp\r\nContent-Length: "
            + SDP.length()
            + "\r\n\r\n"
            + SDP; // of GET: nobody's answer
    server(plain + answer("HTTP/1.1 201 Created", "Content-Length: 52\r\n\r\n") + SDP, piece);
    assertTrue(down.toString().startsWith(plain), down.toString());
    assertTrue(down.toString().endsWith(SHOWN), down.toString());
  }

  @Test
  void behindAnUpgradeAllPassesUntouched() {
    client("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", 9);
    String switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
    server(switched + "\u0081\u0003abc" + OFFER, 4);
    client("\u0081\u0005\r\n\r\n" + OFFER, 3);
    assertEquals(switched + "\u0081\u0003abc" + OFFER, down.toString());
    assertTrue(up.toString().endsWith("\u0081\u0005\r\n\r\n" + OFFER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\nTLS",
        "GET /x\r\n\r\nrest",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 3, 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nContent-Length: -3\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabcd",
        "POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\nabcd",
        "POST / HTTP/1.1\r\n folded: x\r\n\r\nabcd",
        "\r\n\r\nGET /x HTTP/1.1\r\n\r\n"
      })
  void whatCannotBeFollowedPassesAsItIs(String text) {
    client(text, 3);
    http.upEnds();
    assertEquals(text, up.toString());
    server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" + text, 3);
    assertTrue(down.toString().startsWith("HTTP/1.1 200 OK"));
    assertFalse(broken);
  }

  @Test
  void anAnswerBeyondTheLimitEndsTheConnection() {
    client(OFFER, 100_000);
    server(answer("HTTP/1.1 201 Created", "Content-Length: 65537\r\n\r\n"), 100_000);
    server("x".repeat(65_537), 10_000);
    assertTrue(broken);
  }

  @Test
  void aHeadWithoutAnEndIsNotHeldForever() {
    client("GET / HTTP/1.1\r\nX: " + "y".repeat(70_000), 1_000);
    assertTrue(up.length() > 64_000, "it goes on as it is");
  }

  @Test
  void randomPiecesOfHttpNeverMakeItThrowAndNothingIsLostUpwards() {
    SplittableRandom random = new SplittableRandom(1);
    String[] words = {
      "\r\n",
      "\r\n\r\n",
      "GET / HTTP/1.1",
      "POST /w HTTP/1.1",
      "HTTP/1.1 200 OK",
      "HTTP/1.1 101 X",
      "Content-Length: 5",
      "Transfer-Encoding: chunked",
      "5",
      "abcde",
      "0",
      ":",
      "\u0000",
      "ffffffff",
      "Content-Type: application/sdp",
      "HTTP/1.1 204 ",
      " "
    };
    for (int i = 0; i < 1_000; i++) {
      HttpExchangesTest one = new HttpExchangesTest();
      StringBuilder said = new StringBuilder();
      for (int w = 0; w < 30; w++) {
        String word = words[random.nextInt(words.length)];
        said.append(word);
        one.http.up(bytes(word));
        one.http.down(bytes(words[random.nextInt(words.length)]));
      }
      one.http.upEnds();
      one.http.downEnds();
      // Only a body of SDP that is not whole yet may be held back.
      assertTrue(said.toString().startsWith(one.up.toString()), "run " + i);
    }
  }
}
