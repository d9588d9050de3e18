package dev.croupier.time.app;

/** Starts the program {@code timeserver}; see {@link TimeserverCommand}. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(TimeserverCommand.run(arguments, System.getenv(), System.out, System.err));
  }
}
