package dev.croupier.gateway.media.net;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;

/** The active role of one handshake. Used by its thread. */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"}) // Bouncy Castle's own collections
final class BcClient extends DefaultTlsClient {
  private final BcPeer peer;

  BcClient(BcPeer peer) {
    super(peer.crypto());
    this.peer = peer;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return BcPeer.VERSIONS.clone();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return BcPeer.CIPHER_SUITES.clone();
  }

  @Override
  protected Vector getSupportedSignatureAlgorithms() {
    return new Vector(BcPeer.signatures());
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return peer.deadlineMillis();
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return peer.resendMillis();
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    peer.offerProfiles(extensions);
    return extensions;
  }

  @Override
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    peer.acceptProfile(extensions);
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        peer.checkCertificate(server.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return peer.credentials(context);
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    peer.exportKeys(context, true);
  }
}
