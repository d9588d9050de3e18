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

  private static final Pattern URL =
      Pattern.compile(
          "(stuns?:[A-Za-z0-9.-]+(:[0-9]{1,5})?"
              + "|turns?:[A-Za-z0-9.-]+(:[0-9]{1,5})?(\\?transport=(udp|tcp))?)");

  private final String link;

  /**
   * The servers.
   *
   * @param urls {@code stun:…} (RFC 7064) and {@code turn:…} (RFC 7065), see {@link #isUrl}
   * @param username for those of TURN; empty for none
   * @param credential that goes with it; told to clients with a token only, never shown elsewhere
   */
  public IceServers(List<String> urls, String username, String credential) {
    this.link =
        urls.stream()
            .map(
                url ->
                    username.isEmpty() || !url.startsWith("turn")
                        ? "<" + url + ">; rel=\"ice-server\""
                        : "<%s>; rel=\"ice-server\"; username=%s; credential=%s; credential-type=\"password\""
                            .formatted(url, quoted(username), quoted(credential)))
            .collect(Collectors.joining(", "));
  }

  /** Whether this names a STUN or TURN server: host by name or IPv4 address. */
  public static boolean isUrl(String text) {
    return URL.matcher(text).matches();
  }

  /** Whether a username or credential can stand in a header: visible ASCII and spaces. */
  public static boolean isWord(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
  }

  /** The value of {@code Link}; empty where there are no servers. */
  String link() {
    return link;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
