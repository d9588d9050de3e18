package dev.croupier.loadtest.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;

/**
 * One direction of one client's datagrams: takes them in, has its {@link Decider} decide, holds
 * them in runs until their tick, and sends them. A datagram is copied once, into its run. Owner:
 * the relay's event loop.
 */
final class UdpLane {
  /** Runs kept for the next ones. */
  private static final int SPARE_RUNS = 8;

  /** A run's first room at most; it doubles while it grows. */
  private static final int MAX_ROOM_BYTES = 16 * 1_024;

  private static final int MAX_RUN_BYTES = 65_536;

  private final RelayLoop loop;
  private final Leg leg;
  private final Decider decider;
  private final UdpRun[] spare = new UdpRun[SPARE_RUNS];
  private int spares;
  private UdpRun open;
  private long lastTick;

  /** As much as the last run carried: what the next one makes room for. */
  private int room;

  private UdpOutput output;
  private InetSocketAddress to;

  UdpLane(RelayLoop loop, Leg leg, Decider decider) {
    this.loop = loop;
    this.leg = leg;
    this.decider = decider;
  }

  /** Where it sends; before the first datagram. */
  void toward(UdpOutput socket, InetSocketAddress address) {
    output = socket;
    to = address;
  }

  /** Nothing is sent any more; what is under way is let go when it is due. */
  void close() {
    output = null;
    open = null;
  }

  /** Takes in a datagram; the buffer stays its giver's. */
  void take(ByteBuf datagram, long nowNs) {
    int size = datagram.readableBytes();
    if (output == null) {
      return;
    }
    leg.packets++;
    leg.bytes += size;
    if (size >= RelaySockets.MAX_DATAGRAM_BYTES) {
      leg.drop(DropReason.SIZE, 1);
      return;
    }
    decider.decide(leg.impairment(), leg.sinceNs(), size, nowNs);
    if (decider.dropped() != null) {
      leg.drop(decider.dropped(), 1);
      return;
    }
    if (decider.reordered()) {
      leg.reordered++;
      holdAlone(datagram, decider.departNs(), nowNs);
    } else {
      hold(datagram, decider.departNs(), nowNs);
    }
    if (decider.copyNs() != Decider.NEVER) {
      leg.duplicated++;
      holdAlone(datagram, decider.copyNs(), nowNs);
    }
  }

  /** A run's tick has come. */
  void depart(UdpRun run, long nowNs) {
    if (run.equals(open)) {
      open = null;
      room = run.bytes.readableBytes();
    }
    ByteBuf bytes = run.bytes;
    run.bytes = null;
    loop.release(bytes.readableBytes());
    if (output == null) {
      bytes.release();
    } else if (output.isFull()) {
      bytes.release();
      leg.drop(DropReason.SEND, run.count);
    } else {
      leg.departed(run.arrivedNs, run.plannedNs, nowNs, run.count);
      output.write(
          run.count == 1
              ? new DatagramPacket(bytes, to)
              : new SegmentedDatagramPacket(bytes, run.segment, to));
    }
    if (spares < SPARE_RUNS) {
      spare[spares++] = run;
    }
  }

  /** In its place behind the last one, in the same send where it can be. */
  private void hold(ByteBuf datagram, long plannedNs, long nowNs) {
    // A rounded tick before this one's keeps its place too.
    long tick = Math.max(lastTick, RelayLoop.tickOf(plannedNs, nowNs));
    int size = datagram.readableBytes();
    if (!loop.hold(size)) {
      leg.drop(DropReason.MEMORY, 1);
    } else if (open != null && open.tick == tick && open.takes(size)) {
      open.add(datagram);
    } else {
      if (open != null) {
        room = open.bytes.readableBytes();
      }
      open = begin(datagram, Math.clamp(room, size, MAX_ROOM_BYTES), plannedNs, nowNs);
      loop.at(open, tick, nowNs);
    }
    lastTick = tick;
  }

  private void holdAlone(ByteBuf datagram, long plannedNs, long nowNs) {
    int size = datagram.readableBytes();
    if (loop.hold(size)) {
      UdpRun run = begin(datagram, size, plannedNs, nowNs);
      loop.at(run, RelayLoop.tickOf(plannedNs, nowNs), nowNs);
    } else {
      leg.drop(DropReason.MEMORY, 1);
    }
  }

  private UdpRun begin(ByteBuf datagram, int bytes, long plannedNs, long nowNs) {
    UdpRun run = spares > 0 ? spare[--spares] : new UdpRun(this);
    ByteBuf into = output.allocate(bytes, MAX_RUN_BYTES);
    run.begin(into, datagram, nowNs, plannedNs, output.segments());
    return run;
  }
}
