package dev.croupier.gateway.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IceServersConfigTest {
  @TempDir Path folder;

  @Test
  void secretsAreReadFromTheirFiles() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "sixteen letters.\n");
    assertDoesNotThrow(() -> IceServersConfig.of(media("turnSecretFile: \"" + secret + '"')));
    assertDoesNotThrow(
        () ->
            IceServersConfig.of(
                media("turnUsername: croupier, turnCredentialFile: \"" + secret + '"')));
    assertDoesNotThrow(() -> IceServersConfig.of(media("tcp: true")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "turnSecretFile | ''                 | media.turnSecretFile: expected one line of ASCII",
        "turnSecretFile | too short          | media.turnSecretFile: expected one line of 16"
            + " characters or more",
        "turnSecretFile | zwölf hohe Bäume x | media.turnSecretFile: expected one line of ASCII",
        "turnCredentialFile | ''             | media.turnCredentialFile: expected one line of ASCII",
      })
  void aBadFileIsOneLineThatDoesNotShowIt(String key, String text, String message)
      throws Exception {
    Path file = Files.writeString(folder.resolve("file"), text);
    String user = key.equals("turnCredentialFile") ? "turnUsername: u, " : "";
    MediaConfig media = media(user + key + ": \"" + file + '"');
    ConfigException refused = assertThrows(ConfigException.class, () -> IceServersConfig.of(media));
    assertEquals(message, refused.getMessage());
    assertFalse(!text.isEmpty() && refused.getMessage().contains(text));
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws Exception {
    MediaConfig media = media("turnSecretFile: /nowhere/at/all");
    assertEquals(
        "media.turnSecretFile: /nowhere/at/all cannot be read",
        assertThrows(ConfigException.class, () -> IceServersConfig.of(media)).getMessage());
  }

  private MediaConfig media(String keys) throws Exception {
    Path file = Files.writeString(folder.resolve("c.yaml"), "media: {" + keys + "}\n");
    return ConfigLoader.load(file, Map.of()).media();
  }
}
