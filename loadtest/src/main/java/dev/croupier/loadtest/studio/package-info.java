/**
 * Synthetic cameras: pictures drawn by round and table time alone, the machine-readable strip,
 * tone, encoders, and what a scripted dealer's rounds bring.
 *
 * <p>Threads: A thread per camera, which owns its picture and encoders. Faults are put around a
 * camera, not into it: another clock, picture or sink.
 *
 * <p>May import: plan, ids, media.peer, media.rtp, time.
 */
package dev.croupier.loadtest.studio;
