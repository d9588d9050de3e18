package dev.croupier.gateway.media.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * How the media port is opened.
 *
 * @param bind addresses of the socket, all with the same port; port 0 takes a free one
 * @param publicAddresses what candidates name instead of the bound addresses (1:1 NAT); a port of 0
 *     stands for the bound port; empty for the bound ones
 * @param loops event loops; 1 without epoll
 * @param tcp whether there is a TCP port beside the UDP one (RFC 6544), for peers without UDP
 * @param maxSessions the cap of concurrent sessions
 * @param dtls how handshakes are made
 */
public record MediaSocketConfig(
    List<InetSocketAddress> bind,
    List<InetSocketAddress> publicAddresses,
    int loops,
    boolean tcp,
    int maxSessions,
    DtlsSettings dtls) {
  /** More than a machine sustains; sessions beyond it are answered "busy". */
  public static final int DEFAULT_MAX_SESSIONS = 10_000;

  private static final int MAX_ADDRESSES = 8;

  /** Checks the ranges. */
  public MediaSocketConfig {
    bind = List.copyOf(bind);
    publicAddresses = List.copyOf(publicAddresses);
    if (bind.isEmpty() || bind.size() > MAX_ADDRESSES || publicAddresses.size() > MAX_ADDRESSES) {
      throw new IllegalArgumentException("1 to 8 addresses to bind, at most 8 public ones");
    }
    int port = bind.get(0).getPort();
    if (bind.stream().anyMatch(a -> a.isUnresolved() || a.getPort() != port)) {
      throw new IllegalArgumentException("bound addresses are resolved and share one port");
    }
    if (loops < 1 || maxSessions < 1) {
      throw new IllegalArgumentException("at least one loop and one session");
    }
  }

  /** 127.0.0.1 at this port, without TCP, standard handshakes, loops by the number of cores. */
  public static MediaSocketConfig loopback(int port) {
    return new MediaSocketConfig(
        List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)),
        List.of(),
        defaultLoops(),
        false,
        DEFAULT_MAX_SESSIONS,
        DtlsSettings.standard());
  }

  /** One core is left to everything else; more than eight loops were never needed. */
  public static int defaultLoops() {
    return Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, 8);
  }

  /** The same with other addresses. */
  public MediaSocketConfig withBind(List<InetSocketAddress> others) {
    return new MediaSocketConfig(others, publicAddresses, loops, tcp, maxSessions, dtls);
  }

  /** The same with other public addresses. */
  public MediaSocketConfig withPublicAddresses(List<InetSocketAddress> others) {
    return new MediaSocketConfig(bind, others, loops, tcp, maxSessions, dtls);
  }

  /** The same with another number of loops. */
  public MediaSocketConfig withLoops(int other) {
    return new MediaSocketConfig(bind, publicAddresses, other, tcp, maxSessions, dtls);
  }

  /** The same with or without TCP. */
  public MediaSocketConfig withTcp(boolean other) {
    return new MediaSocketConfig(bind, publicAddresses, loops, other, maxSessions, dtls);
  }

  /** The same with another cap. */
  public MediaSocketConfig withMaxSessions(int other) {
    return new MediaSocketConfig(bind, publicAddresses, loops, tcp, other, dtls);
  }

  /** The same with other handshakes. */
  public MediaSocketConfig withDtls(DtlsSettings other) {
    return new MediaSocketConfig(bind, publicAddresses, loops, tcp, maxSessions, other);
  }
}
