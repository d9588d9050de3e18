package dev.croupier.loadtest.report;

/**
 * Where a run took place. Immutable.
 *
 * @param url of the server
 * @param server what it says that it is, or {@code unknown}
 * @param kernel name and release
 * @param java version and vendor
 * @param cpu the processor's name
 * @param cores that this process may use
 * @param loadBefore load average of the last minute when the run began; negative if unknown
 * @param loadAfter the same when it ended
 * @param merged whether viewers' datagrams were merged by the kernel (UDP_GRO), which also takes
 *     work off a server on the same machine
 * @param loadtest this tool's version
 */
public record Environment(
    String url,
    Shares shares,
    String server,
    String os,
    String kernel,
    String java,
    String cpu,
    int cores,
    long memoryMiB,
    double loadBefore,
    double loadAfter,
    boolean merged,
    String loadtest) {

  /** What the server has in common with the generator. */
  public enum Shares {
    /** It lives in the generator's own process. */
    PROCESS("the server and its studio share this process"),
    /** It runs on the same machine. */
    MACHINE("the server shares this machine"),
    /** It is elsewhere. */
    NOTHING("");

    private final String words;

    Shares(String words) {
      this.words = words;
    }

    /** For a person; empty if there is nothing to say. */
    public String words() {
      return words;
    }
  }
}
