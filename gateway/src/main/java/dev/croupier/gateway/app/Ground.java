package dev.croupier.gateway.app;

import dev.croupier.gateway.http.HttpListener;
import dev.croupier.gateway.http.JwtTokens;
import dev.croupier.gateway.http.TokenIssuer;
import dev.croupier.gateway.http.TokenSecret;
import dev.croupier.gateway.http.TokenVerifier;
import dev.croupier.gateway.metrics.Meters;
import dev.croupier.time.clock.SystemTableClock;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/**
 * What every gateway stands on, opened before any of its planes: the locked data folder, table
 * time, meters, tokens, the admin door, and the list of what must be closed.
 *
 * <p>Opened by one thread; what it holds may be used by any.
 */
public final class Ground implements AutoCloseable {
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

  private final Config config;
  private final BuildInfo build;
  private final Lifecycle lifecycle;
  private final DataFolder data;
  private final SystemTableClock clock;
  private final SecureRandom random;
  private final Meters meters;
  private final Readiness readiness;
  private final JwtTokens tokens;
  private final TokenIssuer issuer;
  private final AdminServer admin;

  private Ground(Config config, Map<String, String> environment, Lifecycle lifecycle)
      throws IOException {
    this.config = config;
    this.lifecycle = lifecycle;
    build = BuildInfo.load();
    random = new SecureRandom();
    data = lifecycle.add("data folder", DataFolder.open(Path.of(config.data().dir())));
    clock = SystemTableClock.start(random);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    lifecycle.add("meters", registry::close);
    meters = new Meters(registry, build.buildId(), build.semver(), build.contractVer());
    bindMachine(registry);
    TokenSecret secret = Secrets.forServing(config, environment, data, random);
    tokens = new JwtTokens(secret, config.auth().issuer(), clock);
    issuer = new TokenIssuer(secret, config.auth().issuer(), clock, this::newId);
    readiness = new Readiness();
    admin =
        lifecycle.add(
            "admin door", AdminServer.open(config.admin(), registry, readiness, build, clock));
  }

  /**
   * Opens it; what was opened before something failed is closed again.
   *
   * @throws DataFolder.Unusable if the data folder cannot be used
   * @throws dev.croupier.gateway.http.PortTakenException if the admin port is taken
   */
  public static Ground open(Config config, Map<String, String> environment) throws IOException {
    Lifecycle lifecycle = new Lifecycle(CLOSE_DEADLINE);
    try {
      return new Ground(config, environment, lifecycle);
    } catch (IOException | RuntimeException e) {
      lifecycle.close();
      throw e;
    }
  }

  /** What was configured. */
  public Config config() {
    return config;
  }

  /** Which build runs. */
  public BuildInfo build() {
    return build;
  }

  /** The folder that this process holds. */
  public DataFolder data() {
    return data;
  }

  /** Table time. */
  public SystemTableClock clock() {
    return clock;
  }

  /** The house's source of randomness. */
  public SecureRandom random() {
    return random;
  }

  /** A fresh id of 128 random bits, 32 hexadecimal digits. */
  public String newId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The meters of the catalogue. */
  public Meters meters() {
    return meters;
  }

  /** Counts HTTP answers and refusals. */
  public HttpListener httpListener() {
    return new HttpMeters(meters);
  }

  /** Where parts say whether they are ready. */
  public Readiness readiness() {
    return readiness;
  }

  /** Checks bearer tokens. */
  public TokenVerifier tokens() {
    return tokens;
  }

  /** Mints tokens. */
  public TokenIssuer issuer() {
    return issuer;
  }

  /** The admin door. */
  public AdminServer admin() {
    return admin;
  }

  /** What is open; parts are added as they open. */
  public Lifecycle lifecycle() {
    return lifecycle;
  }

  /** All doors are open: ready from now until the first part closes. */
  public void opened() {
    readiness.opened();
    lifecycle.add("readiness", readiness::closing);
  }

  /** Closes everything, the latest opened first. */
  @Override
  public void close() {
    lifecycle.close();
  }

  @SuppressWarnings("resource") // these binders hold nothing
  private static void bindMachine(PrometheusMeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }
}
