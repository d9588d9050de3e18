package dev.croupier.loadtest.studio;

/** Table time as the wall board writes it: the time of day of its Unix seconds, in UTC. */
final class TableTimeText {
  private static final long SECOND = 1_000_000;

  private TableTimeText() {}

  /** For example {@code 12:44:04}. */
  static String clock(long micros) {
    int second = (int) Math.floorMod(Math.floorDiv(micros, SECOND), 86_400L);
    char[] text = new char[8];
    two(text, 0, second / 3600);
    text[2] = ':';
    two(text, 3, second / 60 % 60);
    text[5] = ':';
    two(text, 6, second % 60);
    return new String(text);
  }

  /** For example {@code .200}. */
  static String milliseconds(long micros) {
    int ms = (int) (Math.floorMod(micros, SECOND) / 1000);
    return "." + (char) ('0' + ms / 100) + (char) ('0' + ms / 10 % 10) + (char) ('0' + ms % 10);
  }

  private static void two(char[] text, int at, int value) {
    text[at] = (char) ('0' + value / 10);
    text[at + 1] = (char) ('0' + value % 10);
  }
}
