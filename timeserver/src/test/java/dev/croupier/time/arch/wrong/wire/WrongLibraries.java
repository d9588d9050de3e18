package dev.croupier.time.arch.wrong.wire;

/** Breaks the rules on purpose: libraries that have a home elsewhere, and a clock's reading. */
public record WrongLibraries(io.netty.channel.Channel socket, picocli.CommandLine command) {
  /** Reads the clock itself. */
  public static long now() {
    return System.nanoTime();
  }
}
