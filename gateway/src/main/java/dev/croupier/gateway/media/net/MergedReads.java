package dev.croupier.gateway.media.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads of UDP sockets at which the kernel hands over a row of datagrams of one sender and one size
 * as one (UDP_GRO, Linux 5.0; {@code udp(7)}), and says their size beside it. For one event loop:
 * its sockets share these buffers.
 */
final class MergedReads {
  /** Linux on a 64-bit machine: the layouts below are its. */
  private static final boolean KNOWN_LAYOUT =
      System.getProperty("os.name").equals("Linux")
          && ADDRESS.byteSize() == Long.BYTES
          && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private static final int SOL_UDP = 17;
  private static final int UDP_GRO = 104;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int NAME_BYTES = 28;

  /** The most that the kernel merges. */
  private static final int BUFFER_BYTES = 1 << 16;

  private static final int CONTROL_BYTES = 64;

  // struct msghdr { name, namelen, iov, iovlen, control, controllen, flags }
  private static final int MESSAGE_BYTES = 56;
  private static final int NAME_AT = 0;
  private static final int NAME_LENGTH_AT = 8;
  private static final int VECTOR_AT = 16;
  private static final int VECTOR_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;

  // struct cmsghdr { len, level, type }, then data
  private static final int CMSG_LEVEL_AT = 8;
  private static final int CMSG_TYPE_AT = 12;
  private static final int CMSG_DATA_AT = 16;

  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_VALUE =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final MethodHandle receive;
  private final MethodHandle setOption;
  private final MethodHandle duplicate;

  private final MemorySegment error;
  private final MemorySegment name;
  private final MemorySegment buffer;
  private final MemorySegment control;
  private final MemorySegment message;
  private final byte[] lastName = new byte[NAME_BYTES];
  private final byte[] thisName = new byte[NAME_BYTES];
  private InetSocketAddress sender;
  private int segment;

  private MergedReads(Linker linker) {
    receive =
        call(linker, "recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    setOption =
        call(
            linker,
            "setsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    duplicate = call(linker, "dup", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    Arena arena = Arena.ofAuto();
    error = arena.allocate(Linker.Option.captureStateLayout());
    name = arena.allocate(NAME_BYTES, Long.BYTES);
    buffer = arena.allocate(BUFFER_BYTES, Long.BYTES);
    control = arena.allocate(CONTROL_BYTES, Long.BYTES);
    MemorySegment vector = arena.allocate(2L * Long.BYTES, Long.BYTES);
    vector.set(ADDRESS, 0, buffer);
    vector.set(JAVA_LONG, Long.BYTES, BUFFER_BYTES);
    message = arena.allocate(MESSAGE_BYTES, Long.BYTES);
    message.set(ADDRESS, NAME_AT, name);
    message.set(ADDRESS, VECTOR_AT, vector);
    message.set(JAVA_LONG, VECTOR_COUNT_AT, 1);
    message.set(ADDRESS, CONTROL_AT, control);
  }

  /** Empty where the system has no such calls, or this program may not make them. */
  static Optional<MergedReads> open() {
    try {
      return KNOWN_LAYOUT ? Optional.of(new MergedReads(Linker.nativeLinker())) : Optional.empty();
    } catch (UnsupportedOperationException | IllegalCallerException _) {
      return Optional.empty();
    }
  }

  /**
   * Has a socket's datagrams merged, and gives a second descriptor of it to read from.
   *
   * @throws IOException when the kernel knows no merging, or there are no descriptors left
   */
  int attach(int socket) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
      MemorySegment error = arena.allocate(Linker.Option.captureStateLayout());
      if ((int) setOption.invokeExact(error, socket, SOL_UDP, UDP_GRO, on, Integer.BYTES) != 0) {
        throw new IOException("no UDP_GRO: errno " + errno(error));
      }
      int second = (int) duplicate.invokeExact(error, socket);
      if (second < 0) {
        throw new IOException("no second descriptor: errno " + errno(error));
      }
      return second;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Takes what is next: its bytes, 0 for an empty datagram, or -1 when nothing waits.
   *
   * @throws IOException when the socket has failed
   */
  int read(int descriptor) throws IOException {
    message.set(JAVA_INT, NAME_LENGTH_AT, NAME_BYTES);
    message.set(JAVA_LONG, CONTROL_LENGTH_AT, CONTROL_BYTES);
    long length;
    try {
      length = (long) receive.invokeExact(error, descriptor, message, MSG_DONTWAIT);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    if (length < 0) {
      int errno = errno(error);
      if (errno == EAGAIN || errno == EINTR) {
        return -1;
      }
      throw new IOException("recvmsg: errno " + errno);
    }
    segment = (int) length;
    long controlLength = message.get(JAVA_LONG, CONTROL_LENGTH_AT);
    if (controlLength >= CMSG_DATA_AT + Integer.BYTES
        && control.get(JAVA_INT, CMSG_LEVEL_AT) == SOL_UDP
        && control.get(JAVA_INT, CMSG_TYPE_AT) == UDP_GRO) {
      segment = Math.max(1, control.get(JAVA_INT, CMSG_DATA_AT));
    }
    readSender();
    return (int) length;
  }

  /** Bytes of each datagram of the last read; the last of them may have fewer. */
  int segment() {
    return segment;
  }

  /** Who sent what was read last. */
  InetSocketAddress sender() {
    return sender;
  }

  /** Copies out of what was read last. */
  void copy(int from, byte[] to, int length) {
    MemorySegment.copy(buffer, JAVA_BYTE, from, to, 0, length);
  }

  /** Most datagrams come from whom the last one came: its address is made once. */
  private void readSender() throws UnknownHostException {
    MemorySegment.copy(name, JAVA_BYTE, 0, thisName, 0, NAME_BYTES);
    if (sender != null && Arrays.equals(thisName, lastName)) {
      return;
    }
    System.arraycopy(thisName, 0, lastName, 0, NAME_BYTES);
    int family = name.get(JAVA_SHORT, 0);
    int port = Short.toUnsignedInt(Short.reverseBytes(name.get(JAVA_SHORT, 2)));
    byte[] address =
        switch (family) {
          case AF_INET -> Arrays.copyOfRange(lastName, 4, 8);
          case AF_INET6 -> Arrays.copyOfRange(lastName, 8, 24);
          default -> throw new UnknownHostException("address family " + family);
        };
    // A mapped IPv4 address of a dual socket comes out as the IPv4 address it is.
    sender = new InetSocketAddress(InetAddress.getByAddress(address), port);
  }

  private static int errno(MemorySegment error) {
    return (int) ERRNO_VALUE.get(error, 0L);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle call(Linker linker, String symbol, FunctionDescriptor shape) {
    return linker.downcallHandle(
        linker.defaultLookup().find(symbol).orElseThrow(UnsupportedOperationException::new),
        shape,
        ERRNO);
  }
}
