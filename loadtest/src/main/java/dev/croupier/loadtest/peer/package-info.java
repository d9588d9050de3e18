/**
 * The gateway and other servers by the same ruler: each is started as a process on a core of its
 * own, fed with the same coded pictures, watched by the same native viewers, and its CPU and memory
 * are read from the system.
 *
 * <p>Threads: The caller's thread; a feed has one of its own.
 *
 * <p>May import: plan, measure, studio, viewer, media.peer, time.
 */
package dev.croupier.loadtest.peer;
