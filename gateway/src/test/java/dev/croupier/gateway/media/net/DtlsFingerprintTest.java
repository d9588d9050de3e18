package dev.croupier.gateway.media.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DtlsFingerprintTest {
  /** FIPS 180-2, appendix B.1: SHA-256 of "abc". */
  private static final String ABC =
      "sha-256 BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61"
          + ":F2:00:15:AD";

  private final byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);

  @Test
  void isWrittenAsSdpWants() {
    assertEquals(ABC, DtlsFingerprint.sha256(abc));
  }

  @Test
  void matchesInAnyCase() {
    assertTrue(DtlsFingerprint.matches(ABC, abc));
    assertTrue(DtlsFingerprint.matches(ABC.toLowerCase(Locale.ROOT), abc));
    assertTrue(DtlsFingerprint.matches(" SHA-256   " + ABC.substring(8) + " ", abc));
  }

  @Test
  void matchesNothingElse() {
    assertFalse(DtlsFingerprint.matches(ABC.replace("AD", "AE"), abc));
    assertFalse(DtlsFingerprint.matches(ABC.substring(0, 40), abc));
    assertFalse(DtlsFingerprint.matches(ABC + ":00", abc));
    assertFalse(DtlsFingerprint.matches("", abc));
    assertFalse(DtlsFingerprint.matches("sha-256", abc));
    assertFalse(DtlsFingerprint.matches(ABC + " x", abc));
    // SHA-1 of "abc": right, but too weak to be believed.
    assertFalse(
        DtlsFingerprint.matches(
            "sha-1 A9:99:3E:36:47:06:81:6A:BA:3E:25:71:78:50:C2:6C:9C:D0:D8:9D", abc));
  }

  @Test
  void identitiesAreSelfSignedAndNew() throws Exception {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    DtlsIdentity identity = DtlsIdentity.generate(new SecureRandom(), now);
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(identity.certificate()));
    certificate.verify(certificate.getPublicKey());
    assertEquals("SHA256withECDSA", certificate.getSigAlgName());
    assertEquals(Instant.parse("2026-11-20T12:00:00Z"), certificate.getNotBefore().toInstant());
    assertEquals(Instant.parse("2027-11-21T12:00:00Z"), certificate.getNotAfter().toInstant());
    assertTrue(DtlsFingerprint.matches(identity.fingerprint(), certificate.getEncoded()));
    assertFalse(
        identity
            .fingerprint()
            .equals(DtlsIdentity.generate(new SecureRandom(), now).fingerprint()));
  }
}
