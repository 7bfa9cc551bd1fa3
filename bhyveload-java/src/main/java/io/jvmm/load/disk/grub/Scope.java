package io.jvmm.load.disk.grub;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What commands see and change: variables, functions, the disk, and notes on what went wrong. */
final class Scope {
  private static final int MOST_NOTES = 20;

  private final GrubFiles files;
  private final Limits limits;
  private final Map<String, String> variables;
  private final Map<String, List<Statement>> functions;
  private final Set<String> notes = new LinkedHashSet<>();

  Scope(GrubFiles files, Limits limits) {
    this(files, limits, Map.of(), Map.of());
  }

  private Scope(
      GrubFiles files,
      Limits limits,
      Map<String, String> variables,
      Map<String, List<Statement>> functions) {
    this.files = files;
    this.limits = limits;
    this.variables = new LinkedHashMap<>(variables);
    this.functions = new LinkedHashMap<>(functions);
  }

  /** One that starts as this one is, without its notes; what changes in it does not change here. */
  Scope copy() {
    limits.characters(variables.size() + functions.size());
    return new Scope(files, limits, variables, functions);
  }

  GrubFiles files() {
    return files;
  }

  Limits limits() {
    return limits;
  }

  Map<String, String> variables() {
    return variables;
  }

  Map<String, List<Statement>> functions() {
    return functions;
  }

  /** The value of a variable; empty if there is none. */
  String get(String name) {
    return variables.getOrDefault(name, "");
  }

  /** Where a path leads that a command was given. */
  GrubPath path(String text) {
    return GrubPath.of(text, get("root"));
  }

  void note(String text) {
    if (notes.size() < MOST_NOTES) {
      notes.add(text);
    }
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
