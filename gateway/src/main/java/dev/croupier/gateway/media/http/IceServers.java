package dev.croupier.gateway.media.http;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The STUN and TURN servers that clients are told with an accepted offer (RFC 9725 section 4.6).
 * Any thread.
 */
public final class IceServers {
  /** No servers. */
  public static final IceServers NONE = new IceServers(List.of(), "", "");

  private static final long MICROS_PER_SECOND = 1_000_000;

  private static final Pattern URL =
      Pattern.compile(
          "(stuns?:[A-Za-z0-9.-]+(:[0-9]{1,5})?"
              + "|turns?:[A-Za-z0-9.-]+(:[0-9]{1,5})?(\\?transport=(udp|tcp))?)");

  /** Who a client is to a TURN server. */
  @FunctionalInterface
  private interface Users {
    /** Its credentials; null for none. */
    TurnCredentials of(String principal, long nowMicros);
  }

  private final List<String> urls;
  private final Users users;

  /**
   * Servers with one user for all.
   *
   * @param urls {@code stun:…} (RFC 7064) and {@code turn:…} (RFC 7065), see {@link #isUrl}
   * @param username for those of TURN; empty for none
   * @param credential that goes with it; told to clients with a token only, never shown elsewhere
   */
  public IceServers(List<String> urls, String username, String credential) {
    this(
        urls,
        username.isEmpty() ? (_, _) -> null : (_, _) -> new TurnCredentials(username, credential));
  }

  private IceServers(List<String> urls, Users users) {
    this.urls = List.copyOf(urls);
    this.users = users;
  }

  /**
   * Servers with a user for each session, good for a time.
   *
   * @param secret shared with the TURN servers, not empty
   * @param ttlSeconds how long a user is let in after it was told
   */
  public static IceServers timed(List<String> urls, byte[] secret, long ttlSeconds) {
    byte[] own = secret.clone();
    return new IceServers(
        urls,
        (principal, now) ->
            TurnCredentials.of(own, principal, now / MICROS_PER_SECOND + ttlSeconds));
  }

  /** Whether this names a STUN or TURN server: host by name or IPv4 address. */
  public static boolean isUrl(String text) {
    return URL.matcher(text).matches();
  }

  /** Whether a username or credential can stand in a header: visible ASCII and spaces. */
  public static boolean isWord(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
  }

  /**
   * The value of {@code Link} for a principal at a moment of table time; empty where there are no
   * servers.
   */
  String link(String principal, long nowMicros) {
    TurnCredentials user = users.of(principal, nowMicros);
    return urls.stream()
        .map(
            url ->
                user == null || !url.startsWith("turn")
                    ? "<" + url + ">; rel=\"ice-server\""
                    : "<%s>; rel=\"ice-server\"; username=%s; credential=%s; credential-type=\"password\""
                        .formatted(url, quoted(user.username()), quoted(user.password())))
        .collect(Collectors.joining(", "));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
