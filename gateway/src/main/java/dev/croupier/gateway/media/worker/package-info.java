/**
 * FFmpeg in a process of its own: the slate's picture, posters, everything native.
 *
 * <p>Threads: Own process; its pipe is read by a virtual thread.
 *
 * <p>May import: codec and left of it.
 */
package dev.croupier.gateway.media.worker;
