package dev.croupier.loadtest.studio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.croupier.loadtest.studio.StripReading.Frame;
import dev.croupier.loadtest.studio.StripReading.Reason;
import dev.croupier.loadtest.studio.StripReading.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripTest {
  private static final long NOW = 1_763_733_600_033_333L;

  @Test
  void theCheckSumIsThatOfTheCatalogue() {
    byte[] check = "123456789".getBytes(US_ASCII);
    assertEquals(0x29B1, Strip.crc16(check, 0, check.length));
  }

  @Test
  void bytesAndCellsAreThoseOfTheGoldenVectors() throws IOException {
    for (JsonNode vector : vectors()) {
      int camera = vector.get("camera").asInt();
      long frame = vector.get("frame").asLong();
      long time = Long.parseLong(vector.get("tableTimeMicros").asText());
      assertEquals(
          vector.get("bytes").asText(),
          HexFormat.of().formatHex(Strip.bytes(camera, frame, time)),
          vector.get("what").asText());
      YuvPicture picture = YuvPicture.ofSize(1280, 720);
      Strip.write(picture, camera, frame, time);
      for (int row = 0; row < 2; row++) {
        assertEquals(
            vector.get("rows").get(row).asText(), cells(picture, 704 + row * 8), "row " + row);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"640,360", "960,540", "1280,720", "1920,1080", "426,240", "854,480"})
  void whatIsWrittenIsReadAtEverySize(int width, int height) {
    YuvPicture picture = grey(width, height);
    Strip.write(picture, 2, 104_226, NOW);
    assertEquals(new Frame(2, 104_226, NOW), StripReader.read(picture));
  }

  @Test
  void aPlaneWithAStrideAndAnOffsetIsReadAsWell() {
    YuvPicture picture = grey(640, 360);
    Strip.write(picture, 3, 9, NOW);
    byte[] padded = new byte[100 + 704 * 360];
    for (int y = 0; y < 360; y++) {
      System.arraycopy(picture.luma(), y * 640, padded, 100 + y * 704, 640);
    }
    assertEquals(new Frame(3, 9, NOW), StripReader.read(padded, 100, 704, 640, 360));
  }

  @Test
  void aFrameNumberBeyond32BitsKeepsItsLowBits() {
    YuvPicture picture = grey(640, 360);
    Strip.write(picture, 1, (5L << 32) + 17, NOW);
    assertEquals(new Frame(1, 17, NOW), StripReader.read(picture));
  }

  @Test
  void noiseAndOtherLevelsDoNotMatter() {
    YuvPicture picture = grey(1280, 720);
    Strip.write(picture, 1, 77, NOW);
    Random noise = new Random(4);
    byte[] luma = picture.luma();
    for (int i = 0; i < luma.length; i++) {
      // Full range instead of studio range, and some noise.
      double level = ((luma[i] & 0xFF) - 16) * 255.0 / 219 + noise.nextGaussian() * 12;
      luma[i] = (byte) Math.clamp(Math.round(level), 0, 255);
    }
    assertEquals(new Frame(1, 77, NOW), StripReader.read(picture));
  }

  @Test
  void onlyTheBottomSixteenOf720LinesAreWritten() {
    YuvPicture picture = grey(1280, 720);
    Strip.write(picture, 1, 1, NOW);
    for (int i = 0; i < 704 * 1280; i++) {
      assertEquals(100, picture.luma()[i]);
    }
    assertEquals(90, picture.cb()[351 * 640 + 639]);
    assertEquals((byte) 128, picture.cb()[352 * 640]);
  }

  @Test
  void blackIsUnreadableAndDark() {
    YuvPicture black = YuvPicture.ofSize(1280, 720);
    Arrays.fill(black.luma(), (byte) 16);
    assertEquals(new Unreadable(Reason.NO_CONTRAST, 16), StripReader.read(black));
  }

  @Test
  void anotherPictureHasNoSync() {
    YuvPicture picture = grey(1280, 720);
    Strip.write(picture, 1, 1, NOW);
    byte[] luma = picture.luma();
    for (int y = 704; y < 712; y++) {
      Arrays.fill(luma, y * 1280 + 16, y * 1280 + 32, Strip.LIGHT);
    }
    assertEquals(
        Reason.NO_SYNC, assertInstanceOf(Unreadable.class, StripReader.read(picture)).reason());
  }

  @Test
  void everySingleWrongCellIsNoticed() {
    for (int cell = 16; cell < 144; cell++) {
      YuvPicture picture = grey(640, 360);
      Strip.write(picture, 1, 4711, NOW);
      invert(picture, cell);
      StripReading reading = StripReader.read(picture);
      assertEquals(
          Reason.BAD_CRC, assertInstanceOf(Unreadable.class, reading, "cell " + cell).reason());
    }
  }

  @Test
  void aPictureTooSmallIsSaidToBe() {
    assertEquals(
        new Unreadable(Reason.TOO_SMALL, 0), StripReader.read(new byte[64 * 36], 0, 64, 64, 36));
  }

  @Test
  void aCameraIdOutOfRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Strip.bytes(256, 0, 0));
  }

  private static void invert(YuvPicture picture, int cell) {
    int width = picture.width() / 80;
    int height = picture.height() / 90;
    int top = picture.height() - 2 * height + cell / 80 * height;
    for (int y = top; y < top + height; y++) {
      for (int x = cell % 80 * width; x < (cell % 80 + 1) * width; x++) {
        int at = y * picture.width() + x;
        picture.luma()[at] = (byte) (192 - (picture.luma()[at] & 0xFF));
      }
    }
  }

  private static String cells(YuvPicture picture, int line) {
    StringBuilder cells = new StringBuilder();
    for (int cell = 0; cell < 80; cell++) {
      int level = picture.luma()[(line + 4) * 1280 + cell * 16 + 8] & 0xFF;
      cells.append(level == 152 ? '1' : level == 40 ? '0' : '?');
    }
    return cells.toString();
  }

  private static YuvPicture grey(int width, int height) {
    YuvPicture picture = YuvPicture.ofSize(width, height);
    Arrays.fill(picture.luma(), (byte) 100);
    Arrays.fill(picture.cb(), (byte) 90);
    Arrays.fill(picture.cr(), (byte) 90);
    return picture;
  }

  private static JsonNode vectors() throws IOException {
    try (InputStream in = StripTest.class.getResourceAsStream("strip-vectors.json")) {
      return new ObjectMapper().readTree(in).get("vectors");
    }
  }
}
