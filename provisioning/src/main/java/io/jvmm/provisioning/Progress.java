package io.jvmm.provisioning;

/** Where a long piece of work says how far it is. */
public interface Progress {
  /** Says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void step(String what) {}

        @Override
        public void update(String what, long done, long total) {}
      };

  /** A piece of work begins, whose length is not known. */
  void step(String what);

  /**
   * A piece of work is this far.
   *
   * @param what the part at hand; with the last byte, the whole piece of work
   * @param done bytes done, from 0 to {@code total}; {@code total} ends the piece of work
   * @param total bytes in all, at least 1
   */
  void update(String what, long done, long total);
}
