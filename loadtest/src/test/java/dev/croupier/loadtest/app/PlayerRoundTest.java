package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import dev.croupier.loadtest.studio.BuildPublisher;
import dev.croupier.loadtest.studio.GatewayApi;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person at the roulette page: bets by clicking, is settled, and is given another build under the
 * playing video.
 */
class PlayerRoundTest {
  private static final Set<Integer> RED =
      Set.of(1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36);
  private static final String SALON = "roulette-1.4.2";
  private static final String LOUNGE = "roulette-2.1.0";

  @TempDir static Path folder;
  private static TestHouse house;
  private static Chromium chromium;
  private static String operator;

  @BeforeAll
  static void open() throws Exception {
    house = TestHouse.open(folder.resolve("data"), TestHouse.ROULETTE);
    BuildPublisher.publish(house.api(), TestHouse.builds());
    operator = house.api().demoToken("operator", "test");
    house.startHouse();
    chromium = Chromium.start();
  }

  @AfterAll
  static void close() throws Exception {
    chromium.close();
    house.close();
  }

  private static Page player() {
    Page page = chromium.page(1280, 720);
    page.navigate(house.address().resolve("/play/roulette-1").toString());
    page.waitForFunction("() => document.querySelector('video')?.videoWidth > 0");
    page.waitForSelector("[data-spot=red]");
    return page;
  }

  /** Waits for a round with at least this many seconds of betting left on its countdown. */
  private static void awaitBetting(Page page, int seconds) {
    page.waitForFunction(
        """
        seconds => {
          const find = root => {
            const own = root.querySelector('[data-countdown]');
            if (own) return own;
            for (const each of root.querySelectorAll('*')) {
              const inner = each.shadowRoot && find(each.shadowRoot);
              if (inner) return inner;
            }
            return null;
          };
          const ring = find(document);
          return ring && Number(ring.dataset.countdown) >= seconds;
        }
        """,
        seconds,
        new Page.WaitForFunctionOptions().setTimeout(60_000));
  }

  private static long balance(Page page) {
    return Long.parseLong(page.locator("[data-balance]").first().getAttribute("data-balance"));
  }

  private static void awaitBalance(Page page, long minor) {
    page.locator("[data-balance='" + minor + "']").first().waitFor();
  }

  private static JsonNode current() throws Exception {
    return house.api().get("/api/v1/tables/roulette-1", null).body().path("round");
  }

  private static JsonNode awaitSettled(String round) throws Exception {
    return house.await(
        "/api/v1/rounds/" + round, operator, now -> now.path("state").asText().equals("settled"));
  }

  @Test
  void aBetPlacedByClickingIsSettledAndTheBalanceIsRight() throws Exception {
    Page page = player();
    awaitBetting(page, 3);
    long before = balance(page);
    assertEquals(100_000, before);
    String round = current().path("round").asText();
    page.locator("[data-chip='500']").first().click();
    page.locator("[data-spot=red]").first().click();
    awaitBalance(page, before - 500);
    page.locator("[data-chip='2500']").first().click();
    page.locator("[data-spot='straight:17']").first().click();
    awaitBalance(page, before - 3_000);

    int pocket = awaitSettled(round).path("result").path("pocket").asInt(-1);
    assertTrue(pocket >= 0);
    long expected =
        before - 3_000 + (RED.contains(pocket) ? 1_000 : 0) + (pocket == 17 ? 90_000 : 0);
    awaitBalance(page, expected);
    page.context().close();
  }

  @Test
  void undoTakesTheLastChipBack() throws Exception {
    Page page = player();
    awaitBetting(page, 3);
    page.locator("[data-chip='500']").first().click();
    page.locator("[data-spot=black]").first().click();
    awaitBalance(page, 99_500);
    page.locator("[data-spot=even]").first().click();
    awaitBalance(page, 99_000);
    page.getByText("Undo").first().click();
    awaitBalance(page, 99_500);
    page.context().close();
  }

  @Test
  void anotherBuildIsSwappedInUnderThePlayingVideo() throws Exception {
    Page page = chromium.page(1280, 720);
    List<String> sockets = new CopyOnWriteArrayList<>();
    List<String> offers = new CopyOnWriteArrayList<>();
    page.onWebSocket(socket -> sockets.add(socket.url()));
    page.onRequest(
        request -> {
          if (request.url().contains("/whep/")) {
            offers.add(request.method());
          }
        });
    page.navigate(house.address().resolve("/play/roulette-1").toString());
    page.waitForSelector("[data-build='" + SALON + "']");
    page.waitForFunction("() => document.querySelector('video')?.videoWidth > 0");
    Recording.start(page);
    Recording.more(page, 30);
    GatewayApi.Answer rollout =
        house
            .api()
            .post(
                "/api/v1/rollouts",
                operator,
                "swap-1",
                GatewayApi.object()
                    .put("game", "roulette")
                    .put("build", LOUNGE)
                    .put("percent", 100));
    assertEquals(201, rollout.status(), rollout.toString());
    page.waitForSelector(
        "[data-build='" + LOUNGE + "']", new Page.WaitForSelectorOptions().setTimeout(60_000));
    int at = Recording.read(page).frames().size();
    Recording after = Recording.more(page, at + 60);

    List<Recording.Frame> frames = after.readable();
    for (int i = 1; i < frames.size(); i++) {
      long step = frames.get(i).number() - frames.get(i - 1).number();
      assertTrue(step >= 0 && step <= 15, "a hole of " + step + " frames");
    }
    assertEquals(1, sockets.stream().filter(url -> url.endsWith("/ws")).count(), "one socket");
    assertEquals(List.of("POST"), offers, "one WHEP session");
    page.waitForSelector("[data-spot=red]");
    page.context().close();
  }
}
