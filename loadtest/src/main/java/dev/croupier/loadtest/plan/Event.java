package dev.croupier.loadtest.plan;

import java.util.List;
import java.util.Locale;

/** Something that a scenario lets happen while its people are there. */
public sealed interface Event {
  /** When, in seconds from the start. */
  double atSeconds();

  /** What, in a few words for a timeline. */
  String label();

  /** Who loses the connection and comes again. */
  enum Who {
    /** Everybody. */
    ALL,
    /** Native viewers and sinks. */
    VIEWERS,
    /** Bettors. */
    BETTORS,
    /** LL-HLS viewers. */
    HLS,
    /** Real pages. */
    BROWSERS,
    /** Clock clients. */
    CLOCKS
  }

  /**
   * Faults of a camera.
   *
   * @param camera its signal
   * @param faults in the studio's words
   */
  record Camera(double atSeconds, String camera, List<String> faults) implements Event {
    /** Copies the list. */
    public Camera {
      faults = List.copyOf(faults);
    }

    @Override
    public String label() {
      return camera + " " + String.join(" ", faults);
    }
  }

  /**
   * Another network.
   *
   * @param up in the relay's words; null leaves this way as it is
   * @param down the same of the other way
   */
  record Relay(double atSeconds, String up, String down) implements Event {
    @Override
    public String label() {
      String both = (up == null ? "" : "up " + up + " ") + (down == null ? "" : "down " + down);
      return "network " + both.strip();
    }
  }

  /** Connections are dropped. */
  record Reconnect(double atSeconds, Who who) implements Event {
    @Override
    public String label() {
      return "reconnect " + who.name().toLowerCase(Locale.ROOT);
    }
  }

  /** The program changes to another camera. */
  record Handover(double atSeconds, String to) implements Event {
    @Override
    public String label() {
      return "handover " + to;
    }
  }

  /**
   * Players get another build.
   *
   * @param build its id; {@code build} alone takes the newest published one that is not current
   */
  record Swap(double atSeconds, String build) implements Event {
    /** Stands for any build but the current one. */
    public static final String ANY = "build";

    @Override
    public String label() {
      return build.equals(ANY) ? "player swap" : "player swap " + build;
    }
  }
}
