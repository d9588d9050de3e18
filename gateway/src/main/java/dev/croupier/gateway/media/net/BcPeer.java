package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.SrtpKeys;
import dev.croupier.gateway.media.webrtc.SrtpProfile;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * What both roles of one handshake have in common: the certificate, the check of the other's, the
 * SRTP profile and the exported keys. Used by one handshake's thread.
 */
final class BcPeer {
  static final ProtocolVersion[] VERSIONS = {ProtocolVersion.DTLSv12};

  /** Forward secrecy and AEAD only, but for the one CBC suite that RFC 8827 §6.5 asks for. */
  static final int[] CIPHER_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
  };

  private static final byte[] NO_MKI = new byte[0];

  private final BcTlsCrypto crypto;
  private final DtlsIdentity identity;
  private final DtlsSettings settings;
  private final String remoteFingerprint;
  private SrtpProfile profile;
  private SrtpKeys keys;
  private boolean fingerprintRefused;

  BcPeer(
      BcTlsCrypto crypto, DtlsIdentity identity, DtlsSettings settings, String remoteFingerprint) {
    this.crypto = crypto;
    this.identity = identity;
    this.settings = settings;
    this.remoteFingerprint = remoteFingerprint;
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  int deadlineMillis() {
    return Math.toIntExact(settings.deadline().toMillis());
  }

  int resendMillis() {
    return Math.toIntExact(settings.resend().toMillis());
  }

  /** The own certificate, signing with ECDSA and SHA-256. */
  TlsCredentialedSigner credentials(TlsContext context) throws IOException {
    TlsCertificate own = crypto.createCertificate(identity.certificate());
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        identity.privateKey(),
        new Certificate(new TlsCertificate[] {own}),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  /** Stops the handshake unless the peer's certificate is the one its description names. */
  void checkCertificate(Certificate certificate) throws IOException {
    if (certificate == null
        || certificate.isEmpty()
        || !DtlsFingerprint.matches(
            remoteFingerprint, certificate.getCertificateAt(0).getEncoded())) {
      fingerprintRefused = true;
      throw new TlsFatalAlert(AlertDescription.bad_certificate);
    }
  }

  /** The profiles a client offers. */
  void offerProfiles(Hashtable<?, ?> extensions) throws IOException {
    int[] ids = settings.profiles().stream().mapToInt(SrtpProfile::id).toArray();
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(ids, NO_MKI));
  }

  /** Takes the own most preferred one of the profiles that a client offers. */
  void chooseProfile(Hashtable<?, ?> clientExtensions) throws IOException {
    UseSRTPData offered =
        clientExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
    if (offered != null) {
      for (SrtpProfile own : settings.profiles()) {
        for (int id : offered.getProtectionProfiles()) {
          if (profile == null && own.id() == id) {
            profile = own;
          }
        }
      }
    }
    if (profile == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }
  }

  void answerProfile(Hashtable<?, ?> extensions) throws IOException {
    TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(new int[] {profile.id()}, NO_MKI));
  }

  /** Takes what the server chose, if it was offered. */
  void acceptProfile(Hashtable<?, ?> serverExtensions) throws IOException {
    UseSRTPData chosen =
        serverExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
    int[] ids = chosen == null ? new int[0] : chosen.getProtectionProfiles();
    profile =
        ids.length == 1
            ? SrtpProfile.of(ids[0]).filter(settings.profiles()::contains).orElse(null)
            : null;
    if (profile == null) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter);
    }
  }

  void exportKeys(TlsContext context, boolean client) {
    byte[] material =
        context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.keyingMaterialBytes());
    keys = SrtpKeys.fromExporter(profile, material, client);
  }

  SrtpKeys keys() {
    return keys;
  }

  boolean fingerprintRefused() {
    return fingerprintRefused;
  }

  /** Signature algorithms that a peer's self-signed certificate may use. */
  static List<SignatureAndHashAlgorithm> signatures() {
    return List.of(
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa),
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa),
        SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa));
  }
}
