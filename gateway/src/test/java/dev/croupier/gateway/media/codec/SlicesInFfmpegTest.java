package dev.croupier.gateway.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.hls.Ffmpeg;
import dev.croupier.gateway.media.ingest.Sender;
import java.io.ByteArrayOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures in four slices by RTP to Debian's ffmpeg, which takes our packets apart and decodes. */
final class SlicesInFfmpegTest {
  private static final int PICTURE_BYTES = 320 * 180;
  private static final int SEEN = 12;

  @TempDir Path folder;

  @Test
  void picturesWhoseSlicesShareAPacketAreDecodedAsTheyWere() throws Exception {
    List<List<byte[]>> pictures = H264Streams.frames(H264Streams.FOUR_SLICES, 4);
    List<byte[][]> packets = new ArrayList<>();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    int shared = 0;
    for (List<byte[]> nals : pictures) {
      byte[][] payloads = new H264Packetizer(1_150).packetize(RecordingListener.frame(nals));
      packets.add(payloads);
      shared +=
          (int) Arrays.stream(payloads).filter(payload -> H264.type(payload[0]) == 24).count();
      for (byte[] nal : nals) {
        stream.writeBytes(new byte[] {0, 0, 0, 1});
        stream.writeBytes(nal);
      }
    }
    assertTrue(shared >= pictures.size(), shared + " aggregates");
    byte[] expected = decoded("-f", "h264", "-i", written("slices.h264", stream.toByteArray()));
    assertEquals(pictures.size() * PICTURE_BYTES, expected.length);

    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort() & ~1;
    }
    String sdp =
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video "
            + port
            + " RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\n";
    Process ffmpeg =
        new ProcessBuilder(
                command(
                    "-protocol_whitelist",
                    "file,udp,rtp",
                    "-analyzeduration",
                    "300000",
                    "-i",
                    written("slices.sdp", sdp.getBytes()),
                    "-frames:v",
                    Integer.toString(SEEN)))
            .redirectError(folder.resolve("errors").toFile())
            .redirectOutput(folder.resolve("grey").toFile())
            .start();
    try {
      send(packets, port, ffmpeg);
      assertTrue(ffmpeg.waitFor(20, TimeUnit.SECONDS));
    } finally {
      ffmpeg.destroyForcibly();
    }
    byte[] seen = Files.readAllBytes(folder.resolve("grey"));
    assertEquals(SEEN * PICTURE_BYTES, seen.length, Files.readString(folder.resolve("errors")));
    for (int i = 0; i < SEEN; i++) {
      int picture = i % pictures.size();
      assertArrayEquals(
          Arrays.copyOfRange(expected, picture * PICTURE_BYTES, (picture + 1) * PICTURE_BYTES),
          Arrays.copyOfRange(seen, i * PICTURE_BYTES, (i + 1) * PICTURE_BYTES),
          "picture " + i);
    }
  }

  /** Again and again until it has seen enough: it listens some time after its start. */
  private static void send(List<byte[][]> pictures, int port, Process until) throws Exception {
    Sender sender = new Sender(7, 1, 1);
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    try (DatagramSocket socket = new DatagramSocket(0, here)) {
      for (int i = 0; i < 1_500; i++) {
        byte[][] payloads = pictures.get(i % pictures.size());
        for (int p = 0; p < payloads.length; p++) {
          byte[] packet = sender.packet(payloads[p], p == payloads.length - 1);
          socket.send(new DatagramPacket(packet, packet.length, here, port));
        }
        sender.pause(3_000);
        if (until.waitFor(20, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    }
  }

  private String written(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private static byte[] decoded(String... input) throws Exception {
    Ffmpeg.Run run = Ffmpeg.run(command(input).toArray(String[]::new));
    assertEquals("", run.errors());
    return run.out();
  }

  private static List<String> command(String... input) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/ffmpeg", "-v", "error"));
    command.addAll(List.of(input));
    command.addAll(
        List.of(
            "-vsync", "0", "-f", "rawvideo", "-vf", "extractplanes=y", "-pix_fmt", "gray", "-"));
    return command;
  }
}
