package io.jvmm.mmio.flash;

/** A mapping that knows whether it is shown, and insists on being asked for changes only. */
final class RecordingMapping implements ArrayMapping {
  private boolean shown = true;
  private int changes;

  boolean isShown() {
    return shown;
  }

  int changes() {
    return changes;
  }

  @Override
  public void show() {
    set(true);
  }

  @Override
  public void hide() {
    set(false);
  }

  private void set(boolean wanted) {
    if (shown == wanted) {
      throw new AssertionError("the mapping is already " + (shown ? "shown" : "hidden"));
    }
    shown = wanted;
    changes++;
  }
}
