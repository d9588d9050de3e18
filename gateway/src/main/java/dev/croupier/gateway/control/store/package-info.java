/**
 * Files and tables of control: builds, rollouts, audit. Never money.
 *
 * <p>Threads: Virtual threads.
 *
 * <p>May import: release and left of it.
 */
package dev.croupier.gateway.control.store;
