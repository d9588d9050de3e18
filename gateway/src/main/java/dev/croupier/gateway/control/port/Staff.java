package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.LicenseeId;

/**
 * A member of staff who gives a command, for the audit.
 *
 * @param subject the token's {@code sub}
 * @param supervisor whether the role supervisor is held
 */
public record Staff(LicenseeId licensee, String subject, boolean supervisor) {}
