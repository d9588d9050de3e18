package dev.croupier.gateway.media.webrtc;

/**
 * Whose figures, and the figures, of one viewer; they go on changing while it lives. Any thread.
 *
 * @param id its session's
 * @param show what it is a viewer of: a table's name, or {@code table/signal}
 * @param label the session's QoS label, or empty
 * @param endReason why its session ended, or null while it lives
 */
public record WhepFigures(
    String id, String show, String label, WhepQos qos, LinkQos link, String endReason) {}
