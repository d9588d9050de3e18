package dev.croupier.gateway.control.release;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What is written down of rollouts, in its order; {@code at} is table time in µs. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RolloutEvent.Started.class, name = "started"),
  @JsonSubTypes.Type(value = RolloutEvent.RolledBack.class, name = "rolled_back"),
  @JsonSubTypes.Type(value = RolloutEvent.Reported.class, name = "reported")
})
public sealed interface RolloutEvent {
  /** The rollout. */
  String id();

  /** When, table time. */
  long at();

  /**
   * The manifest's pointer moved.
   *
   * @param from the build before, or null
   * @param reason of an override, or null
   */
  record Started(
      String id,
      long at,
      String game,
      String build,
      String from,
      int percent,
      String by,
      String reason)
      implements RolloutEvent {}

  /** The pointer moved back. */
  record RolledBack(String id, long at, String by) implements RolloutEvent {}

  /**
   * A page told how the build came up.
   *
   * @param ready else failed
   * @param code of a failure, or null
   */
  record Reported(String id, long at, String session, boolean ready, String code, String detail)
      implements RolloutEvent {}
}
