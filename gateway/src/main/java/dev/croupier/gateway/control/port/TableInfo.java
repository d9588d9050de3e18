package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.TableId;

/**
 * A table of this gateway.
 *
 * @param game {@code roulette}, {@code baccarat}
 * @param calcVer under which its next round opens
 */
public record TableInfo(TableId table, String game, String calcVer) {}
