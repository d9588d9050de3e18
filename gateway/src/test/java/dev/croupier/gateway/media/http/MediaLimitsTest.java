package dev.croupier.gateway.media.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.peer.ClientTransports;
import dev.croupier.gateway.media.webrtc.OfferRate;
import dev.croupier.gateway.media.webrtc.SessionLimits;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may have how many sessions, and what becomes of one whose viewer is gone. */
@Timeout(60)
final class MediaLimitsTest {
  private static final long SECOND = 1_000_000;

  /** What a sender of VP8 writes that leaves its ports to us. */
  private static final String RTP_FILE =
      """
      v=0
      o=- 0 0 IN IP4 127.0.0.1
      s=camera
      c=IN IP4 127.0.0.1
      t=0 0
      m=video 0 RTP/AVP 96
      a=rtpmap:96 VP8/90000
      """
          .replace("\n", "\r\n");

  private static final String RTP_REFUSED =
      "/api/v1/tables/{table}/signals/{signal}/rtp 429 rate_limited";

  @Test
  void row23_aFloodOfOffersFillsItsOwnPlacesOnly() throws Exception {
    try (MediaHouse house = house(100, new SessionLimits(3, 5))) {
      MediaHouse.Guest vera = house.view("vera", house.clients(MediaHouse.LOOPBACK));
      vera.awaitFrames(5);
      List<String> places = new ArrayList<>();
      int refused = 0;
      for (int i = 0; i < 40; i++) {
        HttpResponse<String> answer = offerAs(house, "mallory");
        if (answer.statusCode() == 201) {
          places.add(answer.headers().firstValue("Location").orElseThrow());
        } else {
          tooMany(429, "too_many_sessions", answer);
          refused++;
        }
      }
      assertEquals(3, places.size());
      assertEquals(37, refused);
      assertEquals(201, offerAs(house, "pia").statusCode());
      tooMany(429, "too_many_sessions", offerAs(house, "paul")); // the address has its five
      vera.awaitFrames(20);
      assertEquals(5, house.socket.sessions());

      assertEquals(200, house.sendAs("mallory", "DELETE", places.getFirst(), "").statusCode());
      awaitSessions(house, 4);
      assertEquals(201, offerAs(house, "paul").statusCode(), "a place that was given back");
    }
  }

  @Test
  void row23_offersThatNeverConnectGiveTheirPlacesBack() throws Exception {
    try (MediaHouse house = house(100, new SessionLimits(0, 5))) {
      MediaHouse.Guest vera = house.view("vera", house.clients(MediaHouse.LOOPBACK));
      for (int i = 0; i < 4; i++) {
        assertEquals(201, offerAs(house, "mallory").statusCode());
      }
      tooMany(429, "too_many_sessions", offerAs(house, "mallory"));
      // Vera's next checks may come before or after each look at the clock: in steps she lives.
      for (int i = 0; i < 4; i++) {
        house.clock.advance(8 * SECOND);
        vera.awaitFrames(30);
      }
      awaitSessions(house, 1);
      vera.awaitFrames(10);
      assertEquals(201, offerAs(house, "mallory").statusCode());
    }
  }

  @Test
  void row23_beyondTheCapOfAllSessionsOffersAreRefusedAndViewersGoOn() throws Exception {
    try (MediaHouse house = house(3, new SessionLimits(0, 0))) {
      MediaHouse.Guest vera = house.view("vera", house.clients(MediaHouse.LOOPBACK));
      assertEquals(201, offerAs(house, "one").statusCode());
      assertEquals(201, offerAs(house, "two").statusCode());
      for (int i = 0; i < 20; i++) {
        tooMany(503, "overloaded", offerAs(house, "more" + i));
      }
      vera.awaitFrames(20);
      assertEquals(3, house.socket.sessions());
    }
  }

  @Test
  void row23_whoMakesOffersTooFastIsToldWhenToComeAgainAndViewersGoOn() throws Exception {
    try (MediaHouse house = new MediaHouse(new SessionLimits(0, 0), new OfferRate(6, 10))) {
      MediaHouse.Guest vera = house.view("vera", house.clients(MediaHouse.LOOPBACK));
      for (int i = 0; i < 6; i++) {
        assertEquals(201, offerAs(house, "mallory").statusCode());
      }
      for (int i = 0; i < 20; i++) {
        tooMany(429, "rate_limited", offerAs(house, "mallory"));
      }
      assertEquals(7, house.socket.sessions(), "what is refused makes no session");
      assertEquals(20, house.refused.size());
      assertEquals("/whep/{table} 429 rate_limited", house.refused.getFirst());
      vera.awaitFrames(20);

      for (int i = 0; i < 3; i++) {
        assertEquals(201, offerAs(house, "pia" + i).statusCode());
      }
      HttpResponse<String> answer = offerAs(house, "paul");
      tooMany(429, "rate_limited", answer); // the address has made its ten
      long seconds = Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow());
      assertTrue(seconds <= 6, "one in six seconds: " + seconds);
      house.clock.advance(seconds * SECOND);
      assertEquals(201, offerAs(house, "paul").statusCode());
      vera.awaitFrames(20);
    }
  }

  @Test
  void row23_restartsOfIceCountAsOffersAndCandidatesDoNot() throws Exception {
    try (MediaHouse house = new MediaHouse(new SessionLimits(0, 0), new OfferRate(3, 0))) {
      HttpResponse<String> created = offerAs(house, "pia");
      String session = created.headers().firstValue("Location").orElseThrow();
      String etag = created.headers().firstValue("ETag").orElseThrow();
      String type = "application/trickle-ice-sdpfrag";
      for (int i = 0; i < 10; i++) {
        String restart =
            "a=ice-ufrag:ysX%d\r\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5%d\r\n".formatted(i, i)
                + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\n";
        HttpResponse<String> answer =
            house.send("PATCH", session, restart, "Content-Type", type, "If-Match", "*");
        if (i < 2) {
          assertEquals(200, answer.statusCode(), answer.body());
          etag = answer.headers().firstValue("ETag").orElseThrow();
        } else {
          tooMany(429, "rate_limited", answer);
        }
        String none = "a=ice-ufrag:ysX%d\r\na=end-of-candidates\r\n".formatted(Math.min(i, 1));
        assertEquals(
            204,
            house
                .send("PATCH", session, none, "Content-Type", type, "If-Match", etag)
                .statusCode());
      }
      assertEquals(200, house.send("DELETE", session, "").statusCode(), "leaving is free");
    }
  }

  @Test
  void row23_descriptionsOfPlainRtpCountAsOffersAndThePublishThatIsThereGoesOn() throws Exception {
    try (MediaHouse house = new MediaHouse(new SessionLimits(0, 0), new OfferRate(6, 10))) {
      assertEquals(201, describe(house, "mallory", RTP_FILE).statusCode());
      String none = "no description";
      assertEquals(400, describe(house, "mallory", none).statusCode());
      for (int i = 0; i < 4; i++) {
        assertEquals(200, describe(house, "mallory", RTP_FILE).statusCode(), "in its own place");
      }
      for (int i = 0; i < 20; i++) {
        tooMany(429, "rate_limited", describe(house, "mallory", i % 2 == 0 ? RTP_FILE : none));
      }
      assertEquals(20, house.refused.stream().filter(RTP_REFUSED::equals).count());
      assertEquals(1, house.rtp.size());
      tooMany(429, "rate_limited", offerAs(house, "mallory")); // one budget for all doors

      for (int i = 0; i < 4; i++) {
        assertEquals(400, describe(house, "paul", none).statusCode());
      }
      HttpResponse<String> answer = describe(house, "pia", none);
      tooMany(429, "rate_limited", answer); // the address has made its ten
      long seconds = Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow());
      assertTrue(seconds <= 6, "one in six seconds: " + seconds);
      house.clock.advance(seconds * SECOND);
      assertEquals(400, describe(house, "pia", none).statusCode());
      for (int i = 0; i < 2; i++) {
        int left = i == 0 ? 200 : 404;
        assertEquals(left, rtp(house, "DELETE", "mallory", "").statusCode(), "leaving is free");
      }
      assertEquals(0, house.rtp.size());
    }
  }

  @Test
  void aLostDeleteEndsTheSessionWhenConsentIsOver() throws Exception {
    try (MediaHouse house = house(10, new SessionLimits(1, 0))) {
      ClientTransports gone = house.clients(MediaHouse.LOOPBACK);
      MediaHouse.Guest vera = house.view("vera", gone);
      vera.awaitFrames(5);
      assertEquals(1, house.sessions.viewers().size());
      gone.close(); // as a laptop that is closed: neither DELETE nor close_notify
      tooMany(429, "too_many_sessions", offerAs(house, "vera"));

      house.clock.advance(29 * SECOND);
      house.settle();
      assertEquals(1, house.socket.sessions(), "not before 30 s");
      house.clock.advance(2 * SECOND);
      awaitSessions(house, 0);
      house.settle();
      assertEquals(List.of(), List.copyOf(house.sessions.viewers()));
      assertEquals(201, offerAs(house, "vera").statusCode());
    }
  }

  private static MediaHouse house(int maxSessions, SessionLimits limits) throws Exception {
    return new MediaHouse(
        MediaSocketConfig.loopback(0).withMaxSessions(maxSessions), limits, IceServers.NONE);
  }

  private static HttpResponse<String> offerAs(MediaHouse house, String subject) throws Exception {
    return house.sendAs(
        subject,
        "POST",
        "/whep/roulette-1",
        MediaHouse.viewersOffer(),
        "Content-Type",
        "application/sdp");
  }

  private static HttpResponse<String> describe(MediaHouse house, String subject, String file)
      throws Exception {
    return rtp(house, "PUT", subject, file);
  }

  private static HttpResponse<String> rtp(
      MediaHouse house, String method, String subject, String body) throws Exception {
    return house.sendAs(
        subject,
        Role.PUBLISHER,
        method,
        "/api/v1/tables/roulette-1/signals/cam-a/rtp",
        body,
        "Content-Type",
        "application/sdp");
  }

  private static void tooMany(int status, String code, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains('"' + code + '"'), answer.body());
    assertTrue(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()) > 0);
  }

  private static void awaitSessions(MediaHouse house, int count) throws Exception {
    for (int i = 0; i < 20 && house.socket.sessions() != count; i++) {
      house.settle();
    }
    assertEquals(count, house.socket.sessions());
  }
}
