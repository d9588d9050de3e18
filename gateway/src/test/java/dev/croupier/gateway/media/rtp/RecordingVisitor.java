package dev.croupier.gateway.media.rtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keeps all it hears as text. */
final class RecordingVisitor implements RtcpVisitor {
  final List<String> heard = new ArrayList<>();

  @Override
  public void senderReport(long ssrc, long ntp, long rtpTime, long packets, long octets) {
    add("sr %d %x %d %d %d", ssrc, ntp, rtpTime, packets, octets);
  }

  @Override
  public void reportBlock(
      long reporter,
      long ssrc,
      int fractionLost,
      int cumulativeLost,
      long highestSequence,
      long jitter,
      long lastReport,
      long delaySinceLast) {
    add(
        "block %d %d %d %d %d %d %x %d",
        reporter,
        ssrc,
        fractionLost,
        cumulativeLost,
        highestSequence,
        jitter,
        lastReport,
        delaySinceLast);
  }

  @Override
  public void cname(long ssrc, byte[] buffer, int offset, int length) {
    add("cname %d %s", ssrc, new String(buffer, offset, length, StandardCharsets.US_ASCII));
  }

  @Override
  public void bye(long ssrc) {
    add("bye %d", ssrc);
  }

  @Override
  public void nack(long mediaSsrc, int sequence) {
    add("nack %d %d", mediaSsrc, sequence);
  }

  @Override
  public void pli(long mediaSsrc) {
    add("pli %d", mediaSsrc);
  }

  @Override
  public void fir(long mediaSsrc, int commandSequence) {
    add("fir %d %d", mediaSsrc, commandSequence);
  }

  @Override
  public void remb(long sender, long bitsPerSecond) {
    add("remb %d %d", sender, bitsPerSecond);
  }

  @Override
  public void transportFeedback(
      long mediaSsrc, int baseSequence, int packetCount, long referenceMicros, int feedbackCount) {
    add(
        "twcc %d %d %d %d %d",
        mediaSsrc, baseSequence, packetCount, referenceMicros, feedbackCount);
  }

  @Override
  public void transportReceived(int sequence, long arrivalMicros) {
    add("received %d %d", sequence, arrivalMicros);
  }

  @Override
  public void transportLost(int sequence) {
    add("lost %d", sequence);
  }

  @Override
  public void receiverReferenceTime(long ssrc, long ntp) {
    add("rrtr %d %x", ssrc, ntp);
  }

  @Override
  public void delaySinceLastRr(long reporter, long ssrc, long lastRr, long delaySinceLast) {
    add("dlrr %d %d %x %d", reporter, ssrc, lastRr, delaySinceLast);
  }

  private void add(String format, Object... values) {
    heard.add(String.format(Locale.ROOT, format, values));
  }
}
