package dev.croupier.loadtest.peer;

import dev.croupier.gateway.media.peer.RtpPublisher;
import dev.croupier.loadtest.studio.EncodedAudio;
import dev.croupier.loadtest.studio.EncodedFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Janus from the search path (Debian's package), with a streaming mountpoint fed by plain RTP and a
 * WHEP door before it. One event loop for all viewers, the fair setting on one core; ICE-lite, as
 * the gateway is.
 */
final class JanusServer implements ServerUnderTest {
  private static final String PROGRAM = "janus";
  private static final int VIDEO = 102;
  private static final int AUDIO = 111;
  private static final int MOUNTPOINT = 1;
  private static final Path LIBRARIES = Path.of("/usr/lib");

  private static final String MAIN =
      """
      general: {
        configs_folder = "%1$s"
        plugins_folder = "%2$s/plugins"
        transports_folder = "%2$s/transports"
        events_folder = "%2$s/events"
        loggers_folder = "%2$s/loggers"
        debug_level = 2
        session_timeout = 0
        event_loops = 1
      }
      nat: { ice_lite = true full_trickle = false }
      plugins: { disable = "%3$s" }
      transports: { disable = "%4$s" }
      """;

  private static final String HTTP =
      """
      general: { json = "compact" base_path = "/janus" http = true ip = "127.0.0.1" port = %d }
      admin: { admin_http = false }
      """;

  private static final String STREAMING =
      """
      feed: {
        type = "rtp"
        id = %d
        description = "feed"
        media = (
          { type = "video" mid = "0" label = "video" iface = "127.0.0.1" port = %d pt = %d
            codec = "h264" fmtp = "profile-level-id=42e01f;packetization-mode=1" },
          { type = "audio" mid = "1" label = "audio" iface = "127.0.0.1" port = %d pt = %d
            codec = "opus" }
        )
      }
      """;

  private final ServerProcess process;
  private final JanusDoor door;
  private final WhipInlet.Client client;
  private final int videoPort;
  private final int audioPort;

  private JanusServer(
      ServerProcess process,
      JanusDoor door,
      WhipInlet.Client client,
      int videoPort,
      int audioPort) {
    this.process = process;
    this.door = door;
    this.client = client;
    this.videoPort = videoPort;
    this.audioPort = audioPort;
  }

  static JanusServer start(int core, WhipInlet.Client client)
      throws IOException, InterruptedException {
    Path libraries = libraries();
    int apiPort = ServerProcess.freeTcpPort();
    int videoPort = ServerProcess.freeUdpPort();
    int audioPort = ServerProcess.freeUdpPort();
    Path folder = Files.createTempDirectory("croupier-ruler-");
    Files.writeString(
        folder.resolve("janus.jcfg"),
        MAIN.formatted(
            folder,
            libraries,
            others(libraries.resolve("plugins"), "streaming"),
            others(libraries.resolve("transports"), "http")));
    Files.writeString(folder.resolve("janus.transport.http.jcfg"), HTTP.formatted(apiPort));
    Files.writeString(
        folder.resolve("janus.plugin.streaming.jcfg"),
        STREAMING.formatted(MOUNTPOINT, videoPort, VIDEO, audioPort, AUDIO));
    ServerProcess process =
        ServerProcess.start(
            PROGRAM, core, folder, List.of(PROGRAM, "-F", folder.toString()), Map.of());
    try {
      URI api = URI.create("http://127.0.0.1:" + apiPort + "/janus");
      process.awaitHttp(client.http(), URI.create(api + "/info"));
      JanusDoor door = JanusDoor.open(api, MOUNTPOINT, client.http());
      return new JanusServer(process, door, client, videoPort, audioPort);
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  /** Where Debian keeps it: below the architecture's folder. */
  private static Path libraries() throws IOException {
    try (Stream<Path> folders = Files.list(LIBRARIES)) {
      return folders
          .map(folder -> folder.resolve(PROGRAM))
          .filter(folder -> Files.isDirectory(folder.resolve("plugins")))
          .findFirst()
          .orElseThrow(() -> new IOException("janus is not installed: no plugins below /usr/lib"));
    }
  }

  /** All libraries of a folder but one, as the configuration wants them named. */
  private static String others(Path folder, String wanted) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return String.join(
          ",",
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".so") && !name.equals("libjanus_" + wanted + ".so"))
              .sorted()
              .toList());
    }
  }

  @Override
  public String name() {
    return PROGRAM;
  }

  @Override
  public URI whep() {
    return door.whep();
  }

  @Override
  public String token() {
    return "none";
  }

  @Override
  public long pid() {
    return process.pid();
  }

  /** Plain RTP: the plugin cannot ask for keyframes on it. */
  @Override
  public Inlet publish(Publishing how) throws IOException {
    RtpPublisher publisher =
        RtpPublisher.open(
            local(videoPort),
            VIDEO,
            local(audioPort),
            AUDIO,
            client.clock(),
            client.random(),
            how.frames()::sent);
    publisher.pace(how.pacedBits());
    return new Inlet() {
      @Override
      public void onVideo(EncodedFrame frame) {
        publisher.video(frame.annexB(), frame.captureMicros());
      }

      @Override
      public void onAudio(EncodedAudio packet) {
        publisher.audio(packet.packet(), packet.captureMicros());
      }

      @Override
      public void close() {
        publisher.close();
      }
    };
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() {
    door.close();
    process.close();
  }
}
