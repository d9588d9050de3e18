/**
 * Real Chromium pages that play WHEP, to calibrate the native viewers by: the same terms, taken
 * from what a browser presents.
 *
 * <p>Threads: one platform thread drives all pages of a run; the arithmetic is pure.
 *
 * <p>May import: plan, measure, media.rtp, time.
 */
package dev.croupier.loadtest.browser;
