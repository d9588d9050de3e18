/**
 * The frames of one signal: a bounded ring and its keyframe index.
 *
 * <p>Threads: The event loop of the table.
 *
 * <p>May import: ingest and left of it.
 */
package dev.croupier.gateway.media.track;
