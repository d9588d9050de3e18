package dev.croupier.gateway.media.net;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/**
 * A self-signed ECDSA P-256 certificate and its key, made anew at each start: WebRTC trusts the
 * fingerprint in the description, not the name. Immutable; any thread.
 */
public final class DtlsIdentity {
  private static final X500Name NAME = new X500Name("CN=croupier");
  private static final Duration CLOCK_DIFFERENCE = Duration.ofDays(1);
  private static final Duration VALIDITY = Duration.ofDays(365);
  private static final int SERIAL_BITS = 120;

  private final byte[] certificate;
  private final AsymmetricKeyParameter privateKey;
  private final String fingerprint;

  private DtlsIdentity(byte[] certificate, AsymmetricKeyParameter privateKey) {
    this.certificate = certificate;
    this.privateKey = privateKey;
    this.fingerprint = DtlsFingerprint.sha256(certificate);
  }

  /** A new identity, valid from a day before {@code now} for a year. */
  public static DtlsIdentity generate(SecureRandom random, Instant now) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    ECNamedDomainParameters curve =
        new ECNamedDomainParameters(
            SECObjectIdentifiers.secp256r1,
            CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1));
    generator.init(new ECKeyGenerationParameters(curve, random));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    try {
      X509CertificateHolder holder =
          new X509v3CertificateBuilder(
                  NAME,
                  new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                  Date.from(now.minus(CLOCK_DIFFERENCE)),
                  Date.from(now.plus(VALIDITY)),
                  NAME,
                  SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic()))
              .build(
                  new BcECContentSignerBuilder(
                          new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
                          new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256))
                      .setSecureRandom(random)
                      .build(pair.getPrivate()));
      return new DtlsIdentity(holder.getEncoded(), pair.getPrivate());
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("no certificate could be made", e);
    }
  }

  /** {@code sha-256 AB:CD…} of the certificate. */
  public String fingerprint() {
    return fingerprint;
  }

  byte[] certificate() {
    return certificate;
  }

  AsymmetricKeyParameter privateKey() {
    return privateKey;
  }
}
