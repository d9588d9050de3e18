package dev.croupier.gateway.app;

import dev.croupier.gateway.http.PortTakenException;
import dev.croupier.gateway.http.Role;
import dev.croupier.gateway.http.TokenIssuer;
import dev.croupier.gateway.ids.LicenseeId;
import dev.croupier.gateway.ids.PlayerId;
import dev.croupier.time.clock.SystemTableClock;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program {@code gateway}: its commands, and what a person reads when one goes wrong: one line,
 * no stack trace.
 */
@Command(
    name = "gateway",
    description = "Croupier's gateway: live tables, their rounds and their players.",
    mixinStandardHelpOptions = true,
    versionProvider = GatewayCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or ended by SIGTERM or SIGINT",
      "1:could not start or go on (port taken, data folder unusable …)",
      "2:wrong usage or configuration"
    })
public final class GatewayCommand {
  /** Could not start or go on. */
  public static final int FAILED = 1;

  /** Wrong usage or configuration. */
  public static final int USAGE = 2;

  /** Opens all planes on a ground and says where a person finds them. */
  @FunctionalInterface
  public interface Starter {
    /** The address of the public door; whatever was opened is in the ground's lifecycle. */
    URI start(Ground ground) throws Exception;
  }

  private final Map<String, String> environment;
  private final PrintStream out;
  private final Starter starter;

  private GatewayCommand(Map<String, String> environment, PrintStream out, Starter starter) {
    this.environment = environment;
    this.out = out;
    this.starter = starter;
  }

  /** Runs a command line and returns its exit code. */
  public static int run(
      String[] arguments,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      Starter starter) {
    GatewayCommand root = new GatewayCommand(environment, out, starter);
    CommandLine line =
        new CommandLine(root)
            .addSubcommand(root.new Serve())
            .addSubcommand(root.new Token())
            .addSubcommand(root.new ShowConfig());
    line.setOut(new java.io.PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8));
    line.setErr(new java.io.PrintWriter(err, true, java.nio.charset.StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (thrown, command, parsed) -> {
          if (!isForPeople(thrown)) {
            throw thrown;
          }
          command.getErr().println("gateway: " + thrown.getMessage());
          return exitCodeOf(thrown);
        });
    return line.execute(arguments);
  }

  private static boolean isForPeople(Exception thrown) {
    return thrown instanceof ConfigException
        || thrown instanceof DataFolder.Unusable
        || thrown instanceof PortTakenException;
  }

  private static int exitCodeOf(Exception thrown) {
    return thrown instanceof ConfigException ? USAGE : FAILED;
  }

  /** Options that say what is configured. */
  static final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "YAML file; see gateway config")
    private Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "overrides data.dir")
    private String data;

    @Option(
        names = "--insecure",
        description = "allows an http.address that others can reach, without TLS")
    private boolean insecure;

    @Option(names = "--demo", description = "demo tokens and play money, on this machine only")
    private boolean demo;

    @Option(
        names = "--log",
        paramLabel = "FORMAT",
        description = "overrides log.format: json, text")
    private String log;

    Config load(Map<String, String> environment) {
      Map<String, String> all = new HashMap<>(environment);
      if (data != null) {
        all.put("CROUPIER_DATA_DIR", data);
      }
      if (log != null) {
        all.put("CROUPIER_LOG_FORMAT", log);
      }
      if (insecure) {
        all.put("CROUPIER_HTTP_INSECURE", "true");
      }
      if (demo) {
        all.put("CROUPIER_DEMO_ENABLED", "true");
      }
      return ConfigLoader.load(file, all);
    }
  }

  @Command(
      name = "serve",
      description = "Opens all doors and runs until SIGTERM or SIGINT.",
      mixinStandardHelpOptions = true)
  private final class Serve implements Callable<Integer> {
    @CommandLine.Mixin private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
      Config config = options.load(environment);
      BuildInfo build = BuildInfo.load();
      Logging.start(config.log(), build);
      Ground ground = Ground.open(config, environment);
      try {
        ground.lifecycle().endWithProcess(Logging::stop);
        URI address = starter.start(ground);
        ground.opened();
        out.println("ready " + address);
        out.flush();
      } catch (Exception e) {
        ground.lifecycle().exitWith(exitCodeOf(e));
        ground.close();
        throw e;
      }
      ground.lifecycle().awaitClosed();
      return 0;
    }
  }

  @Command(
      name = "token",
      description = "Prints a bearer token signed with this gateway's secret.",
      mixinStandardHelpOptions = true)
  private final class Token implements Callable<Integer> {
    @CommandLine.Mixin private ConfigOptions options;

    @Option(
        names = "--role",
        required = true,
        description = "player, dealer, supervisor, operator, publisher, auditor, admin")
    private String role;

    @Option(names = "--subject", required = true, description = "who it is for")
    private String subject;

    @Option(names = "--licensee", defaultValue = "demo", description = "default: ${DEFAULT-VALUE}")
    private String licensee;

    @Option(names = "--currency", description = "of a player, for example EUR")
    private String currency;

    @Option(
        names = "--ttl",
        paramLabel = "SECONDS",
        defaultValue = "3600",
        description = "how long it is valid; default: ${DEFAULT-VALUE}")
    private long ttlSeconds;

    @Override
    public Integer call() throws Exception {
      Config config = options.load(environment);
      SecureRandom random = new SecureRandom();
      TokenIssuer issuer =
          new TokenIssuer(
              Secrets.forMinting(config, environment),
              config.auth().issuer(),
              SystemTableClock.start(random),
              () -> newId(random));
      if (!PlayerId.isValid(subject) || !LicenseeId.isValid(licensee) || ttlSeconds < 1) {
        throw new ConfigException("--subject, --licensee or --ttl is malformed");
      }
      out.println(
          issuer
              .mint(
                  TokenIssuer.Claims.of(
                      new PlayerId(subject),
                      new LicenseeId(licensee),
                      roleOf(role),
                      currency,
                      Duration.ofSeconds(ttlSeconds)))
              .token());
      return 0;
    }

    private static Role roleOf(String name) {
      try {
        return Role.valueOf(name.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new ConfigException("--role: there is no role '" + name + "'");
      }
    }

    private static String newId(SecureRandom random) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      return HexFormat.of().formatHex(bytes);
    }
  }

  @Command(
      name = "config",
      description = "Prints the configuration in force: defaults, file, environment. No secrets.",
      mixinStandardHelpOptions = true)
  private final class ShowConfig implements Callable<Integer> {
    @CommandLine.Mixin private ConfigOptions options;

    @Override
    public Integer call() {
      out.print(ConfigLoader.toYaml(options.load(environment)));
      return 0;
    }
  }

  /** {@code --version}. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      BuildInfo build = BuildInfo.load();
      return new String[] {build.buildId() + " (contract " + build.contractVer() + ")"};
    }
  }
}
