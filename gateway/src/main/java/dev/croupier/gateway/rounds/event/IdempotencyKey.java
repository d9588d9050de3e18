package dev.croupier.gateway.rounds.event;

import java.util.regex.Pattern;

/** Forms of idempotency keys: a caller's own, and those the rounds plane chooses itself. */
public final class IdempotencyKey {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  private IdempotencyKey() {}

  /** Whether a text from outside may be one: {@code [A-Za-z0-9._:-]{1,64}}. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  /** A key of our own; the tilde keeps it apart from everything a caller may choose. */
  public static String internal(String purpose, String about) {
    return "~" + purpose + ":" + about;
  }
}
