/**
 * Engines and rulesets: what a result pays.
 *
 * <p>Threads: Pure; any thread.
 *
 * <p>May import: event.
 */
package dev.croupier.gateway.rounds.rules;
