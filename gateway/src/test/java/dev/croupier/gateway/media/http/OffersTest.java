package dev.croupier.gateway.media.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.media.codec.Codec;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.track.ProgramTerms;
import dev.croupier.gateway.media.webrtc.SessionLimits;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Row 25: unusual offers get the right choice, or a refusal that says why. */
@Timeout(60)
final class OffersTest {
  private static final String HEAD =
      """
      v=0
      o=- 1 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE %s
      a=ice-ufrag:EsAw
      a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
      a=fingerprint:sha-256 %sCD
      a=setup:actpass
      """
          .replace("\n", "\r\n");

  @Test
  void row25_ofFortyPayloadTypesTheRightOneIsTaken() throws Exception {
    List<String> formats = new ArrayList<>();
    String[] others = {"VP9", "AV1", "H265", "VP8"};
    for (int i = 0; i < 16; i++) {
      formats.add((35 + i) + " " + others[i % 4]);
    }
    // High, then baseline in single NAL units, then the one that all can decode; behind it more.
    formats.add("96 H264 packetization-mode=1;profile-level-id=640032");
    formats.add("98 H264 packetization-mode=0;profile-level-id=42e01f");
    formats.add("100 H264 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f");
    formats.add("102 H264 packetization-mode=1;profile-level-id=4d0032");
    for (int i = 0; i < 20; i++) {
      formats.add((104 + i) + " " + others[i % 3]);
    }
    assertEquals(40, formats.size());
    try (MediaHouse house = house(Codec.H264)) {
      HttpResponse<String> answer =
          offer(house, head("0 1") + video(formats) + audio("111 opus/48000/2"));
      assertEquals(201, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("m=video 9 UDP/TLS/RTP/SAVPF 100\r\n"), answer.body());
      assertTrue(answer.body().contains("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"), answer.body());
    }
    try (MediaHouse house = house(Codec.VP8)) {
      HttpResponse<String> answer =
          offer(house, head("0 1") + video(formats) + audio("111 opus/48000/2"));
      assertEquals(201, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("m=video 9 UDP/TLS/RTP/SAVPF 38\r\n"), answer.body());
    }
  }

  @Test
  void row25_withoutTheTablesCodecTheRefusalNamesIt() throws Exception {
    try (MediaHouse house = house(Codec.H264)) {
      for (List<String> formats :
          List.of(
              List.of("96 VP8"),
              List.of("96 VP9", "98 AV1"),
              List.of("96 H264 packetization-mode=0;profile-level-id=42e01f"))) {
        HttpResponse<String> answer =
            offer(house, head("0 1") + video(formats) + audio("111 opus/48000/2"));
        assertEquals(422, answer.statusCode(), formats + answer.body());
        assertTrue(answer.body().contains("\"no_common_codec\""), answer.body());
      }
      assertEquals(0, house.socket.sessions());
    }
    try (MediaHouse house = house(Codec.VP8)) {
      assertEquals(201, offer(house, head("0") + video(List.of("96 VP8"))).statusCode());
      String h264 = "96 H264 packetization-mode=1;profile-level-id=42e01f";
      HttpResponse<String> answer = offer(house, head("0") + video(List.of(h264)));
      assertEquals(422, answer.statusCode(), answer.body());
    }
  }

  @Test
  void row25_withoutSoundOrInAnotherThereArePictures() throws Exception {
    String pictures = video(List.of("96 H264 packetization-mode=1;profile-level-id=42e01f"));
    try (MediaHouse house = house(Codec.H264)) {
      HttpResponse<String> silent = offer(house, head("0") + pictures);
      assertEquals(201, silent.statusCode(), silent.body());
      assertTrue(!silent.body().contains("m=audio"), silent.body());
      HttpResponse<String> telephone = offer(house, head("0 1") + pictures + audio("0 PCMU/8000"));
      assertEquals(201, telephone.statusCode(), telephone.body());
      assertTrue(telephone.body().contains("m=audio 0 "), telephone.body());
      assertTrue(telephone.body().contains("a=group:BUNDLE 0\r\n"), telephone.body());
      HttpResponse<String> blind = offer(house, head("1") + audio("111 opus/48000/2"));
      assertEquals(201, blind.statusCode(), blind.body());
    }
  }

  @Test
  void aTableInTwoCodecsAnswersEachViewerInTheFirstThatItPlays() throws Exception {
    String h264 = "96 H264 packetization-mode=1;profile-level-id=42e01f";
    List<ProgramTerms> both =
        List.of(ProgramTerms.usual(Codec.H264), ProgramTerms.usual(Codec.VP8));
    try (MediaHouse house =
        new MediaHouse(
            MediaSocketConfig.loopback(0), new SessionLimits(0, 0), IceServers.NONE, both)) {
      assertEquals("98", answered(house, List.of("97 VP8", "98 H264" + h264.substring(7))));
      assertEquals("97", answered(house, List.of("96 VP9", "97 VP8")));
      HttpResponse<String> none = offer(house, head("0") + video(List.of("96 VP9")));
      assertEquals(422, none.statusCode(), none.body());
    }
  }

  private static String answered(MediaHouse house, List<String> formats) throws Exception {
    HttpResponse<String> answer = offer(house, head("0") + video(formats));
    assertEquals(201, answer.statusCode(), answer.body());
    return answer.body().split("m=video 9 UDP/TLS/RTP/SAVPF ")[1].split("\\s")[0];
  }

  @Test
  void aMixerPublishesSoundAloneButNotInPlaceOfPicturesThatNobodyReads() throws Exception {
    String sound = audio("111 opus/48000/2").replace("a=recvonly", "a=sendonly");
    String pictures = video(List.of("96 H265")).replace("a=recvonly", "a=sendonly");
    try (MediaHouse house = house(Codec.H264)) {
      HttpResponse<String> answer = publish(house, head("1") + sound);
      assertEquals(201, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"), answer.body());
      assertTrue(answer.body().contains("a=recvonly\r\n"), answer.body());
      assertEquals(409, publish(house, head("1") + sound).statusCode(), "its name is taken");
      HttpResponse<String> refused = publish(house, head("0 1") + pictures + sound);
      assertEquals(422, refused.statusCode(), refused.body());
      assertTrue(refused.body().contains("\"no_common_codec\""), refused.body());
      assertEquals(1, house.socket.sessions());
    }
  }

  private static HttpResponse<String> publish(MediaHouse house, String sdp) throws Exception {
    return house.http.send(
        HttpRequest.newBuilder(house.uri("/whip/roulette-1/mixer"))
            .header("Authorization", "Bearer " + house.token("mia", Role.PUBLISHER))
            .header("Content-Type", "application/sdp")
            .POST(HttpRequest.BodyPublishers.ofString(sdp))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static MediaHouse house(Codec codec) throws Exception {
    return new MediaHouse(
        MediaSocketConfig.loopback(0), new SessionLimits(0, 0), IceServers.NONE, codec);
  }

  private static HttpResponse<String> offer(MediaHouse house, String sdp) throws Exception {
    return house.offer("/whep/roulette-1", sdp);
  }

  private static String head(String mids) {
    return HEAD.formatted(mids, "AB:".repeat(31));
  }

  /** A section that receives; each format is a payload type, a name and perhaps parameters. */
  private static String video(List<String> formats) {
    StringBuilder types = new StringBuilder("m=video 9 UDP/TLS/RTP/SAVPF");
    StringBuilder lines = new StringBuilder();
    for (String format : formats) {
      String[] parts = format.split(" ");
      types.append(' ').append(parts[0]);
      lines.append("a=rtpmap:%s %s/90000\r\n".formatted(parts[0], parts[1]));
      if (parts.length > 2) {
        lines.append("a=fmtp:%s %s\r\n".formatted(parts[0], parts[2]));
      }
    }
    return types + "\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=recvonly\r\na=rtcp-mux\r\n" + lines;
  }

  private static String audio(String format) {
    String[] parts = format.split(" ");
    return "m=audio 9 UDP/TLS/RTP/SAVPF %s\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=recvonly\r\n"
            .formatted(parts[0])
        + "a=rtcp-mux\r\na=rtpmap:%s %s\r\n".formatted(parts[0], parts[1]);
  }
}
