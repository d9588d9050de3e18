package dev.croupier.loadtest.fake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** A player of the fake gateway: wallet, bets, and the messages of its session. Under its lock. */
final class FakePlayer {
  /** A bet and its stored answer. */
  static final class Bet {
    final String key;
    final String round;
    final String spot;
    final long stake;
    String type;
    String body;
    String state;
    Long credit;

    Bet(String key, String round, String spot, long stake) {
      this.key = key;
      this.round = round;
      this.spot = spot;
      this.stake = stake;
    }

    String json(String player) {
      return "{\"bet\":\"b-"
          + key
          + "\",\"idempotencyKey\":\""
          + key
          + "\",\"round\":\""
          + round
          + "\",\"player\":\""
          + player
          + "\",\"clientBuild\":null,\"state\":\""
          + state
          + "\",\"items\":[{\"spot\":\""
          + spot
          + "\",\"stakeMinor\":"
          + stake
          + (credit == null ? "" : ",\"creditMinor\":" + credit)
          + "}]";
    }
  }

  final String name;
  final Map<String, Bet> bets = new LinkedHashMap<>();
  long balance = 100_000;
  String session = "";
  private final List<String> sent = new ArrayList<>();
  private Session socket;
  private int sessions;
  private long seq;

  FakePlayer(String name) {
    this.name = name;
  }

  long openStakes() {
    return bets.values().stream()
        .filter(bet -> bet.state.equals("accepted"))
        .mapToLong(bet -> bet.stake)
        .sum();
  }

  /** A new session with its snapshot. */
  void begin(Session over, long tableTime, String snapshot) {
    socket = over;
    session = "s-" + name + "-" + ++sessions;
    seq = 0;
    sent.clear();
    send(
        "welcome",
        tableTime,
        "{\"session\":\""
            + session
            + "\",\"build\":null,\"resumed\":false,\"snapshot\":"
            + snapshot
            + "}");
  }

  /** Goes on with a session. */
  void resume(Session over, long lastSeq, long tableTime) {
    socket = over;
    transmit(
        frame(
            "welcome",
            lastSeq,
            tableTime,
            "{\"session\":\"" + session + "\",\"build\":null,\"resumed\":true}"));
    sent.subList((int) lastSeq, sent.size()).forEach(this::transmit);
  }

  void gone(Session over) {
    if (socket == over) {
      socket = null;
    }
  }

  void send(String type, long tableTime, String body) {
    if (session.isEmpty()) {
      return;
    }
    String frame = frame(type, ++seq, tableTime, body);
    sent.add(frame);
    transmit(frame);
  }

  /** A number is used up, and nothing sent. */
  void skip() {
    sent.add("");
    seq++;
  }

  /** The last message once more. */
  void echo() {
    transmit(sent.getLast());
  }

  private void transmit(String frame) {
    if (socket != null && !frame.isEmpty()) {
      socket.sendText(frame, Callback.NOOP);
    }
  }

  private static String frame(String type, long seq, long tableTime, String body) {
    return "{\"type\":\""
        + type
        + "\",\"contractVer\":1,\"eventVer\":1,\"seq\":"
        + seq
        + ",\"tableTime\":"
        + tableTime
        + ",\"body\":"
        + body
        + "}";
  }
}
