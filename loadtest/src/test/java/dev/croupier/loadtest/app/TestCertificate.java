package dev.croupier.loadtest.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Base64;

/**
 * A certificate of 127.0.0.1 that nobody but itself has signed, made by the JDK's own tool.
 *
 * @param chain the certificate's PEM file
 * @param key its private key's
 * @param publicKeySha256 Base64 of the SHA-256 of its SubjectPublicKeyInfo
 */
record TestCertificate(Path chain, Path key, String publicKeySha256) {
  private static final String ALIAS = "server";
  private static final String PASSWORD = "no secret";

  /** Makes one in a folder. */
  static TestCertificate make(Path folder) throws Exception {
    Files.createDirectories(folder);
    Path store = folder.resolve("store.p12");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "SAN=IP:127.0.0.1",
        "-validity",
        "2",
        "-alias",
        ALIAS,
        "-storepass",
        PASSWORD,
        "-keystore",
        store.toString());
    return read(store, folder);
  }

  private static TestCertificate read(Path store, Path folder)
      throws IOException, GeneralSecurityException {
    KeyStore entries = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Certificate certificate = entries.getCertificate(ALIAS);
    byte[] key = entries.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
    return new TestCertificate(
        pem(folder.resolve("chain.pem"), "CERTIFICATE", certificate.getEncoded()),
        pem(folder.resolve("key.pem"), "PRIVATE KEY", key),
        Base64.getEncoder().encodeToString(hash));
  }

  private static Path pem(Path file, String what, byte[] bytes) throws IOException {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what));
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
  }
}
