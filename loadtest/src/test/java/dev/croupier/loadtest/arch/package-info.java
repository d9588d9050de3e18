/**
 * The load tester's arrows, as rules that fail the build; {@code wrong} below it breaks each once.
 */
package dev.croupier.loadtest.arch;
