package dev.croupier.gateway.media.net;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;

/** The passive role of one handshake. Used by its thread. */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"}) // Bouncy Castle's own collections
final class BcServer extends DefaultTlsServer {
  private final BcPeer peer;

  BcServer(BcPeer peer) {
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
  protected boolean preferLocalCipherSuites() {
    return true;
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return peer.deadlineMillis();
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return peer.resendMillis();
  }

  /** RFC 7627: without it, keys could be exported from a handshake that was played through. */
  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    peer.chooseProfile(extensions);
  }

  @Override
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    peer.answerProfile(extensions);
    return extensions;
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    return new CertificateRequest(
        new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
        new Vector(BcPeer.signatures()),
        new Vector());
  }

  @Override
  public void notifyClientCertificate(Certificate certificate) throws IOException {
    peer.checkCertificate(certificate);
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
    return peer.credentials(context);
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    peer.exportKeys(context, false);
  }
}
