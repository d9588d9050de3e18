package dev.croupier.gateway.app;

import java.util.regex.Pattern;

/** Masks what must never be in a log: bearer tokens, and passwords of SDP and URLs. */
final class Redaction {
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]{4,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
  private static final Pattern NAMED =
      Pattern.compile("((?:ice-pwd:|[?&]token=|(?i:bearer )))[^\\s&\"']+");

  private Redaction() {}

  static String of(String text) {
    if (text == null) {
      return "";
    }
    String masked = text.contains("eyJ") ? TOKEN.matcher(text).replaceAll("[hidden]") : text;
    return NAMED.matcher(masked).replaceAll("$1[hidden]");
  }
}
