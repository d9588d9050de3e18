package dev.croupier.gateway.media.net;

import dev.croupier.gateway.media.webrtc.StunCodec;
import dev.croupier.gateway.media.webrtc.StunMessage;
import dev.croupier.gateway.media.webrtc.TransportRefusal;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.attribute.UsernameAttribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.ice4j.message.Response;

/**
 * STUN by ice4j's messages and attributes; its stack and its Agent are not used, so it starts no
 * thread and probes no address. {@link StunShape} looks at the bytes first, and integrity and
 * fingerprint are put behind the encoded message here, with the caller's password. Any thread.
 */
public final class Ice4jStunCodec implements StunCodec {
  private static final int ATTRIBUTE_HEADER_BYTES = 4;
  private static final int FINGERPRINT_BYTES = 8;

  /** Stateless. */
  public Ice4jStunCodec() {}

  @Override
  public StunMessage decode(byte[] buffer, int offset, int length) {
    StunShape shape = StunShape.of(buffer, offset, length);
    if (shape.refusal().isPresent()) {
      return new StunMessage.Rejected(shape.refusal().get());
    }
    // ice4j reads right at offset 0 only.
    byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + length);
    byte[] checksum = FingerprintAttribute.calculateXorCRC32(bytes, 0, length - FINGERPRINT_BYTES);
    if (!Arrays.equals(checksum, 0, 4, bytes, length - 4, length)) {
      return new StunMessage.Rejected(TransportRefusal.STUN_FINGERPRINT);
    }
    try {
      return switch (shape.type()) {
        case StunShape.BINDING_REQUEST -> request(Message.decode(bytes, 0, length), shape, bytes);
        case StunShape.BINDING_SUCCESS -> success(Message.decode(bytes, 0, length), shape, bytes);
        case StunShape.BINDING_ERROR -> failure(Message.decode(bytes, 0, length), shape, bytes);
        case StunShape.BINDING_INDICATION -> new StunMessage.Indication();
        default -> new StunMessage.Rejected(TransportRefusal.STUN_UNEXPECTED);
      };
    } catch (StunException | RuntimeException e) {
      return new StunMessage.Rejected(TransportRefusal.STUN_MALFORMED);
    }
  }

  @Override
  public boolean authentic(StunMessage.Signed message, String password) {
    int at = message.integrityAt();
    if (at < 0) {
      return false;
    }
    // RFC 8489 §14.5: the length field counts up to and including MESSAGE-INTEGRITY.
    byte[] covered = Arrays.copyOf(message.bytes(), at);
    int counted = at + ATTRIBUTE_HEADER_BYTES + StunShape.INTEGRITY_BYTES - StunShape.HEADER_BYTES;
    covered[2] = (byte) (counted >> 8);
    covered[3] = (byte) counted;
    byte[] expected = MessageIntegrityAttribute.calculateHmacSha1(covered, 0, at, key(password));
    int value = at + ATTRIBUTE_HEADER_BYTES;
    return MessageDigest.isEqual(
        expected, Arrays.copyOfRange(message.bytes(), value, value + StunShape.INTEGRITY_BYTES));
  }

  @Override
  public byte[] success(StunMessage.Request request, InetSocketAddress mapped, String password) {
    Request asked = MessageFactory.createBindingRequest();
    TransportAddress from =
        new TransportAddress(mapped.getAddress(), mapped.getPort(), Transport.UDP);
    try {
      asked.setTransactionID(request.transaction());
      Response response = MessageFactory.createBindingResponse(asked, from);
      response.setTransactionID(request.transaction());
      return seal(response, password);
    } catch (StunException e) {
      throw new IllegalStateException("a decoded transaction id is 12 bytes", e);
    }
  }

  @Override
  public byte[] failure(StunMessage.Request request, int code, String password) {
    try {
      Response response =
          code == ErrorCodeAttribute.UNKNOWN_ATTRIBUTE
              ? MessageFactory.createBindingErrorResponse(
                  (char) code, "", new char[] {(char) request.unknown()})
              : MessageFactory.createBindingErrorResponse((char) code, "");
      response.setTransactionID(request.transaction());
      return seal(response, password);
    } catch (StunException e) {
      throw new IllegalStateException("a decoded transaction id is 12 bytes", e);
    }
  }

  @Override
  public byte[] request(
      byte[] transaction,
      String username,
      String password,
      long priority,
      long tieBreaker,
      boolean useCandidate) {
    Request request = MessageFactory.createBindingRequest();
    try {
      request.setTransactionID(transaction);
      request.putAttribute(
          AttributeFactory.createUsernameAttribute(username.getBytes(StandardCharsets.UTF_8)));
      request.putAttribute(AttributeFactory.createPriorityAttribute(priority));
      request.putAttribute(AttributeFactory.createIceControllingAttribute(tieBreaker));
      if (useCandidate) {
        request.putAttribute(AttributeFactory.createUseCandidateAttribute());
      }
      return seal(request, password);
    } catch (StunException e) {
      throw new IllegalArgumentException("a transaction id is 12 bytes", e);
    }
  }

  private static StunMessage request(Message message, StunShape shape, byte[] bytes) {
    if (!(message.getAttribute(Attribute.USERNAME) instanceof UsernameAttribute name)) {
      return new StunMessage.Rejected(TransportRefusal.STUN_USERNAME);
    }
    String username = new String(name.getUsername(), StandardCharsets.UTF_8);
    int colon = username.indexOf(':');
    if (colon < 1) {
      return new StunMessage.Rejected(TransportRefusal.STUN_USERNAME);
    }
    return new StunMessage.Request(
        message.getTransactionID(),
        username.substring(0, colon),
        username.substring(colon + 1),
        message.containsAttribute(Attribute.USE_CANDIDATE),
        message.containsAttribute(Attribute.ICE_CONTROLLED),
        shape.unknown(),
        bytes,
        shape.integrityAt());
  }

  private static StunMessage success(Message message, StunShape shape, byte[] bytes) {
    byte[] transaction = message.getTransactionID();
    if (!(message.getAttribute(Attribute.XOR_MAPPED_ADDRESS)
        instanceof XorMappedAddressAttribute mapped)) {
      return new StunMessage.Rejected(TransportRefusal.STUN_MALFORMED);
    }
    return new StunMessage.Success(
        transaction, mapped.getAddress(transaction), bytes, shape.integrityAt());
  }

  private static StunMessage failure(Message message, StunShape shape, byte[] bytes) {
    if (!(message.getAttribute(Attribute.ERROR_CODE) instanceof ErrorCodeAttribute error)) {
      return new StunMessage.Rejected(TransportRefusal.STUN_MALFORMED);
    }
    return new StunMessage.Failure(
        message.getTransactionID(), error.getErrorCode(), bytes, shape.integrityAt());
  }

  /** Encodes, then appends MESSAGE-INTEGRITY (unless there is no password) and FINGERPRINT. */
  private static byte[] seal(Message message, String password) {
    byte[] body = message.encode(null);
    int integrity = password.isEmpty() ? 0 : ATTRIBUTE_HEADER_BYTES + StunShape.INTEGRITY_BYTES;
    byte[] sealed = Arrays.copyOf(body, body.length + integrity + FINGERPRINT_BYTES);
    if (integrity > 0) {
      length(sealed, body.length + integrity);
      byte[] mac =
          MessageIntegrityAttribute.calculateHmacSha1(sealed, 0, body.length, key(password));
      attribute(sealed, body.length, StunShape.MESSAGE_INTEGRITY, mac);
    }
    length(sealed, sealed.length);
    int at = body.length + integrity;
    attribute(
        sealed, at, StunShape.FINGERPRINT, FingerprintAttribute.calculateXorCRC32(sealed, 0, at));
    return sealed;
  }

  private static void attribute(byte[] into, int at, int type, byte[] value) {
    into[at] = (byte) (type >> 8);
    into[at + 1] = (byte) type;
    into[at + 2] = (byte) (value.length >> 8);
    into[at + 3] = (byte) value.length;
    System.arraycopy(value, 0, into, at + ATTRIBUTE_HEADER_BYTES, value.length);
  }

  private static void length(byte[] message, int total) {
    int counted = total - StunShape.HEADER_BYTES;
    message[2] = (byte) (counted >> 8);
    message[3] = (byte) counted;
  }

  private static byte[] key(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }
}
