package io.jvmm.load.disk.grub;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs statements: a script, or the body of a menu's item. A status is 0 for success, as in every
 * shell.
 */
final class Interpreter {
  static final int SUCCESS = 0;
  static final int FAILURE = 1;

  private final Scope scope;
  private final Outcome outcome = new Outcome();
  private final Commands commands;

  Interpreter(Scope scope) {
    this.scope = scope;
    this.commands = new Commands(this, scope);
  }

  Scope scope() {
    return scope;
  }

  /** What came of what was run. */
  Outcome outcome() {
    return outcome;
  }

  /** Runs a script; if it is none, that is noted and nothing of it runs. */
  int run(String script) {
    try {
      return run(Parser.parse(script));
    } catch (GrubSyntaxException e) {
      scope.note(e.problem());
      return FAILURE;
    }
  }

  /** Runs statements; the status is that of the last one. */
  int run(List<Statement> statements) {
    scope.limits().enter();
    int status = SUCCESS;
    for (Statement statement : statements) {
      scope.limits().command();
      status = run(statement);
    }
    scope.limits().leave();
    return status;
  }

  private int run(Statement statement) {
    return switch (statement) {
      case Statement.Command command -> run(command);
      case Statement.If choice -> run(choice);
      case Statement.For loop -> run(loop);
      case Statement.Loop loop -> run(loop);
      case Statement.Function function -> {
        scope.functions().put(function.name(), function.body());
        yield SUCCESS;
      }
    };
  }

  private int run(Statement.If choice) {
    for (Statement.Branch branch : choice.branches()) {
      if (run(branch.condition()) == SUCCESS) {
        return run(branch.body());
      }
    }
    return run(choice.otherwise());
  }

  private int run(Statement.For loop) {
    int status = SUCCESS;
    for (String word : expand(loop.words())) {
      scope.variables().put(loop.variable(), word);
      status = run(loop.body());
    }
    return status;
  }

  private int run(Statement.Loop loop) {
    int status = SUCCESS;
    while ((run(loop.condition()) == SUCCESS) == loop.whether()) {
      scope.limits().command();
      status = run(loop.body());
    }
    return status;
  }

  private int run(Statement.Command command) {
    List<String> words = expand(command.words());
    if (words.isEmpty()) {
      return SUCCESS;
    }
    List<Statement> function = scope.functions().get(words.getFirst());
    if (function != null) {
      return call(function, words);
    }
    if (command.block().isPresent()) {
      MenuItem.of(words, command.block().get()).ifPresent(outcome.items()::add);
      return SUCCESS;
    }
    return commands.run(words, command.line());
  }

  /** Runs a function's body, or an item's; the words are its parameters from 0 on. */
  int call(List<Statement> body, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      scope.variables().put(String.valueOf(i), words.get(i));
    }
    return run(body);
  }

  private List<String> expand(List<Word> words) {
    List<String> expanded = new ArrayList<>();
    for (Word word : words) {
      expanded.addAll(word.expand(scope::get));
    }
    expanded.forEach(text -> scope.limits().characters(1 + text.length()));
    return expanded;
  }
}
