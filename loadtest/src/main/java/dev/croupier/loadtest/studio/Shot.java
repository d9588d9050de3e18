package dev.croupier.loadtest.studio;

/**
 * The moment a camera captures.
 *
 * @param frame the frame's number, never negative
 * @param tableTimeMicros when, in table time
 * @param round the round that is on the table
 */
public record Shot(long frame, long tableTimeMicros, RoundState round) {}
