package dev.croupier.loadtest.app;

import com.microsoft.playwright.Page;
import java.util.Map;

/** What a page's peer connection says of the stream it receives. */
final class PageVideo {
  private static final String RECEIVED =
      """
      async () => {
        const stats = await window.croupierPeers[0].getStats();
        let video;
        stats.forEach(s => { if (s.type === 'inbound-rtp' && s.kind === 'video') video = s; });
        return { ssrc: String(video.ssrc), asked: String(video.pliCount + video.firCount) };
      }
      """;

  private PageVideo() {}

  /** The stream's SSRC, and how often a keyframe was asked for. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> received(Page page) {
    return (Map<String, Object>) page.evaluate(RECEIVED);
  }
}
