package dev.croupier.loadtest.app;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Debian's coturn on free ports of the loopback, one of them for TLS, with users that a shared
 * secret proves.
 */
final class TurnServer implements AutoCloseable {
  private static final long POLL_NANOS = 20_000_000;
  private static final int POLLS = 500;

  private final Process process;
  private final int port;
  private final int tlsPort;
  private final Path log;

  private TurnServer(Process process, int port, int tlsPort, Path log) {
    this.process = process;
    this.port = port;
    this.tlsPort = tlsPort;
    this.log = log;
  }

  /** Starts it; its files are in the folder, and TLS shows this certificate. */
  static TurnServer start(Path folder, String secret, TestCertificate certificate)
      throws IOException {
    Files.createDirectories(folder);
    int port = freePort();
    int tlsPort = freePort();
    Path log = folder.resolve("turn.log");
    Process process =
        new ProcessBuilder(
                "/usr/bin/turnserver",
                "-n",
                "--listening-ip=127.0.0.1",
                "--relay-ip=127.0.0.1",
                "--listening-port=" + port,
                "--alt-listening-port=0",
                "--tls-listening-port=" + tlsPort,
                "--alt-tls-listening-port=0",
                "--cert=" + certificate.chain(),
                "--pkey=" + certificate.key(),
                "--use-auth-secret",
                "--static-auth-secret=" + secret,
                "--realm=croupier",
                "--fingerprint",
                "--no-cli",
                "--no-dtls",
                // It relays to nobody on its own machine otherwise.
                "--allow-loopback-peers",
                "--simple-log",
                "--log-file=stdout",
                "--pidfile=" + folder.resolve("turn.pid"),
                "--userdb=" + folder.resolve("turn.db"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    TurnServer server = new TurnServer(process, port, tlsPort, log);
    try {
      server.awaitOpen();
    } catch (IOException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** Its address, for {@code media.iceServers}. */
  String url(String transport) {
    return "turn:127.0.0.1:" + port + "?transport=" + transport;
  }

  /** Its address by TLS, for the same. */
  String tlsUrl() {
    return "turns:127.0.0.1:" + tlsPort + "?transport=tcp";
  }

  /** What it has written. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** It listens on TCP too, which tells when it is there. */
  private void awaitOpen() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    for (int i = 0; i < POLLS && process.isAlive(); i++) {
      try (Socket plain = new Socket(loopback, port);
          Socket tls = new Socket(loopback, tlsPort)) {
        if (plain.isConnected() && tls.isConnected()) {
          return;
        }
      } catch (IOException _) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    throw new IOException("no TURN server: " + log());
  }

  /** One that is free for UDP and TCP. */
  private static int freePort() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
        DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback)) {
      return udp.getLocalPort();
    }
  }
}
