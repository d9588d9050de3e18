package dev.croupier.gateway.rounds.shard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the rounds plane is supposed to do, in as few lines as it can be said: one round, one player
 * with 1,000 and at most one bet of 100 on red. Written from the design, not from the code.
 */
final class Model {
  /** What one command was answered with, reduced to what matters. */
  record Said(int status, String word) {}

  private final Map<String, Said> said = new HashMap<>();
  private final Set<String> cancelledBefore = new HashSet<>();
  private String round = "betting";
  private String bet = "none";
  private boolean pastClose;
  private int balance = 1_000;

  void timePasses() {
    pastClose = true;
  }

  /** Each command has one key; a repeat says what was said. */
  Said hear(String command) {
    Said before = said.get(command);
    if (before != null) {
      return before;
    }
    Said now = decide(command);
    said.put(command, now);
    return now;
  }

  String round() {
    return round;
  }

  String bet() {
    return bet;
  }

  int balance() {
    return balance;
  }

  private Said decide(String command) {
    boolean open = round.equals("betting") && !pastClose;
    if (round.equals("betting") && pastClose && !Set.of("bet", "cancel").contains(command)) {
      round = "closed";
    }
    switch (command) {
      case "bet" -> {
        if (cancelledBefore.contains("bet")) {
          return new Said(422, "cancelled_before");
        }
        if (!open) {
          return new Said(422, "betting_closed");
        }
        bet = "accepted";
        balance -= 100;
        return new Said(201, "accepted");
      }
      case "cancel" -> {
        if (!said.containsKey("bet")) {
          cancelledBefore.add("bet");
          return new Said(200, "cancelled");
        }
        if (bet.equals("none")) {
          return new Said(200, "cancelled");
        }
        if (!open) {
          return new Said(422, "betting_closed");
        }
        bet = "cancelled";
        balance += 100;
        return new Said(200, "cancelled");
      }
      case "close" -> {
        if (round.equals("betting")) {
          round = "closed";
        }
        return new Said(200, round);
      }
      case "result" -> {
        if (round.equals("betting") || round.equals("void")) {
          return new Said(422, "not_ready");
        }
        if (round.equals("closed")) {
          round = "result";
        }
        return new Said(200, round);
      }
      case "settle" -> {
        if (!round.equals("result") && !round.equals("settled")) {
          return new Said(422, "not_ready");
        }
        if (round.equals("result") && bet.equals("accepted")) {
          bet = "settled";
          balance += 200;
        }
        round = "settled";
        return new Said(200, round);
      }
      case "void" -> {
        if (round.equals("settled")) {
          return new Said(422, "not_ready");
        }
        if (bet.equals("accepted")) {
          bet = "void";
          balance += 100;
        }
        round = "void";
        return new Said(200, round);
      }
      default -> throw new IllegalArgumentException(command);
    }
  }
}
