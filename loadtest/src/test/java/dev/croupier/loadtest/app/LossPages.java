package dev.croupier.loadtest.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import dev.croupier.loadtest.relay.Direction;
import dev.croupier.loadtest.relay.Impairment;
import dev.croupier.loadtest.relay.Relay;
import dev.croupier.loadtest.relay.RelaySettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real gateway with one synthetic camera, and a Chromium whose pages watch it: each behind a
 * relay of its own that does to its packets what its words say, or directly.
 */
final class LossPages implements AutoCloseable {
  private static final int FIRST_PICTURES = 30;
  private static final int CLOCK_READINGS = 5;
  private static final double MICROS_PER_MILLI = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestHouse house;
  private final Chromium chromium;
  private final List<Viewer> viewers = new ArrayList<>();

  /**
   * Opens the gateway, waits until its camera is live, and starts Chromium.
   *
   * @param camera its words
   */
  LossPages(Path data, String... camera) throws Exception {
    house = TestHouse.open(data, TestHouse.ROULETTE);
    house.testCard("roulette-1/cam-a", 1, camera).start();
    house.awaitSignal("cam-a", "live");
    chromium = Chromium.start();
  }

  /** Lets a page in whose way is clean and goes through no relay; returns when it shows. */
  Viewer direct(String name) throws Exception {
    return shows(new Viewer(name, null));
  }

  /**
   * Lets a page in behind a relay; returns when it shows.
   *
   * @param down what its packets meet from the beginning, its page's and its offer's too
   * @param up the same towards the gateway
   */
  Viewer relayed(String name, long seed, String down, String up) throws Exception {
    Viewer viewer =
        new Viewer(
            name, Relay.open(RelaySettings.to(house.address()), seed, house.ground().clock()));
    viewer.meets(down, up);
    return shows(viewer);
  }

  private Viewer shows(Viewer viewer) throws Exception {
    viewers.add(viewer);
    viewer.join();
    return viewer;
  }

  /** Now, in the time of {@link Viewer#since(long)}. */
  long nowMicros() {
    return house.ground().clock().nowMicros();
  }

  @Override
  public void close() throws IOException {
    for (Viewer viewer : List.copyOf(viewers)) {
      viewer.leave();
    }
    chromium.close();
    house.close();
  }

  /** A page that watches. */
  final class Viewer {
    private final String name;
    private final Relay relay;
    private final Page page;

    private Viewer(String name, Relay relay) {
      this.name = name;
      this.relay = relay;
      this.page = chromium.page(640, 360);
    }

    private void join() throws Exception {
      URI base = relay == null ? house.address() : relay.base();
      page.addInitScript(Chromium.resource("loss_page.js"));
      // A page of the origin that it asks, whatever it shows.
      page.navigate(base.resolve("/openapi.json").toString());
      page.evaluate(
          "arguments => window.croupierWatch(arguments)",
          Map.of(
              "whep",
              base.resolve("/whep/roulette-1").toString(),
              "token",
              house.api().demoToken("player", "page-" + name.replaceAll("[^a-z0-9]+", "-"))));
      page.waitForFunction("n => window.croupierShown() >= n", FIRST_PICTURES);
    }

    /** From now on its packets meet this. */
    void meets(String down, String up) {
      relay.set(Direction.DOWN, Impairment.parse(down));
      relay.set(Direction.UP, Impairment.parse(up));
    }

    /** What becomes of it counts from now on. */
    void begin() {
      page.evaluate("() => window.croupierBegin()");
    }

    /** What became of it since it began. */
    Result since() throws Exception {
      return since(0);
    }

    /**
     * The same.
     *
     * @param markMicros since which the first picture is looked for; 0 for none
     */
    Result since(long markMicros) throws Exception {
      double ahead = markMicros == 0 ? 0 : aheadMicros();
      JsonNode told = JSON.readTree((String) page.evaluate("() => window.croupierSince()"));
      double mark = (markMicros + ahead) / MICROS_PER_MILLI;
      double last = told.path("began").asDouble();
      double longest = 0;
      double back = -1;
      for (JsonNode each : told.path("shown")) {
        double moment = each.asDouble();
        longest = Math.max(longest, moment - last);
        last = moment;
        if (markMicros != 0 && back < 0 && moment >= mark) {
          back = moment - mark;
        }
      }
      longest = Math.max(longest, told.path("now").asDouble() - last);
      return new Result(
          name,
          (told.path("now").asDouble() - told.path("began").asDouble()) / MICROS_PER_MILLI,
          more(told, "video", "packets"),
          more(told, "video", "lost"),
          more(told, "video", "resent"),
          more(told, "video", "asked"),
          more(told, "video", "keyframesAsked"),
          more(told, "video", "whole"),
          more(told, "video", "freezes"),
          told.path("shown").size(),
          longest,
          back,
          (double) more(told, "audio", "concealed") / Math.max(1, more(told, "audio", "samples")));
    }

    /** Whether its media come from the relay's port. */
    boolean isRelayed() {
      return page.evaluate("() => window.croupierPort()").equals(relay.datagrams().getPort());
    }

    /** Ends it. */
    void leave() {
      if (viewers.remove(this)) {
        page.context().close();
        if (relay != null) {
          relay.close();
        }
      }
    }

    private static long more(JsonNode told, String kind, String what) {
      return told.path("after").path(kind).path(what).asLong()
          - told.path("before").path(kind).path(what).asLong();
    }

    /** How far the page's clock is ahead of the house's, by the quickest of some readings. */
    private double aheadMicros() {
      double ahead = 0;
      long quickest = Long.MAX_VALUE;
      for (int i = 0; i < CLOCK_READINGS; i++) {
        long asked = nowMicros();
        double there = ((Number) page.evaluate("() => window.croupierNow()")).doubleValue();
        long took = nowMicros() - asked;
        if (took < quickest) {
          quickest = took;
          ahead = there * MICROS_PER_MILLI - (asked + took / 2.0);
        }
      }
      return ahead;
    }
  }

  /**
   * What a page saw since {@link Viewer#begin}; packets and pictures as the browser counts them.
   *
   * @param packets of video that came, those sent again too
   * @param lost of video at their first sending
   * @param resent packets of video that came by RTX
   * @param asked sequence numbers in its NACKs
   * @param keyframesAsked PLIs
   * @param whole pictures all of whose packets came
   * @param shown pictures, as the page was told
   * @param longestMillis without a new picture
   * @param backMillis from the mark to the first picture, or -1
   * @param concealed share of the sound that was made up
   */
  record Result(
      String name,
      double seconds,
      long packets,
      long lost,
      long resent,
      long asked,
      long keyframesAsked,
      long whole,
      long freezes,
      long shown,
      double longestMillis,
      double backMillis,
      double concealed) {
    /** Packets of video that were sent to it once. */
    long expected() {
      return packets - resent + lost;
    }

    /**
     * Packets of video that came neither first nor again; too few by those that were sent again
     * though they were only late.
     */
    long residual() {
      return Math.max(0, lost - resent);
    }
  }
}
