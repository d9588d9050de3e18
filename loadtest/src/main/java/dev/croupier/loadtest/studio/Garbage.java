package dev.croupier.loadtest.studio;

import java.util.random.RandomGenerator;

/**
 * Random bytes in place of coded ones, of the same length: what a broken encoder or a wrong payload
 * type sends. Pictures are cut into NAL units that fit a packet each, so that RTP payloads are
 * random from their first byte on (single NAL unit packets, RFC 6184 section 5.6). Owned by one
 * thread at a time.
 */
final class Garbage {
  private static final int LARGEST_NAL = 1_100;
  private static final int START_CODE = 4;
  private static final int TYPE = 0x1F;

  /** Access unit delimiter and filler: publishers leave them out. */
  private static final int DELIMITER = 9;

  private static final int FILLER = 12;

  private final RandomGenerator random;

  Garbage(RandomGenerator random) {
    this.random = random;
  }

  EncodedFrame of(EncodedFrame frame) {
    byte[] bytes = new byte[Math.max(START_CODE + 2, frame.annexB().length)];
    random.nextBytes(bytes);
    // A NAL unit never ends with a zero byte, nor does a garbled one: it would be cut off.
    bytes[bytes.length - 1] |= 1;
    for (int at = 0; at + START_CODE + 1 < bytes.length; at += START_CODE + LARGEST_NAL) {
      bytes[at] = 0;
      bytes[at + 1] = 0;
      bytes[at + 2] = 0;
      bytes[at + 3] = 1;
      int type = bytes[at + START_CODE] & TYPE;
      if (type == DELIMITER || type == FILLER) {
        bytes[at + START_CODE] ^= 1;
      }
    }
    return new EncodedFrame(frame.keyframe(), frame.captureMicros(), bytes);
  }

  EncodedAudio of(EncodedAudio packet) {
    byte[] bytes = new byte[packet.packet().length];
    random.nextBytes(bytes);
    return new EncodedAudio(packet.captureMicros(), packet.sample(), bytes);
  }
}
