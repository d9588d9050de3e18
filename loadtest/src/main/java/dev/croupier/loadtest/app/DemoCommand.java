package dev.croupier.loadtest.app;

import dev.croupier.gateway.app.Gateway;
import dev.croupier.gateway.app.GatewayCommand;
import dev.croupier.gateway.app.Ground;
import dev.croupier.loadtest.studio.BuildPublisher;
import dev.croupier.loadtest.studio.GatewayApi;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code loadtest demo}: gateway, time server, cameras and dealers in one process, until it is
 * ended.
 */
@Command(
    name = "demo",
    description =
        "Runs a whole house: two tables with running rounds, cameras, pages. Ctrl-C ends it.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  @Option(names = "--config", paramLabel = "FILE", description = "the gateway's YAML file")
  private Path config;

  @Option(names = "--data", paramLabel = "DIR", description = "data folder; default: ./.croupier")
  private Path data;

  @Option(names = "--port", paramLabel = "PORT", description = "of the pages; default: 8080")
  private Integer port;

  @Option(names = "--small", description = "cameras of 360p, for machines with two busy cores")
  private boolean small;

  @Option(
      names = "--log",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "log lines as text or json; default: ${DEFAULT-VALUE}")
  private String log;

  DemoCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>(List.of("serve", "--demo", "--log", log));
    if (config != null) {
      arguments.addAll(List.of("--config", config.toString()));
    }
    if (data != null) {
      arguments.addAll(List.of("--data", data.toString()));
    }
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (port != null) {
      environment.put("CROUPIER_HTTP_PORT", port.toString());
    }
    return GatewayCommand.run(arguments.toArray(String[]::new), environment, out, err, this::start);
  }

  private URI start(Ground ground) throws Exception {
    URI address = Gateway.start(ground);
    GatewayApi api = new GatewayApi(address, HttpClient.newHttpClient());
    BuildPublisher.publish(
        api, Path.of(System.getProperty("croupier.builds", "player-overlay/target/builds")));
    House house =
        ground
            .lifecycle()
            .add(
                "studio",
                House.open(
                    address,
                    ground.clock(),
                    ground.random(),
                    Seed.in(ground.data().path(), ground.random()),
                    ground.config().tables(),
                    new House.Settings(small, 0, true)));
    house.start();
    out.println();
    out.println("  lobby    " + address.resolve("/"));
    ground
        .config()
        .tables()
        .forEach(table -> out.println("  player   " + address.resolve("/play/" + table.id())));
    out.println("  studio   " + address.resolve("/studio"));
    out.println();
    return address;
  }
}
