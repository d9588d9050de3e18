package dev.croupier.gateway.media.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.croupier.gateway.media.webrtc.DtlsEngine;
import dev.croupier.gateway.media.webrtc.DtlsEngine.Role;
import dev.croupier.gateway.media.webrtc.DtlsGuard;
import dev.croupier.gateway.media.webrtc.SrtpKeys;
import dev.croupier.gateway.media.webrtc.SrtpProfile;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two engines wired together in memory, one thread being the owner of both ends. */
@Timeout(60)
class BcDtlsEngineTest {
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.7");
  private static final String NOBODY = "sha-256 " + "00:".repeat(31) + "00";

  private final ExecutorService owner = Executors.newSingleThreadExecutor();
  private final SecureRandom random = new SecureRandom();

  @AfterEach
  void stop() {
    owner.shutdownNow();
  }

  @Test
  void bothEndsGetTheSameKeysCrossed() throws Exception {
    Ends ends = shake(DtlsSettings.standard(), DtlsSettings.standard());
    SrtpKeys server = ends.server.keys();
    SrtpKeys client = ends.client.keys();

    assertEquals(SrtpProfile.AEAD_AES_128_GCM, server.profile());
    assertEquals(SrtpProfile.AEAD_AES_128_GCM, client.profile());
    assertArrayEquals(server.localKey(), client.remoteKey());
    assertArrayEquals(server.localSalt(), client.remoteSalt());
    assertArrayEquals(server.remoteKey(), client.localKey());
    assertArrayEquals(server.remoteSalt(), client.localSalt());
    assertFalse(Arrays.equals(server.localKey(), server.remoteKey()));
    assertEquals(16, server.localKey().length);
    assertEquals(12, server.localSalt().length);
  }

  @Test
  void theServersPreferenceDecides() throws Exception {
    DtlsSettings sha1First =
        DtlsSettings.standard()
            .withProfiles(List.of(SrtpProfile.AES128_CM_SHA1_80, SrtpProfile.AEAD_AES_128_GCM));
    assertEquals(
        SrtpProfile.AEAD_AES_128_GCM,
        shake(DtlsSettings.standard(), sha1First).server.keys().profile());
    assertEquals(
        SrtpProfile.AES128_CM_SHA1_80,
        shake(sha1First, DtlsSettings.standard()).client.keys().profile());
  }

  @Test
  void withoutACommonProfileThereAreNoKeys() throws Exception {
    Ends ends =
        shake(
            DtlsSettings.standard().withProfiles(List.of(SrtpProfile.AEAD_AES_128_GCM)),
            DtlsSettings.standard().withProfiles(List.of(SrtpProfile.AES128_CM_SHA1_80)));
    assertEquals(TransportRefusal.DTLS_FAILED, ends.server.end());
    assertEquals(TransportRefusal.DTLS_FAILED, ends.client.end());
  }

  @Test
  void row03_aClientWithAnotherCertificateGetsNoKeys() throws Exception {
    BcDtlsEngine server = engine(DtlsSettings.standard());
    BcDtlsEngine client = engine(DtlsSettings.standard());
    Ends ends = shake(server, client, NOBODY, server.fingerprint(), UnaryOperator.identity());
    assertEquals(TransportRefusal.DTLS_FINGERPRINT, ends.server.end());
    assertEquals(TransportRefusal.DTLS_FAILED, ends.client.end());
    assertFalse(ends.server.keys.isDone());
    assertFalse(ends.client.keys.isDone());
  }

  @Test
  void row03_aServerWithAnotherCertificateGetsNoKeys() throws Exception {
    BcDtlsEngine server = engine(DtlsSettings.standard());
    BcDtlsEngine client = engine(DtlsSettings.standard());
    Ends ends = shake(server, client, client.fingerprint(), NOBODY, UnaryOperator.identity());
    assertEquals(TransportRefusal.DTLS_FINGERPRINT, ends.client.end());
    assertEquals(TransportRefusal.DTLS_FAILED, ends.server.end());
    assertFalse(ends.server.keys.isDone());
    assertFalse(ends.client.keys.isDone());
  }

  @Test
  void lostDatagramsAreSentAgain() throws Exception {
    BcDtlsEngine server = engine(DtlsSettings.standard());
    BcDtlsEngine client = engine(DtlsSettings.standard());
    int[] count = new int[1];
    // Loses each third datagram of the first twelve: several of each flight.
    Ends ends =
        shake(
            server,
            client,
            client.fingerprint(),
            server.fingerprint(),
            datagram -> ++count[0] <= 12 && count[0] % 3 == 1 ? null : datagram);
    assertArrayEquals(ends.server.keys().localKey(), ends.client.keys().remoteKey());
  }

  @Test
  void aHandshakeHasADeadline() throws Exception {
    BcDtlsEngine engine = engine(DtlsSettings.standard().withDeadline(Duration.ofMillis(300)));
    End alone = new End();
    alone.session = engine.start(Role.CLIENT, null, NOBODY, owner, alone);
    assertEquals(TransportRefusal.DTLS_FAILED, alone.end());
  }

  @Test
  void moreHandshakesThanAllowedWaitAndThenGiveUp() throws Exception {
    BcDtlsEngine engine =
        engine(DtlsSettings.standard().withConcurrent(1).withDeadline(Duration.ofMillis(500)));
    End first = new End();
    End second = new End();
    first.session = engine.start(Role.SERVER, PEER, NOBODY, owner, first);
    second.session = engine.start(Role.SERVER, PEER, NOBODY, owner, second);
    List<TransportRefusal> both = List.of(first.end(), second.end());
    assertTrue(both.contains(TransportRefusal.DTLS_FAILED), both::toString);
  }

  @Test
  void aClosedEndSaysGoodbye() throws Exception {
    Ends ends = shake(DtlsSettings.standard(), DtlsSettings.standard());
    ends.server.keys();
    ends.client.keys();
    owner.submit(() -> ends.client.session.close()).get(5, TimeUnit.SECONDS);
    ends.server.goodbye.get(10, TimeUnit.SECONDS);
    assertFalse(ends.server.ended.isDone());
  }

  @Test
  void closingEndsAHandshakeSilently() throws Exception {
    BcDtlsEngine engine = engine(DtlsSettings.standard().withConcurrent(1));
    End abandoned = new End();
    abandoned.session = engine.start(Role.SERVER, PEER, NOBODY, owner, abandoned);
    owner.submit(() -> abandoned.session.close()).get(5, TimeUnit.SECONDS);
    // Its place is free again: the next one comes through.
    BcDtlsEngine client = engine(DtlsSettings.standard());
    Ends ends =
        shake(engine, client, client.fingerprint(), engine.fingerprint(), UnaryOperator.identity());
    assertEquals(16, ends.server.keys().localKey().length);
    assertFalse(abandoned.ended.isDone());
  }

  @Test
  void row02_whatIsHeldForOneHandshakeIsBounded() {
    DtlsDatagrams datagrams = new DtlsDatagrams(sent -> {});
    byte[] datagram = new byte[DtlsDatagrams.RECEIVE_LIMIT];
    int held = 0;
    while (held < 1000 && datagrams.offer(datagram, 0, 1500)) {
      held++;
    }
    assertEquals(DtlsGuard.MAX_HELD_BYTES / 1500, held);
    DtlsDatagrams small = new DtlsDatagrams(sent -> {});
    int count = 0;
    while (count < 1000 && small.offer(datagram, 0, 20)) {
      count++;
    }
    assertEquals(64, count);
    assertFalse(new DtlsDatagrams(sent -> {}).offer(new byte[3000], 0, 3000));
  }

  @Test
  void row02_encryptedHandshakeMessagesDeclareNoMoreEither() {
    byte[] finished = new byte[24];
    finished[3] = 12;
    finished[11] = 12;
    assertTrue(BcGuardedCrypto.plausible(finished, 0, 24));
    finished[1] = (byte) 0xFF;
    assertFalse(BcGuardedCrypto.plausible(finished, 0, 24));
    byte[] trailing = new byte[30];
    trailing[3] = 12;
    trailing[11] = 12;
    assertFalse(BcGuardedCrypto.plausible(trailing, 0, 30));
  }

  private BcDtlsEngine engine(DtlsSettings settings) {
    return new BcDtlsEngine(DtlsIdentity.generate(random, Instant.EPOCH), settings, random);
  }

  private Ends shake(DtlsSettings serverSettings, DtlsSettings clientSettings) throws Exception {
    BcDtlsEngine server = engine(serverSettings);
    BcDtlsEngine client = engine(clientSettings);
    return shake(
        server, client, client.fingerprint(), server.fingerprint(), UnaryOperator.identity());
  }

  /** Starts both ends on the owner's thread. */
  private Ends shake(
      BcDtlsEngine server,
      BcDtlsEngine client,
      String serverExpects,
      String clientExpects,
      UnaryOperator<byte[]> wire)
      throws Exception {
    Ends ends = new Ends(new End(), new End());
    owner
        .submit(
            () -> {
              ends.server.to(ends.client, wire);
              ends.client.to(ends.server, wire);
              ends.server.session =
                  server.start(Role.SERVER, PEER, serverExpects, owner, ends.server);
              ends.client.session =
                  client.start(Role.CLIENT, null, clientExpects, owner, ends.client);
            })
        .get(5, TimeUnit.SECONDS);
    return ends;
  }

  private record Ends(End server, End client) {}

  private final class End implements DtlsEngine.Listener {
    private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    private final CompletableFuture<TransportRefusal> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> goodbye = new CompletableFuture<>();
    private DtlsEngine.Session session;
    private Optional<End> other = Optional.empty();
    private UnaryOperator<byte[]> wire = UnaryOperator.identity();

    void to(End peer, UnaryOperator<byte[]> filter) {
      other = Optional.of(peer);
      wire = filter;
    }

    SrtpKeys keys() throws Exception {
      return keys.get(15, TimeUnit.SECONDS);
    }

    TransportRefusal end() throws Exception {
      return ended.get(15, TimeUnit.SECONDS);
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
      byte[] datagram = wire.apply(Arrays.copyOfRange(buffer, offset, offset + length));
      if (datagram != null) {
        // Behind what the owner does now: a network never answers inside a call.
        owner.execute(
            () ->
                other.ifPresent(
                    peer -> assertTrue(peer.session.receive(datagram, 0, datagram.length))));
      }
    }

    @Override
    public void keys(SrtpKeys agreed) {
      keys.complete(agreed);
    }

    @Override
    public void ended(TransportRefusal reason) {
      ended.complete(reason);
    }

    @Override
    public void closedByPeer() {
      goodbye.complete(null);
    }
  }
}
