package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A camera of plain RTP that sends a packet when its test says so. Its pictures are numbered noise
 * behind real headers; nobody decodes them.
 */
final class StepCamera implements AutoCloseable {
  private static final byte[] SPS =
      HexFormat.of().parseHex("6742c014d901419f9f0110000003001000000303c0f142a480");
  private static final byte[] PPS = HexFormat.of().parseHex("68cb8cb2");
  private static final Pattern PORT = Pattern.compile("m=video (\\d+) ");
  private static final int FRAGMENT = 1_098;
  private static final long FRAME_NANOS = 33_333_333;
  private static final int GOP = 15;
  private static final int MARK = 0xC0FFEE00;

  private final TableClock clock;
  private final DatagramSocket socket;
  private final int port;
  private final Random random = new Random(4);
  private int sequence = 65_400;
  private int pictures;

  /** Publishes {@code roulette-1/cam-a}; nothing is sent yet. */
  StepCamera(TestHouse house) throws Exception {
    clock = house.ground().clock();
    String sdp =
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\n"
            + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n";
    HttpResponse<String> answer =
        house
            .api()
            .http()
            .send(
                HttpRequest.newBuilder(
                        house.address().resolve("/api/v1/tables/roulette-1/signals/cam-a/rtp"))
                    .header("Content-Type", "application/sdp")
                    .header("Authorization", "Bearer " + house.api().demoToken("publisher", "step"))
                    .PUT(HttpRequest.BodyPublishers.ofString(sdp))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(201, answer.statusCode(), answer.body());
    Matcher said = PORT.matcher(answer.body());
    if (!said.find()) {
      throw new AssertionError(answer.body());
    }
    port = Integer.parseInt(said.group(1));
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  /** Small pictures as they would come, a keyframe first and each half second. */
  void film(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      send(picture(i % GOP == 0, 2));
      LockSupport.parkNanos(FRAME_NANOS);
    }
  }

  /** The packets of the next picture, captured now; its slice is in so many of them. */
  List<byte[]> picture(boolean keyframe, int fragments) {
    byte[] slice = new byte[1 + fragments * FRAGMENT];
    random.nextBytes(slice);
    slice[0] = (byte) (keyframe ? 0x65 : 0x41);
    slice[1] = (byte) 0xE0; // the first macroblock, no B slice, the first parameter set
    ByteBuffer.wrap(slice).putInt(slice.length - 4, MARK | pictures++);
    List<byte[]> payloads = new ArrayList<>();
    if (keyframe) {
      payloads.add(SPS);
      payloads.add(PPS);
    }
    for (int i = 0; i < fragments; i++) {
      byte[] payload = new byte[2 + FRAGMENT];
      payload[0] = 0x60 | 28;
      int edge = i == 0 ? 0x80 : i == fragments - 1 ? 0x40 : 0;
      payload[1] = (byte) (edge | (slice[0] & 0x1F));
      System.arraycopy(slice, 1 + i * FRAGMENT, payload, 2, FRAGMENT);
      payloads.add(payload);
    }
    int rtp = (int) (clock.nowMicros() * 9 / 100);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      byte[] packet = new byte[12 + payloads.get(i).length];
      ByteBuffer.wrap(packet)
          .put((byte) 0x80)
          .put((byte) (i == payloads.size() - 1 ? 0xE0 : 0x60))
          .putShort((short) sequence++)
          .putInt(rtp)
          .putInt(0x51)
          .put(payloads.get(i));
      packets.add(packet);
    }
    return packets;
  }

  /** Sends packets. */
  void send(List<byte[]> packets) throws IOException {
    for (byte[] packet : packets) {
      socket.send(
          new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
    }
  }

  /** The number of the picture made last. */
  int last() {
    return pictures - 1;
  }

  /** The number of a picture, from 0; -1 for one that is not of this camera. */
  static int number(byte[] data) {
    int mark = ByteBuffer.wrap(data).getInt(data.length - 4);
    return (mark & 0xFFFFFF00) == MARK ? mark & 0xFF : -1;
  }

  /** Whether a received picture is the one whose packets these are, behind its parameter sets. */
  static boolean same(byte[] data, List<byte[]> packets) {
    int bytes = 0;
    for (byte[] packet : packets) {
      bytes += packet.length == 14 + FRAGMENT ? FRAGMENT : 0;
    }
    ByteBuffer slice = ByteBuffer.allocate(bytes);
    for (byte[] packet : packets) {
      if (packet.length == 14 + FRAGMENT) {
        slice.put(packet, 14, FRAGMENT);
      }
    }
    byte[] end = Arrays.copyOfRange(data, data.length - bytes, data.length);
    return Arrays.equals(slice.array(), end);
  }

  @Override
  public void close() {
    socket.close();
  }
}
