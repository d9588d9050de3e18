package dev.croupier.gateway.media.rtp;

/**
 * Parses compound and reduced-size RTCP (RFC 3550 section 6, RFC 5506). All or nothing: the visitor
 * hears a datagram only after every packet in it was found good. Packet types, feedback formats and
 * blocks not known here are skipped. Stateless, any thread, no allocation.
 */
public final class RtcpParser {
  private static final RtcpVisitor NOBODY = new RtcpVisitor() {};
  private static final int VERSION_2 = 2;
  private static final int HEADER = 4;
  private static final int SENDER_INFO = 20;
  private static final int REPORT_BLOCK = 24;
  private static final int FEEDBACK_SSRCS = 8;

  /** Whether a datagram is well-formed, and if not, why. */
  public enum Verdict {
    OK,
    /** No packet at all, or a header that does not fit. */
    TOO_SHORT,
    /** Not version 2. */
    BAD_VERSION,
    /** A packet runs past the datagram's end. */
    BAD_LENGTH,
    /** Padding of 0 or more than there is. Any packet may have some: transport feedbacks do. */
    BAD_PADDING,
    /** SR or RR shorter than its blocks. */
    BAD_REPORT,
    /** A chunk or item of an SDES runs past its end. */
    BAD_SDES,
    /** Fewer SSRCs than counted, or a reason past the end. */
    BAD_BYE,
    /** NACK, PLI or FIR truncated. */
    BAD_FEEDBACK,
    /** REMB truncated. */
    BAD_REMB,
    /** Transport-wide feedback whose chunks or deltas do not fit. */
    BAD_TRANSPORT_FEEDBACK,
    /** An XR block runs past its end, or has the wrong length for its type. */
    BAD_XR
  }

  private RtcpParser() {}

  /** Checks the whole datagram, then tells the visitor what is in it, in order. */
  public static Verdict parse(byte[] b, int offset, int length, RtcpVisitor visitor) {
    Verdict verdict = walk(b, offset, length, NOBODY);
    if (verdict == Verdict.OK) {
      walk(b, offset, length, visitor);
    }
    return verdict;
  }

  private static Verdict walk(byte[] b, int offset, int length, RtcpVisitor visitor) {
    int end = offset + length;
    int at = offset;
    if (length < HEADER) {
      return Verdict.TOO_SHORT;
    }
    while (at < end) {
      if (end - at < HEADER) {
        return Verdict.TOO_SHORT;
      }
      int first = Bytes.u8(b, at);
      if (first >> 6 != VERSION_2) {
        return Verdict.BAD_VERSION;
      }
      int next = at + HEADER + 4 * Bytes.u16(b, at + 2);
      if (next > end) {
        return Verdict.BAD_LENGTH;
      }
      int bodyEnd = next;
      if ((first & 0x20) != 0) {
        int padding = Bytes.u8(b, next - 1);
        if (padding == 0 || padding > next - at - HEADER) {
          return Verdict.BAD_PADDING;
        }
        bodyEnd -= padding;
      }
      int count = first & 0x1F;
      int body = at + HEADER;
      Verdict verdict =
          switch (Bytes.u8(b, at + 1)) {
            case RtcpType.SR -> senderReport(b, body, bodyEnd, count, visitor);
            case RtcpType.RR -> receiverReport(b, body, bodyEnd, count, visitor);
            case RtcpType.SDES -> sdes(b, body, bodyEnd, count, visitor);
            case RtcpType.BYE -> bye(b, body, bodyEnd, count, visitor);
            case RtcpType.RTPFB -> transportLayer(b, body, bodyEnd, count, visitor);
            case RtcpType.PSFB -> payloadSpecific(b, body, bodyEnd, count, visitor);
            case RtcpType.XR -> extended(b, body, bodyEnd, visitor);
            default -> Verdict.OK;
          };
      if (verdict != Verdict.OK) {
        return verdict;
      }
      at = next;
    }
    return Verdict.OK;
  }

  private static Verdict senderReport(byte[] b, int at, int end, int count, RtcpVisitor visitor) {
    if (end - at < 4 + SENDER_INFO + count * REPORT_BLOCK) {
      return Verdict.BAD_REPORT;
    }
    long ssrc = Bytes.u32(b, at);
    visitor.senderReport(
        ssrc,
        Bytes.u64(b, at + 4),
        Bytes.u32(b, at + 12),
        Bytes.u32(b, at + 16),
        Bytes.u32(b, at + 20));
    blocks(b, at + 4 + SENDER_INFO, count, ssrc, visitor);
    return Verdict.OK;
  }

  private static Verdict receiverReport(byte[] b, int at, int end, int count, RtcpVisitor visitor) {
    if (end - at < 4 + count * REPORT_BLOCK) {
      return Verdict.BAD_REPORT;
    }
    blocks(b, at + 4, count, Bytes.u32(b, at), visitor);
    return Verdict.OK;
  }

  private static void blocks(byte[] b, int from, int count, long reporter, RtcpVisitor visitor) {
    for (int i = 0, at = from; i < count; i++, at += REPORT_BLOCK) {
      visitor.reportBlock(
          reporter,
          Bytes.u32(b, at),
          Bytes.u8(b, at + 4),
          Bytes.s24(b, at + 5),
          Bytes.u32(b, at + 8),
          Bytes.u32(b, at + 12),
          Bytes.u32(b, at + 16),
          Bytes.u32(b, at + 20));
    }
  }

  private static Verdict sdes(byte[] b, int from, int end, int count, RtcpVisitor visitor) {
    int at = from;
    for (int chunk = 0; chunk < count; chunk++) {
      int chunkStart = at;
      if (end - at < 4) {
        return Verdict.BAD_SDES;
      }
      long ssrc = Bytes.u32(b, at);
      at += 4;
      while (at < end && b[at] != 0) {
        if (end - at < 2 || end - at < 2 + Bytes.u8(b, at + 1)) {
          return Verdict.BAD_SDES;
        }
        int itemLength = Bytes.u8(b, at + 1);
        if (Bytes.u8(b, at) == RtcpType.SDES_CNAME) {
          visitor.cname(ssrc, b, at + 2, itemLength);
        }
        at += 2 + itemLength;
      }
      // A chunk ends with at least one zero and at a multiple of four.
      at = chunkStart + (at - chunkStart) / 4 * 4 + 4;
      if (at > end) {
        return Verdict.BAD_SDES;
      }
    }
    return Verdict.OK;
  }

  private static Verdict bye(byte[] b, int at, int end, int count, RtcpVisitor visitor) {
    int reason = at + 4 * count;
    if (reason > end || (reason < end && reason + 1 + Bytes.u8(b, reason) > end)) {
      return Verdict.BAD_BYE;
    }
    for (int i = 0; i < count; i++) {
      visitor.bye(Bytes.u32(b, at + 4 * i));
    }
    return Verdict.OK;
  }

  private static Verdict transportLayer(
      byte[] b, int at, int end, int format, RtcpVisitor visitor) {
    if (end - at < FEEDBACK_SSRCS) {
      return Verdict.BAD_FEEDBACK;
    }
    long media = Bytes.u32(b, at + 4);
    int fci = at + FEEDBACK_SSRCS;
    return switch (format) {
      case RtcpType.FMT_NACK -> nack(b, fci, end, media, visitor);
      case RtcpType.FMT_TRANSPORT ->
          TransportFeedback.parse(b, fci, end, media, visitor)
              ? Verdict.OK
              : Verdict.BAD_TRANSPORT_FEEDBACK;
      default -> Verdict.OK;
    };
  }

  private static Verdict nack(byte[] b, int fci, int end, long media, RtcpVisitor visitor) {
    if (end == fci || (end - fci) % 4 != 0) {
      return Verdict.BAD_FEEDBACK;
    }
    for (int at = fci; at < end; at += 4) {
      int sequence = Bytes.u16(b, at);
      visitor.nack(media, sequence);
      for (int bits = Bytes.u16(b, at + 2), i = 1; bits != 0; bits >>= 1, i++) {
        if ((bits & 1) != 0) {
          visitor.nack(media, sequence + i & 0xFFFF);
        }
      }
    }
    return Verdict.OK;
  }

  private static Verdict payloadSpecific(
      byte[] b, int at, int end, int format, RtcpVisitor visitor) {
    if (end - at < FEEDBACK_SSRCS) {
      return Verdict.BAD_FEEDBACK;
    }
    int fci = at + FEEDBACK_SSRCS;
    switch (format) {
      case RtcpType.FMT_PLI -> visitor.pli(Bytes.u32(b, at + 4));
      case RtcpType.FMT_FIR -> {
        if (end == fci || (end - fci) % 8 != 0) {
          return Verdict.BAD_FEEDBACK;
        }
        for (int entry = fci; entry < end; entry += 8) {
          visitor.fir(Bytes.u32(b, entry), Bytes.u8(b, entry + 4));
        }
      }
      case RtcpType.FMT_ALFB -> {
        return remb(b, at, end, visitor);
      }
      default -> {}
    }
    return Verdict.OK;
  }

  private static Verdict remb(byte[] b, int at, int end, RtcpVisitor visitor) {
    int fci = at + FEEDBACK_SSRCS;
    if (end - fci < 4 || Bytes.u32(b, fci) != RtcpType.REMB_NAME) {
      return Verdict.OK;
    }
    if (end - fci < 8 || end - fci < 8 + 4 * Bytes.u8(b, fci + 4)) {
      return Verdict.BAD_REMB;
    }
    int exponent = Bytes.u8(b, fci + 5) >> 2;
    long mantissa = Bytes.u24(b, fci + 5) & 0x3FFFF;
    // 18 bits of mantissa: beyond this exponent the product leaves the positive longs.
    long rate = exponent > 45 ? Long.MAX_VALUE : mantissa << exponent;
    visitor.remb(Bytes.u32(b, at), mantissa == 0 ? 0 : rate);
    return Verdict.OK;
  }

  private static Verdict extended(byte[] b, int from, int end, RtcpVisitor visitor) {
    if (end - from < 4) {
      return Verdict.BAD_XR;
    }
    long ssrc = Bytes.u32(b, from);
    int at = from + 4;
    while (at < end) {
      if (end - at < 4) {
        return Verdict.BAD_XR;
      }
      int words = Bytes.u16(b, at + 2);
      int next = at + 4 + 4 * words;
      if (next > end) {
        return Verdict.BAD_XR;
      }
      switch (Bytes.u8(b, at)) {
        case RtcpType.XR_RRTR -> {
          if (words != 2) {
            return Verdict.BAD_XR;
          }
          visitor.receiverReferenceTime(ssrc, Bytes.u64(b, at + 4));
        }
        case RtcpType.XR_DLRR -> {
          if (words % 3 != 0) {
            return Verdict.BAD_XR;
          }
          for (int sub = at + 4; sub < next; sub += 12) {
            visitor.delaySinceLastRr(
                ssrc, Bytes.u32(b, sub), Bytes.u32(b, sub + 4), Bytes.u32(b, sub + 8));
          }
        }
        default -> {}
      }
      at = next;
    }
    return Verdict.OK;
  }
}
