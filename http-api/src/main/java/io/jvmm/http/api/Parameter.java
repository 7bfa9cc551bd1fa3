package io.jvmm.http.api;

import tools.jackson.databind.node.ObjectNode;

/** A parameter in a query, such as {@code ?timeout=10}. */
public sealed interface Parameter {
  /** Its name. */
  String name();

  /** What it is for, in a line. */
  String description();

  /** What may be given, as a JSON Schema. */
  ObjectNode schema();

  /** Whether a text is a value of it. */
  boolean accepts(String text);

  /**
   * A number.
   *
   * @param least the smallest that is accepted, 0 or more
   * @param most the largest that is accepted
   * @param normal the one that is taken where none is given
   */
  record Count(String name, String description, int least, int most, int normal)
      implements Parameter {
    private static final int DIGITS = 9;

    @Override
    public ObjectNode schema() {
      return Schema.integer(least, most).put("default", normal);
    }

    @Override
    public boolean accepts(String text) {
      return text.matches("[0-9]{1," + DIGITS + "}")
          && Integer.parseInt(text) >= least
          && Integer.parseInt(text) <= most;
    }

    /** Its value in a call. */
    int in(Call call) {
      String text = call.query().get(name);
      return text == null ? normal : Integer.parseInt(text);
    }

    /** What is accepted, for people. */
    @Override
    public String toString() {
      return "%d to %d".formatted(least, most);
    }
  }

  /** True or false; false where it is not given. */
  record Flag(String name, String description) implements Parameter {
    @Override
    public ObjectNode schema() {
      return Schema.bool().put("default", false);
    }

    @Override
    public boolean accepts(String text) {
      return text.equals("true") || text.equals("false");
    }

    /** Its value in a call. */
    boolean in(Call call) {
      return "true".equals(call.query().get(name));
    }

    /** What is accepted, for people. */
    @Override
    public String toString() {
      return "true or false";
    }
  }
}
