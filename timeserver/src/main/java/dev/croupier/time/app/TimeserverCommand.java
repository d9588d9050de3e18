package dev.croupier.time.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.croupier.time.clock.SystemTableClock;
import dev.croupier.time.server.NtpServer;
import dev.croupier.time.server.TimeHttpServer;
import dev.croupier.time.server.TimeQuality;
import dev.croupier.time.server.TimeService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program {@code timeserver}: table time for all, on its own. */
@Command(
    name = "timeserver",
    description = "Croupier's table time over NTP and WebSocket.",
    mixinStandardHelpOptions = true,
    versionProvider = TimeserverCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or ended by SIGTERM or SIGINT",
      "1:could not start (port taken …)",
      "2:wrong usage"
    })
public final class TimeserverCommand {
  private static final int FAILED = 1;

  private final PrintStream out;

  private TimeserverCommand(PrintStream out) {
    this.out = out;
  }

  /** Runs a command line and returns its exit code. */
  public static int run(
      String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    TimeserverCommand root = new TimeserverCommand(out);
    CommandLine line = new CommandLine(root);
    CommandLine serve = new CommandLine(root.new Serve());
    serve.setDefaultValueProvider(new FromEnvironment(environment));
    line.addSubcommand(serve);
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(
        (thrown, command, parsed) -> {
          if (!(thrown instanceof BindException) && !(thrown instanceof UnknownHostException)) {
            throw thrown;
          }
          command.getErr().println("timeserver: " + thrown.getMessage());
          return FAILED;
        });
    return line.execute(arguments);
  }

  @Command(
      name = "serve",
      description = "Opens both doors and runs until SIGTERM or SIGINT.",
      mixinStandardHelpOptions = true)
  private final class Serve implements Callable<Integer> {
    @Option(
        names = "--address",
        defaultValue = "127.0.0.1",
        description = "what to listen on; default: ${DEFAULT-VALUE} (CROUPIER_TIME_ADDRESS)")
    private String address;

    @Option(
        names = "--ntp-port",
        defaultValue = "1123",
        description = "UDP; default: ${DEFAULT-VALUE} (CROUPIER_TIME_NTP_PORT)")
    private int ntpPort;

    @Option(
        names = "--http-port",
        defaultValue = "8123",
        description =
            "WebSocket /time, /healthz, /metrics; default: ${DEFAULT-VALUE}"
                + " (CROUPIER_TIME_HTTP_PORT)")
    private int httpPort;

    @Option(
        names = "--origin",
        description = "a page's origin that may connect, for example https://casino.example")
    private Set<String> origins = Set.of();

    @Override
    public Integer call() throws Exception {
      quietLogs();
      InetAddress host = InetAddress.getByName(address);
      SecureRandom random = new SecureRandom();
      SystemTableClock clock = SystemTableClock.start(random);
      PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      TimeQuality quality = TimeQuality.primary();
      CountDownLatch ended = new CountDownLatch(1);
      CountDownLatch closed = new CountDownLatch(1);
      try (NtpServer ntp =
              named(
                  "time.ntpPort",
                  () ->
                      NtpServer.open(
                          new InetSocketAddress(host, ntpPort), clock, quality, random, meters));
          TimeHttpServer http =
              named(
                  "time.httpPort",
                  () ->
                      TimeHttpServer.open(
                          new InetSocketAddress(host, httpPort),
                          new TimeService(clock, clock::wallMinusTableMicros, quality, meters),
                          origins,
                          meters::scrape))) {
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      ended.countDown();
                      awaitUninterruptibly(closed);
                      // A clean end on a signal is 0, not the JVM's 128 + its number.
                      Runtime.getRuntime().halt(0);
                    },
                    "shutdown"));
        out.println(
            "ready ws://"
                + host.getHostAddress()
                + ":"
                + http.port()
                + "/time ntp://"
                + host.getHostAddress()
                + ":"
                + ntp.port());
        out.flush();
        ended.await();
      }
      meters.close();
      closed.countDown();
      return 0;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Opens a door; a taken port is named by its key. */
  private static <T> T named(String key, Opening<T> opening) throws IOException {
    try {
      return opening.open();
    } catch (BindException e) {
      BindException named = new BindException(e.getMessage() + " (" + key + ")");
      named.initCause(e);
      throw named;
    }
  }

  /** Libraries speak only when something is wrong. */
  private static void quietLogs() {
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
  }

  private interface Opening<T> {
    T open() throws IOException;
  }

  /** Options not given are looked up as {@code CROUPIER_TIME_…}. */
  private record FromEnvironment(Map<String, String> environment)
      implements CommandLine.IDefaultValueProvider {
    private static final Map<String, String> VARIABLES =
        Map.of(
            "--address", "CROUPIER_TIME_ADDRESS",
            "--ntp-port", "CROUPIER_TIME_NTP_PORT",
            "--http-port", "CROUPIER_TIME_HTTP_PORT");

    @Override
    public String defaultValue(CommandLine.Model.ArgSpec argument) {
      return argument instanceof CommandLine.Model.OptionSpec option
              && VARIABLES.containsKey(option.longestName())
          ? environment.get(VARIABLES.get(option.longestName()))
          : null;
    }
  }

  /** {@code --version}. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties build = new Properties();
      try (InputStream in = TimeserverCommand.class.getResourceAsStream("build.properties")) {
        build.load(in);
      }
      return new String[] {build.getProperty("buildId")};
    }
  }
}
