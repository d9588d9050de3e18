package dev.croupier.gateway.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pages may call this server: those it served itself, those configured, and programs that
 * send no {@code Origin} at all.
 *
 * <p>A server on loopback counts only loopback names as itself: otherwise a foreign name that
 * resolves to 127.0.0.1 (DNS rebinding) would look like the same origin. Immutable; any thread.
 */
public final class OriginPolicy {
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> allowed;
  private final boolean loopback;

  /**
   * A policy.
   *
   * @param allowed further origins, for example {@code https://casino.example}
   * @param loopback whether the server is reachable from this machine only
   */
  public OriginPolicy(Set<String> allowed, boolean loopback) {
    this.allowed =
        allowed.stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.loopback = loopback;
  }

  /** Whether a text may stand in the list: scheme, host and port, nothing else. */
  public static boolean isOrigin(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getRawPath().isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /**
   * Whether a request may be served.
   *
   * @param origin the {@code Origin} header, or null if there is none
   * @param host the {@code Host} header, or null
   */
  public boolean allows(String origin, String host) {
    if (origin == null) {
      return true;
    }
    String wanted = origin.toLowerCase(Locale.ROOT);
    if (allowed.contains(wanted)) {
      return true;
    }
    if (host == null || !isOrigin(wanted)) {
      return false;
    }
    String authority = wanted.substring(wanted.indexOf("://") + 3);
    if (!withPort(authority, wanted).equals(withPort(host.toLowerCase(Locale.ROOT), wanted))) {
      return false;
    }
    return !loopback || LOOPBACK_NAMES.contains(URI.create(wanted).getHost());
  }

  /** Whether answers differ by {@code Origin}, so that caches must know. */
  public boolean varies() {
    return !allowed.isEmpty();
  }

  private static String withPort(String authority, String origin) {
    int colon = authority.lastIndexOf(':');
    if (colon > authority.lastIndexOf(']')) {
      return authority;
    }
    return authority + (origin.startsWith("https:") ? ":443" : ":80");
  }
}
