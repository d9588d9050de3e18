package dev.croupier.gateway.http;

import dev.croupier.time.clock.TableClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose request headers drip in (slow-loris): the idle timeout alone is renewed
 * by each byte.
 *
 * <p>A sweep on the connector's scheduler looks at every HTTP connection; one that sends bytes
 * while no request becomes complete is closed once the deadline is over. Bounded by the connection
 * limit.
 */
final class HeaderDeadline extends AbstractLifeCycle implements Connection.Listener {
  private final ServerConnector connector;
  private final long timeoutUs;
  private final TableClock clock;
  private final Map<Connection, Progress> open = new ConcurrentHashMap<>();
  private volatile Scheduler.Task sweep;

  /** Where a connection stood when it last was between two requests without unread bytes. */
  private record Progress(long messages, long bytes, long sinceUs) {
    static Progress of(Connection connection, long nowUs) {
      return new Progress(connection.getMessagesIn(), connection.getBytesIn(), nowUs);
    }
  }

  HeaderDeadline(ServerConnector connector, Duration timeout, TableClock clock) {
    this.connector = connector;
    this.timeoutUs = timeout.toNanos() / 1000;
    this.clock = clock;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection.getEndPoint().getConnection() == connection) {
      open.put(connection, Progress.of(connection, clock.nowMicros()));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  @Override
  protected void doStart() {
    schedule();
  }

  @Override
  protected void doStop() {
    Scheduler.Task last = sweep;
    if (last != null) {
      last.cancel();
    }
    open.clear();
  }

  private void schedule() {
    sweep = connector.getScheduler().schedule(this::sweep, timeoutUs / 4, TimeUnit.MICROSECONDS);
  }

  private void sweep() {
    long nowUs = clock.nowMicros();
    open.forEach((connection, was) -> judge(connection, was, nowUs));
    if (isStarted()) {
      schedule();
    }
  }

  private void judge(Connection connection, Progress was, long nowUs) {
    boolean busy = connection.getMessagesIn() != connection.getMessagesOut();
    boolean silent = connection.getBytesIn() == was.bytes();
    if (busy || silent || connection.getMessagesIn() != was.messages()) {
      open.replace(connection, was, Progress.of(connection, nowUs));
    } else if (nowUs - was.sinceUs() > timeoutUs) {
      connection.close();
    }
  }
}
