package dev.croupier.gateway.control.session;

import dev.croupier.gateway.control.port.Bettor;
import dev.croupier.gateway.ids.TableId;

/**
 * What a session is for, fixed at its hello.
 *
 * @param game of the table
 * @param contractVer the newest that both sides speak
 */
public record Profile(Bettor bettor, TableId table, String game, int contractVer) {}
