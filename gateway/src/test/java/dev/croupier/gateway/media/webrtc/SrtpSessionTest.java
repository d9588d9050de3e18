package dev.croupier.gateway.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSessionTest {
  private static final int OFFSET = 5;

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void protectsAsTheRfcsSay(SrtpProfile profile) throws Exception {
    SrtpKeys keys = keys(profile, true);
    SrtpOracle oracle = new SrtpOracle(profile, keys.localKey(), keys.localSalt());
    SrtpSession session = new SrtpSession(keys, 4);

    for (int i = 0; i < 20; i++) {
      byte[] packet = Packets.rtp(0xCAFEBABE, 65_526 + i, 100 + i);
      int rollover = i < 10 ? 0 : 1;
      assertArrayEquals(oracle.rtp(packet, rollover), protectRtp(session, packet), "packet " + i);
      byte[] report = Packets.rtcp(0xCAFEBABE, i);
      assertArrayEquals(oracle.rtcp(report, i), protectRtcp(session, report), "report " + i);
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void opensWhatTheRfcsSay(SrtpProfile profile) throws Exception {
    SrtpKeys keys = keys(profile, false);
    SrtpOracle oracle = new SrtpOracle(profile, keys.remoteKey(), keys.remoteSalt());
    SrtpSession session = new SrtpSession(keys, 4);

    for (int i = 0; i < 20; i++) {
      byte[] packet = Packets.rtp(0xCAFEBABE, 65_526 + i, 100 + i);
      byte[] report = Packets.rtcp(0xCAFEBABE, i);
      assertArrayEquals(packet, unprotectRtp(session, oracle.rtp(packet, i < 10 ? 0 : 1)));
      assertArrayEquals(report, unprotectRtcp(session, oracle.rtcp(report, i)));
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void goesOnPastTwoTurnsOfTheSequenceNumber(SrtpProfile profile) {
    SrtpSession sender = new SrtpSession(keys(profile, true), 4);
    SrtpSession receiver = new SrtpSession(keys(profile, false), 4);

    for (int i = 0; i < 2 * 65_536 + 100; i++) {
      byte[] packet = Packets.rtp(7, i & 0xFFFF, 20);
      byte[] opened = unprotectRtp(receiver, protectRtp(sender, packet));
      if (!Arrays.equals(packet, opened)) {
        assertArrayEquals(packet, opened, "packet " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void picturesAndRetransmissionsTurnEachForItself(SrtpProfile profile) throws Exception {
    SrtpKeys keys = keys(profile, true);
    SrtpOracle oracle = new SrtpOracle(profile, keys.localKey(), keys.localSalt());
    SrtpSession session = new SrtpSession(keys, 4);

    byte[] last = null;
    for (int i = 0; i < 65_536 + 20; i++) {
      last = protectRtp(session, Packets.rtp(7, 65_526 + i & 0xFFFF, 20));
      if (i % 1_000 == 0) {
        // A thousand pictures' packets for one that is sent again; its numbers turn at the 36th.
        int again = i / 1_000;
        byte[] packet = Packets.rtp(8, 65_500 + again & 0xFFFF, 20);
        assertArrayEquals(
            oracle.rtp(packet, again < 36 ? 0 : 1), protectRtp(session, packet), "again " + again);
      }
    }
    assertArrayEquals(oracle.rtp(Packets.rtp(7, 65_526 + 65_555 & 0xFFFF, 20), 2), last);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void row05_refusesReplaysAndSaysSo(SrtpProfile profile) {
    SrtpSession sender = new SrtpSession(keys(profile, true), 4);
    SrtpSession receiver = new SrtpSession(keys(profile, false), 4);
    byte[] first = protectRtp(sender, Packets.rtp(7, 100, 20));
    byte[] report = protectRtcp(sender, Packets.rtcp(7, 3));
    assertEquals(32, unprotectRtp(receiver, first.clone()).length);
    assertEquals(20, unprotectRtcp(receiver, report.clone()).length);

    assertRefusedRtp(receiver, first.clone(), TransportRefusal.SRTP_REPLAY);
    assertRefusedRtcp(receiver, report.clone(), TransportRefusal.SRTP_REPLAY);

    for (int i = 101; i < 200; i++) {
      unprotectRtp(receiver, protectRtp(sender, Packets.rtp(7, i, 20)));
    }
    assertRefusedRtp(receiver, first.clone(), TransportRefusal.SRTP_REPLAY);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void takesReorderedPacketsWithinTheWindowOnce(SrtpProfile profile) {
    SrtpSession sender = new SrtpSession(keys(profile, true), 4);
    SrtpSession receiver = new SrtpSession(keys(profile, false), 4);
    byte[][] sent = new byte[8][];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = protectRtp(sender, Packets.rtp(7, (65_532 + i) & 0xFFFF, 20));
    }

    for (int i : new int[] {1, 0, 6, 4, 3, 5, 2, 7}) {
      byte[] expected = Packets.rtp(7, (65_532 + i) & 0xFFFF, 20);
      assertArrayEquals(expected, unprotectRtp(receiver, sent[i].clone()), "packet " + i);
    }
    assertRefusedRtp(receiver, sent[3].clone(), TransportRefusal.SRTP_REPLAY);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void row05_refusesEveryChangedByte(SrtpProfile profile) {
    SrtpSession sender = new SrtpSession(keys(profile, true), 4);
    SrtpSession receiver = new SrtpSession(keys(profile, false), 4);
    byte[] packet = protectRtp(sender, Packets.rtp(7, 1, 20));
    byte[] report = protectRtcp(sender, Packets.rtcp(7, 3));

    for (int i = 0; i < packet.length; i++) {
      byte[] changed = packet.clone();
      changed[i] ^= 0x20;
      assertTrue(refusedRtp(receiver, changed), "byte " + i);
    }
    for (int i = 0; i < report.length; i++) {
      byte[] changed = report.clone();
      changed[i] ^= 0x20;
      assertTrue(refusedRtcp(receiver, changed), "byte " + i);
    }
    assertEquals(32, unprotectRtp(receiver, packet).length);
    assertEquals(20, unprotectRtcp(receiver, report).length);
  }

  @Test
  void keepsTheReportsOfSeveralSendersApart() {
    SrtpSession sender = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM, true), 4);
    SrtpSession receiver = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM, false), 4);

    for (int i = 0; i < 10; i++) {
      for (int ssrc = 1; ssrc <= 3; ssrc++) {
        byte[] report = Packets.rtcp(ssrc, 2);
        assertArrayEquals(report, unprotectRtcp(receiver, protectRtcp(sender, report)));
      }
    }
  }

  @Test
  void forgedSsrcsTakeNoPlaces() {
    SrtpSession sender = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM, true), 2);
    SrtpSession receiver = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM, false), 2);
    for (int i = 0; i < 1000; i++) {
      byte[] forged = Arrays.copyOf(Packets.rtp(1000 + i, i, 40), 68);
      assertRefusedRtp(receiver, forged, TransportRefusal.SRTP_AUTHENTICATION);
    }

    assertEquals(32, unprotectRtp(receiver, protectRtp(sender, Packets.rtp(1, 1, 20))).length);
    assertEquals(32, unprotectRtp(receiver, protectRtp(sender, Packets.rtp(2, 1, 20))).length);
  }

  @Test
  void hasACapOfSsrcs() {
    SrtpSession sender = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM, true), 3);
    SrtpSession receiver = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM, false), 2);
    for (int ssrc = 1; ssrc <= 2; ssrc++) {
      unprotectRtp(receiver, protectRtp(sender, Packets.rtp(ssrc, 1, 20)));
      unprotectRtcp(receiver, protectRtcp(sender, Packets.rtcp(ssrc, 1)));
    }

    byte[] third = protectRtp(sender, Packets.rtp(3, 1, 20));
    assertRefusedRtp(receiver, third, TransportRefusal.SRTP_SSRC_LIMIT);
    byte[] report = protectRtcp(sender, Packets.rtcp(3, 1));
    assertRefusedRtcp(receiver, report, TransportRefusal.SRTP_SSRC_LIMIT);
    byte[] fourth = Packets.withRoom(Packets.rtp(4, 1, 20));
    assertEquals(SrtpSession.REFUSED, sender.protectRtp(fourth, 0, 32));
    assertEquals(TransportRefusal.SRTP_SSRC_LIMIT, sender.refusal());
  }

  @Test
  void neverUsesAnIndexTwice() {
    SrtpSession sender = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM, true), 3);
    protectRtp(sender, Packets.rtp(1, 50, 20));

    byte[] again = Packets.withRoom(Packets.rtp(1, 50, 21));
    assertEquals(SrtpSession.REFUSED, sender.protectRtp(again, 0, 33));
    assertEquals(TransportRefusal.SRTP_SEND, sender.refusal());
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void needsRoomForTheTag(SrtpProfile profile) {
    SrtpSession sender = new SrtpSession(keys(profile, true), 3);
    byte[] packet = Arrays.copyOf(Packets.rtp(1, 50, 20), 32 + profile.tagBytes());

    assertEquals(SrtpSession.REFUSED, sender.protectRtp(packet, 1, 32));
    assertEquals(32 + profile.tagBytes(), sender.protectRtp(packet, 0, 32));
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void refusesReportsInTheClear(SrtpProfile profile) {
    SrtpSession sender = new SrtpSession(keys(profile, true), 3);
    SrtpSession receiver = new SrtpSession(keys(profile, false), 3);
    byte[] report = protectRtcp(sender, Packets.rtcp(7, 3));
    int index = profile == SrtpProfile.AEAD_AES_128_GCM ? report.length - 4 : report.length - 14;
    report[index] &= 0x7F;

    assertRefusedRtcp(receiver, report, TransportRefusal.SRTP_MALFORMED);
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void survivesNoise(SrtpProfile profile) {
    long seed = 20_261_121L;
    Random random = new Random(seed);
    SrtpSession receiver = new SrtpSession(keys(profile, false), 2);
    for (int i = 0; i < 50_000; i++) {
      byte[] noise = new byte[1 + random.nextInt(120)];
      random.nextBytes(noise);
      if (random.nextBoolean()) {
        noise[0] = (byte) (0x80 | (noise[0] & 0x3F));
      }
      int size = noise.length;
      assertTrue(receiver.unprotectRtp(noise.clone(), 0, size) < 0, "seed " + seed);
      assertTrue(receiver.unprotectRtcp(noise, 0, size) < 0, "seed " + seed);
    }
  }

  @Test
  void saysNothingAboutItsKeys() {
    SrtpKeys keys = keys(SrtpProfile.AEAD_AES_128_GCM, true);
    assertEquals("SrtpKeys[AEAD_AES_128_GCM]", keys.toString());
  }

  /** The same material, seen from either end; the keys differ in every byte. */
  private static SrtpKeys keys(SrtpProfile profile, boolean client) {
    byte[] material = new byte[profile.keyingMaterialBytes()];
    for (int i = 0; i < material.length; i++) {
      material[i] = (byte) (i * 37 + 11);
    }
    return SrtpKeys.fromExporter(profile, material, client);
  }

  private static byte[] protectRtp(SrtpSession session, byte[] packet) {
    byte[] buffer = shifted(packet);
    int size = session.protectRtp(buffer, OFFSET, packet.length);
    assertTrue(size > 0, () -> session.refusal().toString());
    return Arrays.copyOfRange(buffer, OFFSET, OFFSET + size);
  }

  private static byte[] protectRtcp(SrtpSession session, byte[] packet) {
    byte[] buffer = shifted(packet);
    int size = session.protectRtcp(buffer, OFFSET, packet.length);
    assertTrue(size > 0, () -> session.refusal().toString());
    return Arrays.copyOfRange(buffer, OFFSET, OFFSET + size);
  }

  private static byte[] unprotectRtp(SrtpSession session, byte[] packet) {
    byte[] buffer = shifted(packet);
    int size = session.unprotectRtp(buffer, OFFSET, packet.length);
    assertTrue(size > 0, () -> session.refusal().toString());
    return Arrays.copyOfRange(buffer, OFFSET, OFFSET + size);
  }

  private static byte[] unprotectRtcp(SrtpSession session, byte[] packet) {
    byte[] buffer = shifted(packet);
    int size = session.unprotectRtcp(buffer, OFFSET, packet.length);
    assertTrue(size > 0, () -> session.refusal().toString());
    return Arrays.copyOfRange(buffer, OFFSET, OFFSET + size);
  }

  private static boolean refusedRtp(SrtpSession session, byte[] packet) {
    return session.unprotectRtp(packet, 0, packet.length) == SrtpSession.REFUSED;
  }

  private static boolean refusedRtcp(SrtpSession session, byte[] packet) {
    return session.unprotectRtcp(packet, 0, packet.length) == SrtpSession.REFUSED;
  }

  private static void assertRefusedRtp(
      SrtpSession session, byte[] packet, TransportRefusal reason) {
    assertTrue(refusedRtp(session, packet));
    assertEquals(reason, session.refusal());
  }

  private static void assertRefusedRtcp(
      SrtpSession session, byte[] packet, TransportRefusal reason) {
    assertTrue(refusedRtcp(session, packet));
    assertEquals(reason, session.refusal());
  }

  private static byte[] shifted(byte[] packet) {
    byte[] buffer = new byte[OFFSET + packet.length + Packets.ROOM];
    System.arraycopy(packet, 0, buffer, OFFSET, packet.length);
    return buffer;
  }
}
