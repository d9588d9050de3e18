package dev.croupier.gateway.media.webrtc;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A DTLS engine whose handshakes the test finishes by hand. */
final class FakeDtls implements DtlsEngine {
  final List<Listener> listeners = new ArrayList<>();
  final List<Role> roles = new ArrayList<>();
  final List<Executor> owners = new ArrayList<>();
  final List<InetAddress> peers = new ArrayList<>();
  int received;
  int closed;
  boolean full;

  @Override
  public Session start(
      Role role, InetAddress peer, String remoteFingerprint, Executor owner, Listener listener) {
    roles.add(role);
    peers.add(peer);
    owners.add(owner);
    listeners.add(listener);
    return new Session() {
      @Override
      public boolean receive(byte[] buffer, int offset, int length) {
        received++;
        return !full;
      }

      @Override
      public void close() {
        closed++;
        listener.send(new byte[] {21}, 0, 1);
      }
    };
  }

  @Override
  public String fingerprint() {
    return "sha-256 00";
  }

  static SrtpKeys keys(boolean client, int seed) {
    byte[] material = new byte[SrtpProfile.AEAD_AES_128_GCM.keyingMaterialBytes()];
    for (int i = 0; i < material.length; i++) {
      material[i] = (byte) (i * 31 + seed);
    }
    return SrtpKeys.fromExporter(SrtpProfile.AEAD_AES_128_GCM, material, client);
  }
}
