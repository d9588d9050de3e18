package dev.croupier.loadtest.peer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** MediaMTX from the search path: WHIP and WHEP are its own. */
final class MediaMtxServer implements ServerUnderTest {
  private static final String PROGRAM = "mediamtx";
  private static final String CONFIG =
      """
      logLevel: warn
      api: false
      metrics: false
      playback: false
      rtsp: false
      rtmp: false
      hls: false
      srt: false
      webrtc: true
      webrtcAddress: 127.0.0.1:%d
      webrtcEncryption: false
      webrtcLocalUDPAddress: 127.0.0.1:%d
      webrtcLocalTCPAddress: ''
      webrtcIPsFromInterfaces: false
      webrtcAdditionalHosts: [127.0.0.1]
      paths:
        feed:
      """;

  private final ServerProcess process;
  private final URI address;
  private final WhipInlet.Client client;

  private MediaMtxServer(ServerProcess process, URI address, WhipInlet.Client client) {
    this.process = process;
    this.address = address;
    this.client = client;
  }

  static MediaMtxServer start(int core, WhipInlet.Client client)
      throws IOException, InterruptedException {
    int port = ServerProcess.freeTcpPort();
    Path folder = Files.createTempDirectory("croupier-ruler-");
    Path config =
        Files.writeString(
            folder.resolve("mediamtx.yml"), CONFIG.formatted(port, ServerProcess.freeUdpPort()));
    ServerProcess process =
        ServerProcess.start(PROGRAM, core, folder, List.of(PROGRAM, config.toString()), Map.of());
    try {
      URI address = URI.create("http://127.0.0.1:" + port + "/");
      process.awaitHttp(client.http(), address.resolve("/feed/"));
      return new MediaMtxServer(process, address, client);
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return PROGRAM;
  }

  @Override
  public URI whep() {
    return address.resolve("/feed/whep");
  }

  @Override
  public String token() {
    return "none";
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public Inlet publish(Publishing how) throws IOException, InterruptedException {
    return WhipInlet.publish(address.resolve("/feed/whip"), token(), client, how);
  }

  @Override
  public void close() {
    process.close();
  }
}
