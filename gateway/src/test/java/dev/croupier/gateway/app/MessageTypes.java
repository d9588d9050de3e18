package dev.croupier.gateway.app;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The types that the records under a sealed parent can have, found by making one of each. */
final class MessageTypes {
  /** A decided bet carries its type; these are the four that exist. */
  private static final Set<String> OF_BETS =
      Set.of("bet.pending", "bet.accepted", "bet.rejected", "bet.cancelled");

  private MessageTypes() {}

  static Set<String> of(Class<?> parent) {
    Set<String> types = new TreeSet<>();
    for (Class<?> record : parent.getPermittedSubclasses()) {
      if (record.getSimpleName().equals("BetDecided")) {
        types.addAll(OF_BETS);
        continue;
      }
      for (List<Object> arguments : arguments(record)) {
        types.add(typeOf(parent, record, arguments));
      }
    }
    types.remove("unknown"); // stands for all types that are not known
    return types;
  }

  private static String typeOf(Class<?> parent, Class<?> record, List<Object> arguments) {
    try {
      Class<?>[] parameters =
          Arrays.stream(record.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Object message = record.getDeclaredConstructor(parameters).newInstance(arguments.toArray());
      return (String) parent.getMethod("type").invoke(message);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no " + record + " could be made", e);
    }
  }

  /** All combinations of what decides a type: flags and words; anything else is left empty. */
  private static List<List<Object>> arguments(Class<?> record) {
    List<List<Object>> all = List.of(List.of());
    for (RecordComponent component : record.getRecordComponents()) {
      List<List<Object>> longer = new ArrayList<>();
      for (List<Object> arguments : all) {
        for (Object value : values(component.getType())) {
          List<Object> next = new ArrayList<>(arguments);
          next.add(value);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }

  private static List<Object> values(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.asList(type.getEnumConstants());
    }
    if (type == boolean.class) {
      return List.of(true, false);
    }
    if (type == long.class) {
      return List.of(0L);
    }
    if (type == int.class) {
      return List.of(0);
    }
    if (type == List.class) {
      return List.of(List.of());
    }
    if (type == Map.class) {
      return List.of(Map.of());
    }
    return Arrays.asList((Object) null);
  }
}
