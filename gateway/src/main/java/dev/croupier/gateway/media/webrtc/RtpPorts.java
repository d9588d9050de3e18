package dev.croupier.gateway.media.webrtc;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** Opens the UDP ports of plain RTP publishes. Declared here, implemented by {@code net}. */
public interface RtpPorts {
  /**
   * What a track needs.
   *
   * @param port of its RTP, 0 for any free one
   * @param mux whether RTCP comes to the same port (RFC 5761); else it comes to the next one (RFC
   *     3550 section 11)
   */
  record Wanted(int port, boolean mux) {}

  /** Hears what the ports receive, on the loop of {@link Opened}. */
  interface Receiver {
    /**
     * One datagram. The buffer is valid during the call only.
     *
     * @param track index of what was wanted
     * @param control whether it came to the track's RTCP port
     * @param arrivalMicros table time of its arrival
     */
    void received(
        int track,
        boolean control,
        InetSocketAddress from,
        byte[] buffer,
        int length,
        long arrivalMicros);
  }

  /** The ports of one publish. Any thread, but {@link #send}. */
  interface Opened {
    /** Where RTP is to be sent, by track: an address that senders reach, never a wildcard. */
    List<InetSocketAddress> addresses();

    /** The event loop of all its sockets. */
    ScheduledExecutorService loop();

    /** Sends one datagram from a track's port, RTP's or RTCP's. Event loop only. */
    void send(int track, boolean control, InetSocketAddress to, byte[] buffer, int length);

    /** Closes the sockets. Idempotent; complete when the ports are free again. */
    CompletableFuture<Void> close();
  }

  /** Ports of a publish that is to take the place of another one. One thread, not a loop. */
  interface Reserved {
    /**
     * Opens those that the other one held, once it has closed them. Blocks for a moment.
     *
     * @throws MediaRefusal {@code port_taken} where somebody else was quicker; then none is open
     */
    Opened open() throws MediaRefusal;

    /** Gives them up. Blocks until they are free. */
    void release();
  }

  /**
   * Opens ports for all tracks of a publish, or none. Blocks for a moment; not on a loop.
   *
   * @throws MediaRefusal {@code port_taken}, {@code port_not_allowed}, {@code too_many_sessions}
   */
  Opened open(List<Wanted> tracks, Receiver receiver) throws MediaRefusal;

  /**
   * Opens those that another publish does not hold, or none: what is refused is refused while the
   * other one is still there. Blocks for a moment; not on a loop.
   *
   * @param before the other one's, made here
   * @throws MediaRefusal as {@link #open}
   */
  Reserved reserve(List<Wanted> tracks, Receiver receiver, Opened before) throws MediaRefusal;
}
