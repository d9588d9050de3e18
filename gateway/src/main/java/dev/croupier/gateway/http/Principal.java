package dev.croupier.gateway.http;

import dev.croupier.gateway.ids.LicenseeId;
import java.time.Instant;
import java.util.Set;

/**
 * Who a verified token speaks for.
 *
 * @param subject {@code sub}: a player's id within the licensee, or a member of staff
 * @param licensee {@code lic}
 * @param roles never empty
 * @param currency {@code cur}, ISO 4217, or null for staff
 * @param region or null
 * @param locale or null
 * @param limitGroup the player class for limit sets, or null for the default
 * @param tokenId {@code jti}
 * @param expiresAt {@code exp}
 */
public record Principal(
    String subject,
    LicenseeId licensee,
    Set<Role> roles,
    String currency,
    String region,
    String locale,
    String limitGroup,
    String tokenId,
    Instant expiresAt) {
  /** Whether one of the roles is held. */
  public boolean has(Role... anyOf) {
    for (Role role : anyOf) {
      if (roles.contains(role)) {
        return true;
      }
    }
    return false;
  }
}
