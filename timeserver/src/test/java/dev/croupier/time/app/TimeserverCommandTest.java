package dev.croupier.time.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeserverCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(strings = {"--help", "serve --help"})
  void helpIsEverywhere(String arguments) {
    assertEquals(0, run(Map.of(), arguments.split(" ")));
    assertTrue(text(out).contains("Usage: timeserver"), text(out));
  }

  @Test
  void theVersionIsTheBuild() {
    assertEquals(0, run(Map.of(), "--version"));
    assertTrue(text(out).matches("croupier-timeserver-\\d+\\.\\d+\\.\\d+\\s*"), text(out));
  }

  @Test
  void anUnknownOptionIsUsage() {
    assertEquals(2, run(Map.of(), "serve", "--colour"));
  }

  @Test
  void aTakenNtpPortIsOneLineThatNamesItsKey() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      int code =
          run(
              Map.of(
                  "CROUPIER_TIME_NTP_PORT", Integer.toString(port), "CROUPIER_TIME_HTTP_PORT", "0"),
              "serve");
      assertEquals(1, code);
      assertEquals("timeserver: port " + port + " is taken (time.ntpPort)\n", text(err));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalEndsItCleanly(String signal) throws Exception {
    Process server = start();
    BufferedReader lines = server.inputReader();
    String ready = lines.readLine();
    assertTrue(
        String.valueOf(ready)
            .matches("ready ws://127\\.0\\.0\\.1:\\d+/time ntp://127\\.0\\.0\\.1:\\d+"),
        ready);
    new ProcessBuilder("kill", "-" + signal, Long.toString(server.pid())).start().waitFor();
    assertTrue(server.waitFor(30, TimeUnit.SECONDS));
    String errors = server.errorReader().lines().collect(Collectors.joining("\n"));
    assertEquals(0, server.exitValue(), errors);
    assertEquals("", errors);
  }

  private static Process start() throws IOException {
    // A test run that was itself started in the background hands down an ignored SIGINT.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--ntp-port",
            "0",
            "--http-port",
            "0"));
    return new ProcessBuilder(command).start();
  }

  private int run(Map<String, String> environment, String... arguments) {
    return TimeserverCommand.run(
        arguments,
        environment,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
