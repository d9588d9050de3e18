/**
 * Player builds: upload, check, manifest, rollout.
 *
 * <p>Threads: Request threads under one lock; state is immutable snapshots.
 *
 * <p>May import: handover and left of it.
 */
package dev.croupier.gateway.control.release;
