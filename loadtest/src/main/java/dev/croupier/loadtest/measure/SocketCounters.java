package dev.croupier.loadtest.measure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Linux counts about sockets: datagrams that this process's own sockets had no room for, and,
 * for the whole machine (its network namespace), UDP errors and TCP segments sent again. Where
 * there is no {@code /proc} all stay 0. One thread.
 */
final class SocketCounters {
  /** Own UDP sockets that are remembered after they are closed; beyond that, only open ones. */
  private static final int MAX_SOCKETS = 65_536;

  private static final String SOCKET = "socket:[";
  private static final int INODE_COLUMN = 9;

  private final Path proc;
  private final Map<Long, Long> drops = new HashMap<>();
  private final Map<Long, Long> dropsAtFirst = new HashMap<>();
  private final Map<String, Long> atFirst;

  /** Begins to count; {@code proc} is {@code /proc} but in tests. */
  SocketCounters(Path proc) {
    this.proc = proc;
    this.atFirst = machine();
    look();
    dropsAtFirst.putAll(drops);
  }

  /** Looks at the own sockets that are open now; what a socket counted is lost with it. */
  void look() {
    Set<Long> own = own();
    for (String file : List.of("net/udp", "net/udp6")) {
      Map<Long, Long> all = drops(lines(file));
      all.keySet().retainAll(own);
      if (drops.size() < MAX_SOCKETS) {
        drops.putAll(all);
      }
    }
  }

  /** Looks once more, and says what came together. */
  GeneratorHealth.Sockets counts() {
    look();
    long ownDrops =
        drops.entrySet().stream()
            .mapToLong(each -> each.getValue() - dropsAtFirst.getOrDefault(each.getKey(), 0L))
            .sum();
    Map<String, Long> now = machine();
    return new GeneratorHealth.Sockets(
        Math.max(0, ownDrops),
        since(now, "Udp.InErrors"),
        since(now, "Udp.RcvbufErrors"),
        since(now, "Udp.SndbufErrors"),
        since(now, "Tcp.RetransSegs"));
  }

  private long since(Map<String, Long> now, String key) {
    return Math.max(0, now.getOrDefault(key, 0L) - atFirst.getOrDefault(key, 0L));
  }

  private Map<String, Long> machine() {
    return counters(lines("net/snmp"));
  }

  /** {@code /proc/net/snmp}: a line of names and a line of numbers for each protocol. */
  static Map<String, Long> counters(List<String> lines) {
    Map<String, Long> counters = new HashMap<>();
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      String[] names = lines.get(i).split(" ");
      String[] values = lines.get(i + 1).split(" ");
      for (int column = 1; column < Math.min(names.length, values.length); column++) {
        counters.put(names[0].replace(':', '.') + names[column], number(values[column]));
      }
    }
    return counters;
  }

  /** {@code /proc/net/udp}: drops (the last column) by inode (the tenth). */
  static Map<Long, Long> drops(List<String> lines) {
    Map<Long, Long> drops = new HashMap<>();
    for (String line : lines) {
      String[] columns = line.strip().split(" +");
      if (columns.length > INODE_COLUMN && columns[0].endsWith(":")) {
        drops.put(number(columns[INODE_COLUMN]), number(columns[columns.length - 1]));
      }
    }
    return drops;
  }

  /** Inodes of the sockets that this process has open. */
  private Set<Long> own() {
    Set<Long> inodes = new HashSet<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc.resolve("self/fd"))) {
      for (Path descriptor : descriptors) {
        String target = target(descriptor);
        if (target.startsWith(SOCKET)) {
          inodes.add(number(target.substring(SOCKET.length(), target.length() - 1)));
        }
      }
    } catch (IOException _) {
      // No such folder here: nothing can be counted.
    }
    return inodes;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException _) {
      // Closed since it was listed.
      return "";
    }
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(proc.resolve(file));
    } catch (IOException _) {
      return List.of();
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
