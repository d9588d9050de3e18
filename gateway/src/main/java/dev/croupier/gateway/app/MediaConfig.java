package dev.croupier.gateway.app;

import static dev.croupier.gateway.app.Config.check;
import static dev.croupier.gateway.app.Config.checkAddress;
import static dev.croupier.gateway.app.Config.checkPort;

import dev.croupier.gateway.media.http.IceServers;
import dev.croupier.gateway.media.net.DtlsSettings;
import dev.croupier.gateway.media.net.MediaSocketConfig;
import dev.croupier.gateway.media.net.RtpPortRange;
import java.util.List;

/**
 * Media over UDP and TCP, as configured: key {@code media}.
 *
 * @param address what it listens on
 * @param publicAddresses addresses that players are told, where they differ from {@code address}
 *     (1:1 NAT, host networks)
 * @param tcp whether players without UDP may come by TCP, at the same port
 * @param rtpPorts UDP ports for publishers of plain RTP, as {@code 40000-40099}; empty for any
 * @param iceServers what players and publishers are told: {@code stun:…} and {@code turn:…}
 * @param turnUsername for those of TURN; empty for none
 * @param turnCredentialFile a file with the credential that goes with it
 * @param turnSecretFile a file with the secret shared with the TURN servers, of which each session
 *     gets credentials of its own that expire; empty for none
 * @param turnTtlSeconds how long they are good
 * @param maxSessions publishers and viewers at a time
 * @param sessionsPerPrincipal at a time; 0 for no limit; not in demo mode, as all that follow
 * @param sessionsPerAddress at a time; 0 for no limit, which a gateway behind a proxy needs
 * @param offersPerPrincipal a minute; 0 for no limit
 * @param offersPerAddress a minute; 0 for no limit
 * @param maxHandshakes at a time, in demo mode too
 * @param handshakesPerAddress at a time; 0 for no limit
 */
public record MediaConfig(
    String address,
    int port,
    List<String> publicAddresses,
    boolean tcp,
    String rtpPorts,
    List<String> iceServers,
    String turnUsername,
    String turnCredentialFile,
    String turnSecretFile,
    int turnTtlSeconds,
    int maxSessions,
    int sessionsPerPrincipal,
    int sessionsPerAddress,
    int offersPerPrincipal,
    int offersPerAddress,
    int maxHandshakes,
    int handshakesPerAddress) {
  private static final int MOST = 1_000_000;
  private static final int LEAST_TTL_SECONDS = 60;
  private static final int MOST_TTL_SECONDS = 7 * 86_400;

  /** Checks the ranges. */
  public MediaConfig {
    checkAddress("media.address", address);
    checkPort("media.port", port);
    check(publicAddresses.size() <= 8, "media.publicAddresses", "at most 8", publicAddresses);
    publicAddresses.forEach(text -> checkAddress("media.publicAddresses", text));
    for (String url : iceServers) {
      check(IceServers.isUrl(url), "media.iceServers", "stun:host or turn:host", url);
    }
    check(IceServers.isWord(turnUsername), "media.turnUsername", "one word", turnUsername);
    check(
        turnUsername.isEmpty() == turnCredentialFile.isEmpty(),
        "media.turnCredentialFile",
        "a file where media.turnUsername is set, and only there",
        turnCredentialFile);
    check(
        turnSecretFile.isEmpty() || turnUsername.isEmpty(),
        "media.turnSecretFile",
        "none where media.turnUsername is set",
        turnSecretFile);
    checkRange("media.turnTtlSeconds", turnTtlSeconds, LEAST_TTL_SECONDS, MOST_TTL_SECONDS);
    checkRange("media.maxSessions", maxSessions, 1, MOST);
    checkRange("media.sessionsPerPrincipal", sessionsPerPrincipal, 0, MOST);
    checkRange("media.sessionsPerAddress", sessionsPerAddress, 0, MOST);
    checkRange("media.offersPerPrincipal", offersPerPrincipal, 0, MOST);
    checkRange("media.offersPerAddress", offersPerAddress, 0, MOST);
    checkRange("media.maxHandshakes", maxHandshakes, 1, MOST);
    checkRange("media.handshakesPerAddress", handshakesPerAddress, 0, MOST);
    try {
      RtpPortRange.parse(rtpPorts);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("media.rtpPorts: expected " + e.getMessage());
    }
  }

  /** The published defaults. */
  static MediaConfig defaults() {
    return new MediaConfig(
        "127.0.0.1",
        8189,
        List.of(),
        true,
        "",
        List.of(),
        "",
        "",
        "",
        43_200,
        MediaSocketConfig.DEFAULT_MAX_SESSIONS,
        20,
        1_000,
        60,
        3_000,
        DtlsSettings.DEFAULT_CONCURRENT,
        128);
  }

  private static void checkRange(String key, int value, int least, int most) {
    check(value >= least && value <= most, key, least + ".." + most, value);
  }
}
