package dev.croupier.loadtest.studio;

import java.util.Locale;

/** Makes the pictures of a studio. */
public final class Pictures {
  /** What is played at a table. */
  public enum Game {
    /** Roulette with one zero. */
    ROULETTE,
    /** Punto banco. */
    BACCARAT
  }

  /** From where a table is seen. */
  public enum View {
    /** Camera A: across the table, with the dealer. */
    ACROSS,
    /** Camera B: from above. */
    ABOVE
  }

  static {
    // No display is needed or looked for.
    System.setProperty("java.awt.headless", "true");
  }

  private Pictures() {}

  /**
   * A picture of its own for a camera.
   *
   * @param table its name, for example {@code Roulette 1}; written in capitals
   * @param width even
   * @param height even
   */
  public static Picture of(Game game, View view, String table, int width, int height) {
    return of(
        game, view, table, game == Game.ROULETTE ? Theme.amber() : Theme.petrol(), width, height);
  }

  /** The same in another light. */
  public static Picture of(Game game, View view, String table, Theme theme, int width, int height) {
    String title = table.toUpperCase(Locale.ROOT);
    boolean across = view == View.ACROSS;
    return switch (game) {
      case ROULETTE -> new RoulettePicture(width, height, title, theme, across);
      case BACCARAT -> new BaccaratPicture(width, height, title, theme, across);
    };
  }
}
