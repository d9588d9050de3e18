package dev.croupier.loadtest.bettor;

import dev.croupier.loadtest.check.Findings;
import dev.croupier.loadtest.measure.Series;
import java.util.List;

/**
 * What all bettors of a run saw together.
 *
 * @param asked bettors that came
 * @param failed of these, those that were not welcomed or lost their socket
 * @param failures the first few reasons
 * @param welcomed from the intended moment of connecting to {@code welcome}
 * @param answered from the intended moment of sending to {@code bet.accepted}
 * @param refusals codes of refused slips, each once
 * @param money what the own books found
 */
public record BetFigures(
    int asked,
    int failed,
    List<String> failures,
    Series.Summary welcomed,
    Series.Summary answered,
    List<String> refusals,
    Findings money) {}
