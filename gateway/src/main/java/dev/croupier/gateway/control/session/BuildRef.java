package dev.croupier.gateway.control.session;

import dev.croupier.gateway.ids.BuildId;

/**
 * A published build as a page loads it.
 *
 * @param entry path of the entry module
 * @param integrity its SRI
 */
public record BuildRef(BuildId build, String entry, String integrity) {}
