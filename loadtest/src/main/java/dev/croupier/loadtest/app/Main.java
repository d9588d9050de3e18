package dev.croupier.loadtest.app;

/** Starts the program {@code loadtest}; see {@link LoadtestCommand}. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(LoadtestCommand.run(arguments, System.out, System.err));
  }
}
