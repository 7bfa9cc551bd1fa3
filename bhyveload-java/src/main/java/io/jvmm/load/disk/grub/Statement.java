package io.jvmm.load.disk.grub;

import java.util.List;
import java.util.Optional;

/** What a script does. */
sealed interface Statement {
  /**
   * A command, or the call of a function.
   *
   * @param words at least one
   * @param block what is in braces behind them: the body of a menu entry
   * @param line where it is, from 1
   */
  record Command(List<Word> words, Optional<List<Statement>> block, int line)
      implements Statement {}

  /**
   * The branch of an {@code if}.
   *
   * @param condition what has to succeed; the last statement counts
   */
  record Branch(List<Statement> condition, List<Statement> body) {}

  /** An {@code if}: the first branch whose condition holds, or else the other body. */
  record If(List<Branch> branches, List<Statement> otherwise) implements Statement {}

  /** A {@code for}: the body once for each word. */
  record For(String variable, List<Word> words, List<Statement> body) implements Statement {}

  /**
   * A {@code while}, or an {@code until}.
   *
   * @param whether what the condition has to come to for another round
   */
  record Loop(List<Statement> condition, boolean whether, List<Statement> body)
      implements Statement {}

  /** The definition of a function. */
  record Function(String name, List<Statement> body) implements Statement {}
}
