package dev.croupier.gateway.app;

/** Starts the program {@code gateway}; see {@link GatewayCommand}. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        GatewayCommand.run(arguments, System.getenv(), System.out, System.err, Gateway::start));
  }
}
