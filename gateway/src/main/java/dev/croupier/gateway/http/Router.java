package dev.croupier.gateway.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All routes of a server and the choice among them: a pure function of method and path.
 *
 * <p>{@code HEAD} is served by a route's {@code GET}. Filled by one thread before the server
 * starts, then only read.
 */
public final class Router implements Routes {
  /** A route as registered, for example {@code GET /api/v1/tables/{t}}. */
  public record Route(String method, String template) {}

  /** What a request meets. */
  sealed interface Match {
    /** A route; {@code template} names it in meters and logs. */
    record Found(Handler handler, String template, Map<String, String> variables)
        implements Match {}

    /** A known path, but another method; {@code allowed} goes into {@code Allow}. */
    record OtherMethod(String template, Set<String> allowed) implements Match {}

    /** No such path. */
    record Unknown() implements Match {}
  }

  private record Entry(String method, PathTemplate template, Handler handler) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Map<String, String>> accepting = new HashMap<>();

  @Override
  public Routes on(String method, String template, Handler handler) {
    PathTemplate parsed = PathTemplate.of(template);
    String name = method.toUpperCase(Locale.ROOT);
    if (!taken.add(name + " " + parsed.shape())) {
      throw new IllegalArgumentException("route registered twice: " + name + " " + template);
    }
    entries.add(new Entry(name, parsed, handler));
    entries.sort(Comparator.comparing(Entry::template, PathTemplate::compare));
    return this;
  }

  @Override
  public Routes accepting(String template, String header, String type) {
    accepting.computeIfAbsent(template, _ -> new HashMap<>()).put(header, type);
    return this;
  }

  /** What {@code OPTIONS} says of a template beside its methods. */
  Map<String, String> accepted(String template) {
    return accepting.getOrDefault(template, Map.of());
  }

  /** All routes, sorted by template and method. */
  public List<Route> routes() {
    return entries.stream()
        .map(entry -> new Route(entry.method(), entry.template().toString()))
        .sorted(Comparator.comparing(Route::template).thenComparing(Route::method))
        .toList();
  }

  /**
   * What answers a request: a route of the most particular template that the path fits, or none.
   *
   * @param path decoded, without query
   */
  Match match(String method, String path) {
    Set<String> allowed = new TreeSet<>();
    PathTemplate template = null;
    for (Entry entry : entries) {
      var variables = entry.template().match(path);
      // A path belongs to the most particular template: what another one takes is not for it.
      if (variables.isEmpty()
          || (template != null && !template.shape().equals(entry.template().shape()))) {
        continue;
      }
      template = entry.template();
      if (entry.method().equals(method)
          || (method.equals("HEAD")
              && entry.method().equals("GET")
              && !hasOwn("HEAD", entry.template()))) {
        return new Match.Found(entry.handler(), entry.template().toString(), variables.get());
      }
      allowed.add(entry.method());
      if (entry.method().equals("GET")) {
        allowed.add("HEAD");
      }
    }
    if (template == null) {
      return new Match.Unknown();
    }
    allowed.add("OPTIONS");
    return new Match.OtherMethod(template.toString(), allowed);
  }

  private boolean hasOwn(String method, PathTemplate template) {
    return taken.contains(method + " " + template.shape());
  }
}
