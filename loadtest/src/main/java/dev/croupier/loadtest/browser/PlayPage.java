package dev.croupier.loadtest.browser;

import com.microsoft.playwright.Page;
import dev.croupier.time.clock.TableClock;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** One page: joins, tells what it has presented, leaves, may join again. The driver's thread. */
final class PlayPage {
  /** Of so many looks at the page's clock the quickest counts. */
  private static final int CLOCK_LOOKS = 8;

  /**
   * What a page plays.
   *
   * @param sharedClock whether the studio's table time is this process's
   */
  record Program(URI whep, boolean sharedClock) {}

  private final int number;
  private final Page page;
  private final WhepDoor door;
  private final Program program;
  private final TableClock clock;
  private final PageTally tally;
  private final Consumer<ShownFrame> listener;
  private String token;
  private URI address;
  private PageSession session;

  /**
   * A page that has not joined.
   *
   * @param number 0–31, in its tally
   * @param listener hears of every frame
   */
  PlayPage(
      int number,
      Page page,
      WhepDoor door,
      Program program,
      TableClock clock,
      PageTally tally,
      Consumer<ShownFrame> listener) {
    this.number = number;
    this.page = page;
    this.door = door;
    this.program = program;
    this.clock = clock;
    this.tally = tally;
    this.listener = listener;
  }

  /**
   * Opens a session.
   *
   * @param bearer a token; may be empty
   * @throws IOException in one line, if the server refuses
   */
  void join(String bearer) throws IOException, InterruptedException {
    token = bearer;
    long offset = clockOffset();
    String offer = (String) page.evaluate("() => croupier.offer()");
    WhepDoor.Accepted accepted = door.offer(program.whep(), token, offer);
    address = accepted.session();
    page.evaluate("sdp => croupier.answer(sdp)", accepted.sdp());
    session = new PageSession(number, offset, program.sharedClock(), tally, listener);
  }

  /** Takes in what the page has to tell since the last time. */
  void pull() {
    if (session == null) {
      return;
    }
    String told = (String) page.evaluate("() => croupier.take()");
    Optional<String> failure = session.take(PageReport.parse(told));
    failure.ifPresent(this::fail);
  }

  /** Ends the session as a polite client does. */
  void leave() throws InterruptedException {
    drop();
    if (address != null) {
      door.delete(address, token);
      address = null;
    }
  }

  /** Ends the session as a network does: the server is told nothing. */
  void drop() {
    end();
    page.evaluate("() => croupier.leave()");
  }

  /** It could not do what it came for. */
  void fail(String reason) {
    tally.fail(number, reason);
    end();
  }

  private void end() {
    session = null;
    tally.sessionEnds(number);
  }

  /** What is to be added to the page's clock for table time, microseconds. */
  private long clockOffset() {
    long shortest = Long.MAX_VALUE;
    long offset = 0;
    for (int i = 0; i < CLOCK_LOOKS; i++) {
      long before = clock.nowMicros();
      double there = ((Number) page.evaluate("() => performance.now()")).doubleValue();
      long after = clock.nowMicros();
      if (after - before < shortest) {
        shortest = after - before;
        offset = (before + after) / 2 - PageSession.micros(there);
      }
    }
    return offset;
  }
}
