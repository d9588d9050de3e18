package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.DtlsEngine;
import dev.croupier.gateway.media.webrtc.SrtpKeys;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;

/**
 * One association. The handshake blocks a virtual thread of its own; when it is done the owner
 * takes the transport over and reads the few records that still come (alerts, repeated flights)
 * without waiting.
 */
final class BcDtlsSession implements DtlsEngine.Session, Runnable {
  /** Never reached, as an empty queue ends the read; zero would mean "for ever". */
  private static final int MAX_DRAIN_MILLIS = 1000;

  private final DtlsEngine.Role role;
  private final BcPeer peer;
  private final InetAddress from;
  private final HandshakePlaces places;
  private final Executor owner;
  private final DtlsEngine.Listener listener;
  private final DtlsDatagrams datagrams = new DtlsDatagrams(this::send);
  private final byte[] application = new byte[DtlsDatagrams.RECEIVE_LIMIT];
  private volatile Thread handshake;

  /** Written and read by the owner only, but for the thread that sends while it is null. */
  private volatile DTLSTransport transport;

  private volatile boolean over;

  BcDtlsSession(
      DtlsEngine.Role role,
      BcPeer peer,
      InetAddress from,
      HandshakePlaces places,
      Executor owner,
      DtlsEngine.Listener listener) {
    this.role = role;
    this.peer = peer;
    this.from = from;
    this.places = places;
    this.owner = owner;
    this.listener = listener;
  }

  @Override
  public void run() {
    handshake = Thread.currentThread();
    HandshakePlaces.Place place = null;
    try {
      place = over ? null : places.take(from, peer.deadlineMillis());
      if (place == null) {
        fail(TransportRefusal.DTLS_BUSY);
        return;
      }
      DTLSTransport made =
          switch (role) {
            case SERVER -> new DTLSServerProtocol().accept(new BcServer(peer), datagrams);
            case CLIENT -> new DTLSClientProtocol().connect(new BcClient(peer), datagrams);
          };
      SrtpKeys keys = peer.keys();
      onOwner(() -> established(made, keys));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(TransportRefusal.DTLS_FAILED);
    } catch (IOException | RuntimeException e) {
      fail(
          peer.fingerprintRefused()
              ? TransportRefusal.DTLS_FINGERPRINT
              : TransportRefusal.DTLS_FAILED);
    } finally {
      handshake = null;
      if (place != null) {
        place.release();
      }
    }
  }

  @Override
  public boolean receive(byte[] buffer, int offset, int length) {
    if (over) {
      return true;
    }
    boolean held = datagrams.offer(buffer, offset, length);
    if (transport != null) {
      drain();
    }
    return held;
  }

  @Override
  public void close() {
    if (over) {
      return;
    }
    DTLSTransport established = transport;
    if (established != null) {
      closeQuietly(established);
    }
    over = true;
    datagrams.close();
    Thread thread = handshake;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void established(DTLSTransport made, SrtpKeys keys) {
    datagrams.stopWaiting();
    if (over) {
      return;
    }
    transport = made;
    listener.keys(keys);
    drain();
  }

  /**
   * Reads until nothing is left, which an {@link InterruptedIOException} says: application data is
   * ignored, the rest acts inside Bouncy Castle.
   */
  private void drain() {
    try {
      while (!over) {
        transport.receive(application, 0, application.length, MAX_DRAIN_MILLIS);
      }
    } catch (InterruptedIOException e) {
      if (!over && datagrams.isClosed()) {
        over = true;
        listener.closedByPeer();
      }
    } catch (IOException | RuntimeException e) {
      over = true;
      listener.ended(TransportRefusal.DTLS_FAILED);
    }
  }

  private void send(byte[] datagram) {
    if (transport != null) {
      listener.send(datagram, 0, datagram.length);
    } else {
      onOwner(() -> listener.send(datagram, 0, datagram.length));
    }
  }

  private void fail(TransportRefusal reason) {
    onOwner(
        () -> {
          if (!over) {
            over = true;
            listener.ended(reason);
          }
        });
  }

  private void onOwner(Runnable task) {
    try {
      owner.execute(task);
    } catch (RejectedExecutionException e) {
      over = true; // the loop is gone: nobody is left to hear of it
    }
  }

  private static void closeQuietly(DTLSTransport established) {
    try {
      established.close();
    } catch (IOException | RuntimeException e) {
      // There is nobody to tell: the session ends either way.
    }
  }
}
