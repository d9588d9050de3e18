package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RelayCommandTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private int run(String... arguments) {
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    return LoadtestCommand.run(arguments, stream, stream);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --to https://x.example          | to: http://host:port is needed, not 'https://x.example'
          --to nonsense://                | --to: http://host:port is needed, not 'nonsense://'
          --to http://h --media 5         | --media: host:port is needed, not '5'
          --to http://h --media h:70000   | --media: host:port is needed, not 'h:70000'
          --to http://h --port 70000      | --port: 0 to 65535, not 70000
          --to http://h --bind host       | --bind: an IP address is needed, not 'host'
          --to http://h --up dely=1ms     | --up: unknown word 'dely'; did you mean 'delay'?
          --to http://h --down delay=5    | --down: delay: a number with us, ms, s is needed, not '5'
          """)
  void wrongUsageIsAnsweredWithOneLineAndTwo(String arguments, String complaint) {
    assertEquals(2, run(("relay " + arguments).split(" ")));
    assertEquals("loadtest: " + complaint + "\n", said.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aTakenPortIsAnsweredWithOneLineAndOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + taken.getLocalPort();
      assertEquals(
          1, run("relay", "--to", "http://127.0.0.1:1", "--port", port, "--media-port", "0"));
      String line = said.toString(StandardCharsets.UTF_8);
      assertEquals(1, line.lines().count());
      assertEquals(
          "loadtest: TCP port 127.0.0.1:" + port, line.substring(0, line.indexOf(" cannot")));
    }
  }
}
