package dev.croupier.loadtest.app;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code loadtest}: its commands. */
@Command(
    name = "loadtest",
    description = "Shows a whole house on this machine, and measures what its players see.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:passed",
      "1:the tool could not do its work",
      "2:wrong usage or configuration",
      "3:the generator was overloaded, the run says nothing",
      "99:an objective was missed"
    })
public final class LoadtestCommand {
  private LoadtestCommand() {}

  /** Runs a command line and returns its exit code. */
  public static int run(String[] arguments, PrintStream out, PrintStream err) {
    CommandLine line =
        new CommandLine(new LoadtestCommand())
            .addSubcommand(new DemoCommand(out, err))
            .addSubcommand(new RunCommand(out, err))
            .addSubcommand(new CompareCommand(out, err))
            .addSubcommand(new StudioCommand(out, err))
            .addSubcommand(new RelayCommand(out, err))
            .addSubcommand(new PeersCommand(out, err));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    return line.execute(arguments);
  }
}
