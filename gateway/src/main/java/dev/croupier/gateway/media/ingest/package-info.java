/**
 * Publishes become normalised frames on table time: reordering, loss, keyframe cadence, source
 * clock.
 *
 * <p>Threads: The event loop of the publishing session.
 *
 * <p>May import: worker and left of it.
 */
package dev.croupier.gateway.media.ingest;
