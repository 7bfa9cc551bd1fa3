package io.jvmm.cli.doctor;

/**
 * What a check found.
 *
 * @param check what was looked at
 * @param state how it is
 * @param found what was found, in a few words
 * @param costs what cannot be had as it is; empty if all is well
 * @param remedy what mends it, a command where there is one; empty if all is well
 */
public record Finding(String check, State state, String found, String costs, String remedy) {
  /** How something is. */
  public enum State {
    /** As it should be. */
    OK,
    /** Machines run without it; something is slower, or cannot be had. */
    NOTE,
    /** No machine runs without it. */
    MISSING
  }

  static Finding ok(String check, String found) {
    return new Finding(check, State.OK, found, "", "");
  }

  static Finding note(String check, String found, String costs, String remedy) {
    return new Finding(check, State.NOTE, found, costs, remedy);
  }

  static Finding missing(String check, String found, String remedy) {
    return new Finding(check, State.MISSING, found, "no machine runs", remedy);
  }
}
