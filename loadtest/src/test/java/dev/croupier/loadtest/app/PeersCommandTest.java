package dev.croupier.loadtest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a comparison is said before anything is started. */
final class PeersCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --peer nginx                              | 2 | --peer: janus, mediamtx, gateway-whole or none, not 'nginx'
          --peer gateway                            | 2 | --peer: janus, mediamtx, gateway-whole or none, not 'gateway'
          --viewers 10,0                            | 2 | --viewers: each 1..10000
          --viewers 100 --search 50                 | 2 | --search: from the first of --viewers to 10000
          --search 20000                            | 2 | --search: from the first of --viewers to 10000
          --pacing fast                             | 2 | '--pacing fast': pacing is burst, or a multiple
          --pacing 0.5                              | 2 | '--pacing 0.5': must be 1 to 100
          --gop 60                                  | 2 | --gop: 1..10
          --server-core 0 --generator-core 0        | 2 | --server-core and --generator-core: two of the cores
          --generator-core 999                      | 2 | --server-core and --generator-core: two of the cores
          """)
  void wrongUsageIsOneLine(String arguments, int exitCode, String said) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    String[] words = ("peers " + arguments.strip()).split(" +");

    int ended =
        LoadtestCommand.run(
            words,
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8));

    String text = errors.toString(StandardCharsets.UTF_8);
    assertEquals(exitCode, ended, text);
    assertTrue(text.contains(said), text);
    assertEquals(1, text.lines().count(), text);
  }
}
