/**
 * The architecture's arrows, as rules that fail the build.
 *
 * <p>{@code wrong} below it is a small house in which every rule is broken once: it proves that the
 * rules bite.
 */
package dev.croupier.gateway.arch;
