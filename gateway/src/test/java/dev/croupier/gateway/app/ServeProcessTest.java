package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gateway serve} as a process of its own: how it starts, refuses to start, and ends. */
final class ServeProcessTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalEndsItCleanly(String signal) throws Exception {
    Process gateway = start("0");
    String ready = firstReadyLine(gateway);
    assertTrue(ready.matches("ready http://127\\.0\\.0\\.1:\\d+"), ready);
    new ProcessBuilder("kill", "-" + signal, Long.toString(gateway.pid())).start().waitFor();
    assertTrue(gateway.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, gateway.exitValue(), rest(gateway));
    // Nothing is left behind that would keep the next one from starting.
    DataFolder.open(folder).close();
  }

  @Test
  void aTakenPortIsOneLineAndExitCodeOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process gateway = start(Integer.toString(taken.getLocalPort()));
      assertTrue(gateway.waitFor(30, TimeUnit.SECONDS));
      assertEquals(1, gateway.exitValue());
      assertEquals(
          "gateway: port " + taken.getLocalPort() + " is taken (http.port)", lastError(gateway));
    }
  }

  @Test
  void aSecondProcessOnTheSameDataIsOneLineAndExitCodeOne() throws Exception {
    try (DataFolder held = DataFolder.open(folder)) {
      Process gateway = start("0");
      assertTrue(gateway.waitFor(30, TimeUnit.SECONDS));
      assertEquals(1, gateway.exitValue());
      assertEquals(
          "gateway: data folder "
              + held.path()
              + " is in use by another process (pid "
              + ProcessHandle.current().pid()
              + ") (data.dir)",
          lastError(gateway));
    }
  }

  private Process start(String httpPort) throws IOException {
    // A test run that was itself started in the background hands down an ignored SIGINT.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--log",
            "text",
            "--data",
            folder.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("CROUPIER_"));
    for (String key : List.of("ADMIN_PORT", "MEDIA_PORT", "TIME_NTP_PORT", "TIME_HTTP_PORT")) {
      builder.environment().put("CROUPIER_" + key, "0");
    }
    builder.environment().put("CROUPIER_HTTP_PORT", httpPort);
    return builder.start();
  }

  private static String firstReadyLine(Process gateway) throws IOException {
    BufferedReader out = gateway.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        assertEquals("http", URI.create(line.substring(6)).getScheme());
        return line;
      }
    }
    return "ended: " + rest(gateway);
  }

  private static String lastError(Process gateway) {
    return gateway.errorReader().lines().reduce("", (before, line) -> line);
  }

  private static String rest(Process gateway) {
    return gateway.errorReader().lines().collect(Collectors.joining("\n"));
  }
}
