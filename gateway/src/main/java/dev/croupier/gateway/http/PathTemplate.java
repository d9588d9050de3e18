package dev.croupier.gateway.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A route's path with variables: {@code /api/v1/tables/{t}}, {@code /assets/{file*}}, {@code
 * /manifests/{game}.json}.
 *
 * <p>A variable stands for one whole segment, or for its part before or after a fixed text; {@code
 * {name*}} as the last segment takes the rest of the path, which may hold slashes and is not empty.
 */
final class PathTemplate {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

  private final String text;
  private final List<Segment> segments;
  private final boolean takesRest;

  private PathTemplate(String text, List<Segment> segments, boolean takesRest) {
    this.text = text;
    this.segments = segments;
    this.takesRest = takesRest;
  }

  /** One segment: fixed text, or a variable between a fixed prefix and a fixed suffix. */
  private record Segment(String prefix, String variable, String suffix) {
    boolean isFixed() {
      return variable == null;
    }

    boolean matches(String part) {
      return isFixed()
          ? part.equals(prefix)
          : part.length() > prefix.length() + suffix.length()
              && part.startsWith(prefix)
              && part.endsWith(suffix);
    }

    String valueIn(String part) {
      return part.substring(prefix.length(), part.length() - suffix.length());
    }
  }

  /** Reads a template; a malformed one is a bug and throws. */
  static PathTemplate of(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("a template starts with a slash: " + text);
    }
    List<Segment> segments = new ArrayList<>();
    Set<String> names = new HashSet<>();
    boolean takesRest = false;
    for (String part : split(text)) {
      if (takesRest) {
        throw new IllegalArgumentException("nothing may follow a rest variable: " + text);
      }
      int open = part.indexOf('{');
      if (open < 0) {
        segments.add(new Segment(part, null, ""));
        continue;
      }
      int close = part.indexOf('}', open);
      if (close < 0 || part.indexOf('{', open + 1) >= 0) {
        throw new IllegalArgumentException("one variable a segment: " + text);
      }
      String name = part.substring(open + 1, close);
      takesRest = name.endsWith("*");
      name = takesRest ? name.substring(0, name.length() - 1) : name;
      if (!VARIABLE.matcher(name).matches()
          || !names.add(name)
          || (takesRest && part.length() != name.length() + 3)) {
        throw new IllegalArgumentException("bad variable in template: " + text);
      }
      segments.add(new Segment(part.substring(0, open), name, part.substring(close + 1)));
    }
    return new PathTemplate(text, List.copyOf(segments), takesRest);
  }

  /** The variables of a decoded path that fits, or empty. */
  Optional<Map<String, String>> match(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    List<String> parts = split(path);
    int fixedCount = takesRest ? segments.size() - 1 : segments.size();
    if (takesRest ? parts.size() <= fixedCount : parts.size() != fixedCount) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < fixedCount; i++) {
      Segment segment = segments.get(i);
      if (!segment.matches(parts.get(i))) {
        return Optional.empty();
      }
      if (!segment.isFixed()) {
        variables.put(segment.variable(), segment.valueIn(parts.get(i)));
      }
    }
    if (takesRest) {
      String rest = String.join("/", parts.subList(fixedCount, parts.size()));
      if (rest.isEmpty()) {
        return Optional.empty();
      }
      variables.put(segments.getLast().variable(), rest);
    }
    return Optional.of(variables);
  }

  /**
   * Sorts the more particular template first: fixed text before a variable, a variable before a
   * rest.
   */
  static int compare(PathTemplate a, PathTemplate b) {
    int common = Math.min(a.segments.size(), b.segments.size());
    for (int i = 0; i < common; i++) {
      int order = Integer.compare(a.weight(i), b.weight(i));
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(b.segments.size(), a.segments.size());
    return order != 0 ? order : a.text.compareTo(b.text);
  }

  /** The same template whatever its variables are called: two such would match the same paths. */
  String shape() {
    return text.replaceAll("\\{[A-Za-z0-9]+", "{");
  }

  @Override
  public String toString() {
    return text;
  }

  private int weight(int index) {
    Segment segment = segments.get(index);
    if (segment.isFixed()) {
      return 0;
    }
    if (takesRest && index == segments.size() - 1) {
      return 3;
    }
    return segment.prefix().isEmpty() && segment.suffix().isEmpty() ? 2 : 1;
  }

  private static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }
}
