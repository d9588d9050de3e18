package dev.croupier.gateway.control.port;

import dev.croupier.gateway.ids.BetId;
import dev.croupier.gateway.ids.RoundId;
import java.util.List;

/** A player's command on money. Forms are checked; whether it is allowed the rounds plane says. */
public sealed interface BetCommand {
  /** Who bets. */
  Bettor bettor();

  /** Chosen by the client, {@code [A-Za-z0-9._:-]{1,64}}, unique in a licensee. */
  String idempotencyKey();

  /**
   * One item of a slip.
   *
   * @param spot as the client wrote it, at most {@value #MAX_SPOT_CHARS} characters; unknown ones
   *     are refused by the plane, and that is stored
   * @param stakeMinor any 64-bit integer, zero and negative included
   */
  record Item(String spot, long stakeMinor) {
    /** Longest spot text taken at all. */
    public static final int MAX_SPOT_CHARS = 64;
  }

  /**
   * A slip, all or nothing.
   *
   * @param clientBuild the build it was made with, or null when the client names none
   * @param contractVer the message contract it came under
   */
  record Place(
      Bettor bettor,
      String idempotencyKey,
      RoundId round,
      List<Item> items,
      String clientBuild,
      int contractVer)
      implements BetCommand {
    /** Copies the items. */
    public Place {
      items = List.copyOf(items);
    }
  }

  /** Takes a slip back by its id. */
  record Cancel(Bettor bettor, String idempotencyKey, BetId bet) implements BetCommand {}

  /** Takes a slip back by its key; it may overtake its bet, which is then refused. */
  record CancelByKey(Bettor bettor, String idempotencyKey, String placeKey) implements BetCommand {}
}
