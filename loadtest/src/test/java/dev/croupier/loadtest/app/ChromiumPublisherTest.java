package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser with a camera instead of the studio. */
class ChromiumPublisherTest {
  private static final String PUBLISH =
      """
      async ({path, token}) => {
        const stream = await navigator.mediaDevices.getUserMedia(
          {video: {width: 640, height: 360, frameRate: 30}, audio: true});
        const peer = new RTCPeerConnection({bundlePolicy: 'max-bundle'});
        for (const track of stream.getTracks()) {
          peer.addTransceiver(track, {direction: 'sendonly', streams: [stream]});
        }
        await peer.setLocalDescription();
        const headers = {'content-type': 'application/sdp', authorization: `Bearer ${token}`};
        const body = peer.localDescription.sdp;
        const response = await fetch(path, {method: 'POST', headers, body});
        const answer = await response.text();
        if (response.status !== 201) throw new Error(answer);
        await peer.setRemoteDescription({type: 'answer', sdp: answer});
        return response.headers.get('location');
      }
      """;

  /**
   * Publishes a picture that cannot be compressed away, so that only the estimate holds it back.
   */
  private static final String PUBLISH_NOISE =
      """
      async ({path, token}) => {
        const shown = document.createElement('canvas');
        shown.width = 640;
        shown.height = 360;
        const context = shown.getContext('2d');
        const pictures = [0, 1, 2, 3].map(() => {
          const picture = new ImageData(640, 360);
          for (let i = 0; i < picture.data.length; i++) {
            picture.data[i] = i % 4 === 3 ? 255 : Math.random() * 256;
          }
          return picture;
        });
        let drawn = 0;
        setInterval(() => context.putImageData(pictures[drawn++ % 4], 0, 0), 33);
        const [track] = shown.captureStream(30).getVideoTracks();
        const peer = new RTCPeerConnection({bundlePolicy: 'max-bundle'});
        const encodings = [{maxBitrate: 4_000_000}];
        peer.addTransceiver(track, {direction: 'sendonly', sendEncodings: encodings});
        await peer.setLocalDescription();
        const headers = {'content-type': 'application/sdp', authorization: `Bearer ${token}`};
        const body = peer.localDescription.sdp;
        const response = await fetch(path, {method: 'POST', headers, body});
        const answer = await response.text();
        if (response.status !== 201) throw new Error(answer);
        await peer.setRemoteDescription({type: 'answer', sdp: answer});
        window.ramp = {answer, since: performance.now(), samples: []};
        setInterval(async () => {
          const stats = [...(await peer.getStats()).values()];
          const sent = stats.find(s => s.type === 'outbound-rtp' && s.kind === 'video');
          if (sent) window.ramp.samples.push({at: sent.timestamp, bytes: sent.bytesSent});
        }, 250);
      }
      """;

  /** Whether any second of what was sent carried this many bits. */
  private static final String REACHED =
      """
      wanted => {
        const samples = window.ramp.samples;
        return samples.some((now, i) => {
          const then = samples[i - 4];
          const bits = then ? (now.bytes - then.bytes) * 8 : 0;
          return then && bits / (now.at - then.at) * 1000 >= wanted
            ? performance.now() - window.ramp.since : 0;
        });
      }
      """;

  private static final String END =
      """
      async ({location, token}) => {
        const headers = {authorization: `Bearer ${token}`};
        return (await fetch(location, {method: 'DELETE', headers})).status;
      }
      """;

  /** Counts the different pictures among the presented ones, as seen through a thumbnail. */
  private static final String WATCH =
      """
      () => {
        const video = document.querySelector('video.on');
        const context = new OffscreenCanvas(32, 18).getContext('2d', {willReadFrequently: true});
        window.seen = {frames: 0, pictures: new Set(), rtp: [], width: 0, height: 0};
        const next = (now, meta) => {
          context.drawImage(video, 0, 0, 32, 18);
          window.seen.frames++;
          window.seen.pictures.add(context.getImageData(0, 0, 32, 18).data.join());
          window.seen.rtp.push(meta.rtpTimestamp);
          window.seen.width = meta.width;
          window.seen.height = meta.height;
          video.requestVideoFrameCallback(next);
        };
        video.requestVideoFrameCallback(next);
      }
      """;

  @TempDir Path folder;

  @Test
  void aBrowserThatPublishesIsToldWhatArrivesAndRampsUpToAStudiosRate() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        Chromium chromium = Chromium.start()) {
      Page publisher = chromium.page(640, 360);
      publisher.navigate(house.address().resolve("/openapi.json").toString());
      String token = house.api().demoToken("publisher", "browser");
      publisher.evaluate(PUBLISH_NOISE, Map.of("path", "/whip/roulette-1/cam-a", "token", token));
      house.awaitSignal("cam-a", "live");

      publisher.waitForFunction(REACHED, 2_500_000);

      String answer = (String) publisher.evaluate("() => window.ramp.answer");
      assertTrue(answer.contains("transport-cc"), answer);
    }
  }

  @Test
  void aBrowserPublishesAndIsSeenAndHeardByAnother() throws Exception {
    try (TestHouse house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
        Chromium chromium = Chromium.start()) {
      Page publisher = chromium.page(640, 360);
      publisher
          .context()
          .grantPermissions(
              List.of("camera", "microphone"),
              new BrowserContext.GrantPermissionsOptions().setOrigin(house.address().toString()));
      publisher.navigate(house.address().resolve("/openapi.json").toString());
      String token = house.api().demoToken("publisher", "browser");
      String session =
          (String)
              publisher.evaluate(PUBLISH, Map.of("path", "/whip/roulette-1/cam-a", "token", token));
      JsonNode live = house.awaitSignal("cam-a", "live");
      assertEquals("h264", live.path("codec").asText());
      // On air with its first keyframe after its clock is known.
      house.await(
          "/api/v1/tables/roulette-1",
          null,
          table -> table.path("program").path("signal").asText().equals("cam-a"));

      Page viewer = chromium.playing(house, "/play/roulette-1");
      viewer.evaluate(WATCH);
      viewer.waitForFunction("() => window.seen.frames >= 90 && window.seen.pictures.size >= 30");
      assertEquals(640, viewer.evaluate("() => window.seen.width"));
      assertEquals(360, viewer.evaluate("() => window.seen.height"));
      assertEquals(
          true,
          viewer.evaluate("() => window.seen.rtp.every((r, i, all) => !i || r !== all[i - 1])"),
          "every frame has a time of its own");
      viewer.waitForFunction(
          """
          async () => {
            const [track] = document.querySelector('video.on').srcObject.getAudioTracks();
            const [receiver] = window.croupierPeers[0].getReceivers().filter(r => r.track === track);
            const stats = [...(await receiver.getStats()).values()];
            return track.readyState === 'live'
              && stats.some(s => s.type === 'inbound-rtp' && s.totalAudioEnergy > 0);
          }
          """);

      assertEquals(
          200, publisher.evaluate(END, Map.of("location", session, "token", token)), "DELETE");
      house.awaitSignal("cam-a", "lost");
    }
  }
}
