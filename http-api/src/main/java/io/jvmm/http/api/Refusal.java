package io.jvmm.http.api;

import java.util.List;
import java.util.Map;

/** A call that is not answered as it was asked, and why. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<String> problems;
  private final transient Map<String, String> headers;

  /**
   * One.
   *
   * @param status of HTTP, 400 or more
   * @param problem a line that says what is wrong and what to do
   */
  public Refusal(int status, String problem) {
    this(status, List.of(problem), Map.of());
  }

  /**
   * One that says several things, or more than words.
   *
   * @param headers to go with the answer
   */
  public Refusal(int status, List<String> problems, Map<String, String> headers) {
    super(String.join(" ", problems), null, false, false); // nobody looks at its stack
    this.status = status;
    this.problems = List.copyOf(problems);
    this.headers = Map.copyOf(headers);
  }

  /** The status of HTTP. */
  public int status() {
    return status;
  }

  /** What is wrong, each in a line. */
  public List<String> problems() {
    return problems;
  }

  /** Headers of the answer. */
  public Map<String, String> headers() {
    return headers;
  }
}
