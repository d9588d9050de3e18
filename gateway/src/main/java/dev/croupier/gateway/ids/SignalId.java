package dev.croupier.gateway.ids;

/** A signal in full: {@code table/signal}, for example {@code roulette-1/cam-a}. */
public record SignalId(TableId table, SignalName name) {
  @Override
  public String toString() {
    return table + "/" + name;
  }
}
