package dev.croupier.gateway.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Logs to standard error: JSON lines for programs, or plain lines for people. Called once, by the
 * main thread.
 */
public final class Logging {
  private static final String PLAIN =
      "%d{HH:mm:ss.SSS} %-5level %logger{0}: %replace(%msg){'eyJ[A-Za-z0-9_.-]+','[hidden]'}%n";

  private Logging() {}

  /** Sets up all logging of the process, {@code java.util.logging} included. */
  public static void start(Config.Log config, BuildInfo build) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder(config, build, context));
    appender.start();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    Level level = Level.toLevel(config.level());
    root.setLevel(Level.INFO.isGreaterOrEqual(level) ? Level.INFO : level);
    context.getLogger("dev.croupier").setLevel(level);
    // Their starting and stopping is ours to report, in one line each.
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
    context.getLogger("io.netty").setLevel(Level.WARN);
    context.getLogger("org.ice4j").setLevel(Level.WARN);
    context.getLogger("org.jitsi").setLevel(Level.WARN);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Writes out what is buffered; nothing can be logged afterwards. */
  public static void stop() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
  }

  private static Encoder<ILoggingEvent> encoder(
      Config.Log config, BuildInfo build, LoggerContext context) {
    if (config.format().equals("json")) {
      JsonLines lines = new JsonLines(build);
      lines.setContext(context);
      lines.start();
      return lines;
    }
    PatternLayoutEncoder plain = new PatternLayoutEncoder();
    plain.setContext(context);
    plain.setPattern(PLAIN);
    plain.start();
    return plain;
  }
}
