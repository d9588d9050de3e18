package dev.croupier.loadtest.studio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioEncoderTest {
  /** 2025-11-21 14:00:00 UTC in microseconds, and in samples of 48 kHz. */
  private static final long NOW = 1_763_733_600_000_000L;

  private static final long SAMPLE = 1_763_733_600L * 48_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theBeepIsDecodedAtTheWholeSecondOfTheCaptureTimesWithinAMillisecond(int channels) {
    AudioSettings settings = channels == 1 ? AudioSettings.mono() : AudioSettings.stereo();
    List<Long> starts = new ArrayList<>();
    long lastLoud = 0;
    long beepSamples = 0;
    try (AudioEncoder encoder = new AudioEncoder(settings, SAMPLE - 9600);
        AudioDecoder decoder = new AudioDecoder(channels)) {
      for (int i = 0; i < 130; i++) {
        EncodedAudio packet = encoder.encode();
        short[] samples = decoder.decode(packet.packet());
        assertEquals(960 * channels, samples.length);
        for (int s = 0; s < 960; s++) {
          if (Math.abs(samples[s * channels]) > 3000) {
            long micros = packet.captureMicros() + s * 1000L / 48;
            if (micros - lastLoud > 100_000) {
              starts.add(micros);
            }
            lastLoud = micros;
            beepSamples++;
          }
        }
      }
    }
    assertEquals(3, starts.size());
    for (int i = 0; i < 3; i++) {
      assertEquals(0L, Math.abs(starts.get(i) - NOW - i * 1_000_000L) / 1000, "whole ms off");
    }
    // The last beep ends 60 ms after it began.
    assertTrue(Math.abs(lastLoud - NOW - 2_060_000) <= 3000);
    assertTrue(beepSamples > 3 * 48 * 60 / 2, "a clear beep, not a click");
  }

  @Test
  void packetsAreExactlyTwentyMillisecondsApart() {
    try (AudioEncoder encoder = new AudioEncoder(AudioSettings.mono(), SAMPLE)) {
      for (int i = 0; i < 100; i++) {
        EncodedAudio packet = encoder.encode();
        assertEquals(SAMPLE + 960L * i, packet.sample());
        assertEquals(NOW + 20_000L * i, packet.captureMicros());
      }
    }
  }

  @Test
  void whatIsLeftOutAreWholePackets() {
    try (AudioEncoder encoder = new AudioEncoder(AudioSettings.mono(), SAMPLE)) {
      encoder.encode();
      encoder.skipTo(SAMPLE + 4801);
      assertEquals(SAMPLE + 5760, encoder.encode().sample());
      encoder.skipTo(SAMPLE);
      assertEquals(SAMPLE + 6720, encoder.nextSample());
    }
  }

  @Test
  void stereoIsSaidInThePacketsFirstByte() {
    // RFC 6716 section 3.1: bit 2 of the TOC byte.
    try (AudioEncoder mono = new AudioEncoder(AudioSettings.mono(), SAMPLE);
        AudioEncoder stereo = new AudioEncoder(AudioSettings.stereo(), SAMPLE)) {
      mono.encode();
      assertEquals(0, mono.encode().packet()[0] & 4);
      stereo.encode();
      EncodedAudio packet = stereo.encode();
      assertEquals(0, packet.packet()[0] & 3, "one frame a packet");
      assertTrue(packet.packet().length > 20);
    }
  }

  @Test
  void theToneRepeatsEachSecondAndIsQuietBetweenBeeps() {
    for (int i = 0; i < 48_000; i++) {
      assertEquals(Tone.at(i), Tone.at(SAMPLE + i));
      if (i >= 60 * 48) {
        assertTrue(Math.abs(Tone.at(i)) < 400);
      }
    }
  }

  @Test
  void samplesAndMicrosecondsConvertExactly() {
    assertEquals(SAMPLE, Tone.sampleAt(NOW));
    assertEquals(NOW, Tone.microsOf(SAMPLE));
    assertEquals(SAMPLE + 1, Tone.sampleAt(NOW + 1));
    assertEquals(NOW + 20, Tone.microsOf(SAMPLE + 1));
  }

  @Test
  void badPacketsGiveNoSamples() {
    try (AudioDecoder decoder = new AudioDecoder(2)) {
      assertArrayEquals(new short[0], decoder.decode(new byte[0]));
      assertArrayEquals(new short[0], decoder.decode(new byte[] {(byte) 0xFF}));
    }
  }

  @Test
  void otherChannelCountsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new AudioSettings(6, 64_000));
  }
}
