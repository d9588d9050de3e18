package dev.croupier.gateway.media.webrtc;

import java.util.Arrays;

/**
 * The master keys and salts of both directions, as one end sees them. Never logged: {@link
 * #toString} names the profile only.
 */
public record SrtpKeys(
    SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {

  /**
   * Cuts exported keying material (RFC 5764 §4.2: client key, server key, client salt, server
   * salt).
   *
   * @param material {@link SrtpProfile#keyingMaterialBytes()} bytes
   * @param client whether this end is the DTLS client: the keys swap with the role
   */
  public static SrtpKeys fromExporter(SrtpProfile profile, byte[] material, boolean client) {
    if (material.length != profile.keyingMaterialBytes()) {
      throw new IllegalArgumentException("keying material of " + material.length + " bytes");
    }
    int key = SrtpProfile.KEY_BYTES;
    int salt = profile.saltBytes();
    byte[] clientKey = Arrays.copyOfRange(material, 0, key);
    byte[] serverKey = Arrays.copyOfRange(material, key, 2 * key);
    byte[] clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
    byte[] serverSalt = Arrays.copyOfRange(material, 2 * key + salt, 2 * (key + salt));
    return client
        ? new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt)
        : new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
  }

  @Override
  public String toString() {
    return "SrtpKeys[" + profile + "]";
  }
}
