package io.jvmm.vmm.error;

import java.util.List;

/**
 * The user asked for something that cannot be: a bad specification, a missing file, an impossible
 * size. Carries every problem found, so that one run of the command shows them all.
 */
public final class ConfigurationException extends VmmException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /** One problem: a line that says what is wrong, where, and what to do. */
  public ConfigurationException(String problem) {
    this(List.of(problem));
  }

  /**
   * Several problems, in the order a reader of the specification would meet them.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ConfigurationException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a configuration error needs at least one problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** The problems, at least one, each a line of its own. */
  public List<String> problems() {
    return problems;
  }
}
