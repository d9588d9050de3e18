package dev.croupier.gateway.media.track;

import dev.croupier.gateway.ids.SignalName;
import dev.croupier.gateway.media.ingest.SourceClock;

/**
 * What is known of a signal, for people and the API.
 *
 * @param reason why it is refused or lost, or cannot be shown, or null
 * @param codec of its pictures, null before the first keyframe and where there is only sound
 * @param width in pixels, 0 before the first keyframe; so is {@code height}
 * @param profile H.264's {@code profile-level-id}, or {@code vp8.} and a version; empty before the
 *     first keyframe
 * @param audible whether sound came within the last second or so
 * @param fps frames a second as counted over the last second, 0 before
 * @param bitrate bits a second of video as counted over the last second
 * @param keyframeMicros time between the last two keyframes, 0 before
 * @param answerMicros from a request for a keyframe to its arrival (p95), 0 where that is not known
 * @param irregular the publisher ignores keyframe requests
 * @param clock how its frames are placed in table time, or null before
 * @param transitMicros from capture to the arrival of a frame's last packet (p99.9), 0 before
 */
public record SignalStatus(
    SignalName name,
    SignalState state,
    String reason,
    String codec,
    int width,
    int height,
    String profile,
    boolean audible,
    double fps,
    long bitrate,
    long keyframeMicros,
    long answerMicros,
    boolean irregular,
    SourceClock.State clock,
    long transitMicros) {}
