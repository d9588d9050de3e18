package dev.croupier.gateway.media.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A publisher of plain RTP to real sockets. */
final class RtpPublisherTest {
  private static final int VIDEO = 102;
  private static final int AUDIO = 111;
  private static final int RTP_HEADER = 12;
  private static final long CAPTURED = 1_700_000_000_000_000L;
  private static final int WAIT_MILLIS = 20_000;

  private final Random random = new Random(4);
  private final TableClock clock = SystemTableClock.start(random);
  private final BlockingQueue<long[]> sent = new LinkedBlockingQueue<>();
  private DatagramSocket video;
  private DatagramSocket audio;
  private RtpPublisher publisher;

  private record Packet(int sequence, long rtpTime, boolean marker, int payloadBytes) {}

  @BeforeEach
  void open() throws IOException {
    video = socket();
    audio = socket();
    publisher =
        RtpPublisher.open(
            new InetSocketAddress(video.getLocalAddress(), video.getLocalPort()),
            VIDEO,
            new InetSocketAddress(audio.getLocalAddress(), audio.getLocalPort()),
            AUDIO,
            clock,
            random,
            (captured, now) -> sent.add(new long[] {captured, now}));
  }

  @AfterEach
  void close() {
    publisher.close();
    video.close();
    audio.close();
  }

  private static DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(WAIT_MILLIS);
    return socket;
  }

  @Test
  void aPacedFrameTakesItsTimeSoundGoesAheadAndTimesStayThoseOfTheCapture() throws Exception {
    long rate = 500_000;
    publisher.pace(rate);
    byte[] large = frame(42 * 1_100);
    byte[] small = frame(2_000);
    long began = clock.nowMicros();
    publisher.video(large, CAPTURED);
    publisher.video(small, CAPTURED + 100_000);
    publisher.audio(new byte[] {1, 2, 3}, CAPTURED);

    Packet sound = receive(audio, AUDIO);
    assertEquals(3, sound.payloadBytes());
    assertTrue(sent.isEmpty(), "sound does not wait for pictures that came before it");

    List<Packet> first = receiveFrame();
    List<Packet> second = receiveFrame();
    long[] firstSent = sent.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    long[] secondSent = sent.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    assertEquals(CAPTURED, firstSent[0]);
    assertEquals(CAPTURED + 100_000, secondSent[0]);
    long before = first.stream().limit(first.size() - 1).mapToLong(Packet::payloadBytes).sum();
    assertTrue(first.size() > 35, first.toString());
    assertTrue(firstSent[1] - began >= before * 8_000_000 / rate, "it took its time");
    assertEquals((first.getFirst().rtpTime() + 9_000) & 0xFFFF_FFFFL, second.getFirst().rtpTime());
    List<Packet> all = new ArrayList<>(first);
    all.addAll(second);
    for (int i = 1; i < all.size(); i++) {
      assertEquals((all.get(i - 1).sequence() + 1) & 0xFFFF, all.get(i).sequence());
    }
    assertEquals(1, first.stream().map(Packet::rtpTime).distinct().count());
  }

  @Test
  void whatWaitsLeavesAtOnceWhenPacingEnds() throws Exception {
    publisher.pace(1_000);
    publisher.video(frame(10_000), CAPTURED);
    assertEquals(VIDEO, type(raw(video)), "the first packet does not wait");
    publisher.pace(0);

    assertTrue(receiveFrame().size() >= 8, "the others would have taken a minute");
  }

  /** One NAL unit of a keyframe, without anything that looks like a start code. */
  private byte[] frame(int bytes) {
    byte[] frame = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      frame[i] = (byte) (1 + random.nextInt(255));
    }
    Arrays.fill(frame, 0, 3, (byte) 0);
    frame[3] = 1;
    frame[4] = 0x65;
    return frame;
  }

  private List<Packet> receiveFrame() throws IOException {
    List<Packet> frame = new ArrayList<>();
    do {
      frame.add(receive(video, VIDEO));
    } while (!frame.getLast().marker());
    return frame;
  }

  private static Packet receive(DatagramSocket socket, int type) throws IOException {
    ByteBuffer packet = raw(socket);
    assertEquals(type, type(packet));
    return new Packet(
        packet.getShort(2) & 0xFFFF,
        packet.getInt(4) & 0xFFFF_FFFFL,
        packet.get(1) < 0,
        packet.limit() - RTP_HEADER);
  }

  private static int type(ByteBuffer packet) {
    return packet.get(1) & 0x7F;
  }

  private static ByteBuffer raw(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1_600], 1_600);
    socket.receive(packet);
    return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
  }
}
