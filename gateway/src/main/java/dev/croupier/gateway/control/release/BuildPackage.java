package dev.croupier.gateway.control.release;

import dev.croupier.gateway.control.wire.Contract;
import dev.croupier.gateway.ids.BuildId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An uploaded build, checked: what will be published of it and under which names. Pure.
 *
 * @param files bytes by asset name
 */
record BuildPackage(Build build, Map<String, byte[]> files) {
  /** {@code name.hash.ext}: already named by its content. */
  private static final Pattern HASHED =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*\\.[A-Za-z0-9_-]{8,64}\\.([a-z0-9]{2,5})");

  private static final Pattern PLAIN = Pattern.compile("(.+)\\.([a-z0-9]{2,5})");

  /** Hexadecimal digits of a name's hash: 64 bits, among the few files of one name. */
  private static final int NAME_HASH_DIGITS = 16;

  /**
   * Checks an upload.
   *
   * @param named the id in the request
   * @throws RefusedException {@code malformed}, {@code too_large}, {@code integrity_mismatch} or
   *     {@code contract_unsupported}
   */
  static BuildPackage check(BuildId named, byte[] zip) throws RefusedException {
    Map<String, byte[]> raw = Archive.read(zip);
    byte[] descriptorBytes = raw.remove(Archive.DESCRIPTOR);
    if (descriptorBytes == null) {
      throw RefusedException.malformed("no descriptor.json at the root");
    }
    Descriptor descriptor = Descriptor.parse(descriptorBytes);
    if (!descriptor.buildId().equals(named)) {
      throw RefusedException.malformed("the descriptor names another build");
    }
    checkFiles(descriptor, raw);
    if (!Integrity.holds(descriptor.integrity(), raw.get(descriptor.entry()))) {
      throw new RefusedException(
          422, "integrity_mismatch", "the entry's bytes are not those of its integrity");
    }
    if (!Contract.speaksAnyOf(descriptor.minContract(), descriptor.maxContract())) {
      throw new RefusedException(
          422,
          "contract_unsupported",
          "contracts " + Contract.OLDEST + " to " + Contract.NEWEST + " are served");
    }
    Map<String, byte[]> files = new TreeMap<>();
    String entry = null;
    for (Map.Entry<String, byte[]> file : raw.entrySet()) {
      String name = assetName(file.getKey(), file.getValue());
      files.put(name, file.getValue());
      if (file.getKey().equals(descriptor.entry())) {
        entry = "/assets/" + name;
      }
    }
    return new BuildPackage(
        new Build(
            descriptor.buildId(),
            descriptor.semver(),
            descriptor.game(),
            descriptor.minContract(),
            descriptor.maxContract(),
            entry,
            descriptor.integrity(),
            digest(descriptorBytes, raw),
            List.copyOf(files.keySet())),
        files);
  }

  /** What is in the archive is in the descriptor, and the other way round. */
  private static void checkFiles(Descriptor descriptor, Map<String, byte[]> files)
      throws RefusedException {
    Set<String> told = new HashSet<>(descriptor.assets());
    told.add(descriptor.entry());
    if (!files.keySet().equals(told)) {
      throw RefusedException.malformed("the files are not those that the descriptor names");
    }
    if (!descriptor.entry().endsWith(".js") && !descriptor.entry().endsWith(".mjs")) {
      throw RefusedException.malformed("the entry is an ES module");
    }
    for (String name : told) {
      if (MediaTypes.of(name).isEmpty()) {
        throw RefusedException.malformed(name + " is of no kind that is served");
      }
    }
  }

  private static String assetName(String name, byte[] bytes) throws RefusedException {
    if (HASHED.matcher(name).matches()) {
      return name;
    }
    Matcher plain = PLAIN.matcher(name);
    if (!plain.matches()) {
      throw RefusedException.malformed(name + " has no extension");
    }
    return plain.group(1).replace('.', '_')
        + "."
        + Integrity.sha256(bytes).substring(0, NAME_HASH_DIGITS)
        + "."
        + plain.group(2);
  }

  private static String digest(byte[] descriptor, Map<String, byte[]> files) {
    List<String> lines = new ArrayList<>();
    lines.add(Archive.DESCRIPTOR + " " + Integrity.sha256(descriptor));
    files.forEach((name, bytes) -> lines.add(name + " " + Integrity.sha256(bytes)));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String line : lines) {
      all.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Integrity.sha256(all.toByteArray());
  }
}
