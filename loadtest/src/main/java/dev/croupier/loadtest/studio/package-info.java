/**
 * Synthetic cameras: picture, encoder, publisher, dealer.
 *
 * <p>Threads: A thread per camera.
 *
 * <p>May import: plan, ids, media.peer, media.rtp, time.
 */
package dev.croupier.loadtest.studio;
