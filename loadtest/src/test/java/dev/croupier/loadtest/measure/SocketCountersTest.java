package dev.croupier.loadtest.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SocketCountersTest {
  private static final String HEAD =
      "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode ref pointer drops\n";

  @TempDir Path proc;

  @BeforeEach
  void aProcessWithTwoSocketsAndAFile() throws IOException {
    Files.createDirectories(proc.resolve("self/fd"));
    Files.createDirectories(proc.resolve("net"));
    Files.createSymbolicLink(proc.resolve("self/fd/3"), Path.of("socket:[100]"));
    Files.createSymbolicLink(proc.resolve("self/fd/4"), Path.of("socket:[101]"));
    Files.createSymbolicLink(proc.resolve("self/fd/5"), Path.of("/tmp/log"));
    udp(7, 0, 50);
    snmp(10, 4, 1, 3, 20);
  }

  private void udp(long first, long second, long foreign) throws IOException {
    Files.writeString(
        proc.resolve("net/udp"), HEAD + row(100, first) + row(101, second) + row(200, foreign));
  }

  private static String row(long inode, long drops) {
    return "  424: 0100007F:2006 00000000:0000 07 00000000:00000000 00:00000000 00000000     0     "
        + "   0 "
        + inode
        + " 2 0000000000000000 "
        + drops
        + "\n";
  }

  private void snmp(long in, long errors, long receive, long send, long retransmits)
      throws IOException {
    Files.writeString(
        proc.resolve("net/snmp"),
        "Tcp: RtoAlgorithm RetransSegs InErrs\nTcp: 1 "
            + retransmits
            + " 0\nUdp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors\nUdp: "
            + String.join(" ", List.of("" + in, "0", "" + errors, "0", "" + receive, "" + send))
            + "\n");
  }

  @Test
  void onlyWhatCameSinceTheBeginningCountsAndOnlyForOwnSockets() throws IOException {
    SocketCounters counters = new SocketCounters(proc);
    udp(9, 5, 500);
    snmp(99, 14, 7, 3, 25);
    assertEquals(new GeneratorHealth.Sockets(2 + 5, 10, 6, 0, 5), counters.counts());
  }

  @Test
  void aSocketThatIsClosedKeepsWhatItHadWhenItWasLastSeen() throws IOException {
    SocketCounters counters = new SocketCounters(proc);
    udp(9, 5, 50);
    counters.look();
    Files.delete(proc.resolve("self/fd/4"));
    udp(10, 0, 50);
    assertEquals(3 + 5, counters.counts().ownDrops());
  }

  @Test
  void whereThereIsNoProcNothingIsCounted() {
    SocketCounters counters = new SocketCounters(proc.resolve("no"));
    assertEquals(new GeneratorHealth.Sockets(0, 0, 0, 0, 0), counters.counts());
  }

  @Test
  void whatIsNoTableIsNoNumber() {
    assertEquals(Map.of(), SocketCounters.drops(List.of("", "x", "1: 2", "::::")));
    assertEquals(Map.of("Udp.A", 0L), SocketCounters.counters(List.of("Udp: A", "Udp: x")));
    assertEquals(Map.of(), SocketCounters.counters(List.of("Udp: A")));
  }
}
