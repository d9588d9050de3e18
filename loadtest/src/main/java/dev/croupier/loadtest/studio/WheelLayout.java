package dev.croupier.loadtest.studio;

/** A European wheel: the order of its pockets and where they are. Stateless. */
final class WheelLayout {
  /** Number of pockets. */
  static final int POCKETS = 37;

  /** From one pocket to the next, in radians. */
  static final double STEP = Ink.TURN / POCKETS;

  private static final int[] ORDER = {
    0, 32, 15, 19, 4, 21, 2, 25, 17, 34, 6, 27, 13, 36, 11, 30, 8, 23, 10, 5, 24, 16, 33, 1, 20, 14,
    31, 9, 22, 18, 29, 7, 28, 12, 35, 3, 26
  };
  private static final long RED =
      bits(1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36);

  private WheelLayout() {}

  /** The number at a place, clockwise from zero. */
  static int numberAt(int place) {
    return ORDER[place];
  }

  /** The place of a number, clockwise from zero. */
  static int placeOf(int number) {
    for (int place = 0; place < POCKETS; place++) {
      if (ORDER[place] == number) {
        return place;
      }
    }
    throw new IllegalArgumentException("no such pocket: " + number);
  }

  /** Whether a number is red; zero and the others are not. */
  static boolean red(int number) {
    return (RED >> number & 1) != 0;
  }

  /**
   * The angle of a pocket's middle, clockwise from the picture's right, when the wheel has turned
   * by {@code rotation}; at none zero is at the top.
   */
  static double angleOf(int number, double rotation) {
    return rotation + placeOf(number) * STEP - Math.PI / 2;
  }

  private static long bits(int... numbers) {
    long bits = 0;
    for (int number : numbers) {
      bits |= 1L << number;
    }
    return bits;
  }
}
