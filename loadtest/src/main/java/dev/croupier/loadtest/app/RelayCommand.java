package dev.croupier.loadtest.app;

import dev.croupier.loadtest.measure.Section;
import dev.croupier.loadtest.plan.ScenarioException;
import dev.croupier.loadtest.relay.Direction;
import dev.croupier.loadtest.relay.Impairment;
import dev.croupier.loadtest.relay.Relay;
import dev.croupier.loadtest.relay.RelayControl;
import dev.croupier.loadtest.relay.RelaySettings;
import dev.croupier.time.clock.SystemTableClock;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code loadtest relay}: a bad network between clients and a server, until it is ended. */
@Command(
    name = "relay",
    description = {
      "Stands between clients and a server: what passes over UDP and TCP meets delay, jitter, loss,"
          + " reordering, duplication, a limited rate and blackouts. Clients use its address"
          + " instead of the server's. Ctrl-C ends it, with a summary.",
      "",
      "An impairment: delay=20ms jitter=5ms,normal loss=5%% burst=3 reorder=1%%,10ms"
          + " duplicate=0.5%% rate=2mbit queue=200ms blackout=500ms/10s"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended by SIGTERM or SIGINT",
      "1:could not start (port taken, no such host)",
      "2:wrong usage"
    })
final class RelayCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int MAX_PORT = 65_535;
  private static final double MILLIS = 1_000.0;

  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description = "the server, http://host:port")
  private String to;

  @Option(
      names = "--media",
      paramLabel = "HOST:PORT",
      description = "the server's UDP address; default: learned from its WHEP and WHIP answers")
  private String media;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "where clients come; default: ${DEFAULT-VALUE}")
  private String bind;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9080",
      description = "for HTTP and WebSockets; default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--media-port",
      paramLabel = "PORT",
      defaultValue = "9189",
      description = "for UDP; default: ${DEFAULT-VALUE}")
  private int mediaPort;

  @Option(
      names = "--up",
      paramLabel = "IMPAIRMENT",
      defaultValue = "none",
      description = "from clients to the server; default: ${DEFAULT-VALUE}")
  private String up;

  @Option(
      names = "--down",
      paramLabel = "IMPAIRMENT",
      defaultValue = "none",
      description = "from the server to clients; default: ${DEFAULT-VALUE}")
  private String down;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "what is lost, late and doubled; default: any, and told")
  private Long seed;

  @Option(
      names = "--control",
      paramLabel = "PORT",
      description =
          "a door on loopback: GET / tells what it has done, PUT /up and PUT /down change the"
              + " impairments; 0 for any port")
  private Integer control;

  RelayCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    RelaySettings settings;
    Impairment upward;
    Impairment downward;
    try {
      settings = settings();
      upward = impairment("--up", up);
      downward = impairment("--down", down);
    } catch (ScenarioException e) {
      return complain(USAGE, e.getMessage());
    }
    SecureRandom random = new SecureRandom();
    long runSeed = seed != null ? seed : random.nextLong() >>> 1;
    try (Relay relay = Relay.open(settings, runSeed, SystemTableClock.start(random))) {
      relay.set(Direction.UP, upward);
      relay.set(Direction.DOWN, downward);
      serve(relay);
      return 0;
    } catch (IOException e) {
      return complain(FAILED, e.getMessage());
    }
  }

  private RelaySettings settings() {
    URI server;
    try {
      server = URI.create(to);
    } catch (IllegalArgumentException _) {
      throw new ScenarioException("--to: http://host:port is needed, not '" + to + "'");
    }
    RelaySettings settings =
        RelaySettings.to(server)
            .at(
                new InetSocketAddress(literal(), checked("--port", port)),
                new InetSocketAddress(literal(), checked("--media-port", mediaPort)));
    if (control != null) {
      checked("--control", control);
    }
    return media == null ? settings : settings.withMedia(mediaAddress());
  }

  private InetAddress literal() {
    try {
      return InetAddress.ofLiteral(bind);
    } catch (IllegalArgumentException _) {
      throw new ScenarioException("--bind: an IP address is needed, not '" + bind + "'");
    }
  }

  private InetSocketAddress mediaAddress() {
    int colon = media.lastIndexOf(':');
    String number = colon < 1 ? "" : media.substring(colon + 1);
    if (!number.matches("[0-9]{1,5}") || Integer.parseInt(number) > MAX_PORT) {
      throw new ScenarioException("--media: host:port is needed, not '" + media + "'");
    }
    String host = media.substring(0, colon);
    try {
      return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(number));
    } catch (UnknownHostException _) {
      throw new ScenarioException("--media: there is no host '" + host + "'");
    }
  }

  private static int checked(String option, int number) {
    if (number < 0 || number > MAX_PORT) {
      throw new ScenarioException(option + ": 0 to 65535, not " + number);
    }
    return number;
  }

  private static Impairment impairment(String option, String text) {
    try {
      return Impairment.parse(text);
    } catch (ScenarioException e) {
      throw new ScenarioException(option + ": " + e.getMessage());
    }
  }

  /** Until a signal comes; the summary is printed before the process ends. */
  private void serve(Relay relay) throws IOException {
    RelayControl door = control == null ? null : RelayControl.open(relay, control);
    out.println("relay " + relay.base() + " to " + to + ", seed " + relay.seed());
    out.println("  UDP      " + address(relay.datagrams()) + " to " + known());
    for (Direction direction : Direction.values()) {
      out.printf("  %-8s %s%n", direction.word(), relay.impairment(direction).text());
    }
    if (door != null) {
      out.println("  control  " + door.address());
    }
    out.println("ready " + relay.base());
    out.flush();
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (door != null) {
                    door.close();
                  }
                  relay.close();
                  out.print(summary(relay.section()));
                  out.flush();
                  // The JVM's own answer to a signal is 128 + its number; a clean end is 0.
                  Runtime.getRuntime().halt(0);
                },
                "relay-end"));
    try {
      never.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String known() {
    return media == null ? "what the server's answers name" : media;
  }

  private static String address(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** What it has done: counts that are not 0, then delays. */
  static String summary(Section section) {
    StringBuilder text = new StringBuilder("relayed:\n");
    for (Section.Count count : section.counts()) {
      if (count.value() != 0) {
        text.append(
            String.format(
                    Locale.ROOT,
                    "  %-48s %,15d %s",
                    count.label(),
                    (long) count.value(),
                    count.unit())
                .stripTrailing());
        text.append('\n');
      }
    }
    for (Section.Named series : section.series()) {
      Histogram values = series.values();
      if (values.getTotalCount() > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                "  %-32s p50 %.2f  p95 %.2f  p99 %.2f  max %.2f ms%n",
                series.label(),
                values.getValueAtPercentile(50) / MILLIS,
                values.getValueAtPercentile(95) / MILLIS,
                values.getValueAtPercentile(99) / MILLIS,
                values.getMaxValue() / MILLIS));
      }
    }
    section.failures().forEach(failure -> text.append("  ").append(failure).append('\n'));
    return text.toString();
  }

  private int complain(int exitCode, String message) {
    err.println("loadtest: " + message);
    err.flush();
    return exitCode;
  }
}
