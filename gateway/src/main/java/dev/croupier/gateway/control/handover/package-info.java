/**
 * Switching a table's program from one signal to another.
 *
 * <p>Threads: One owner per handover.
 *
 * <p>May import: present and left of it.
 */
package dev.croupier.gateway.control.handover;
