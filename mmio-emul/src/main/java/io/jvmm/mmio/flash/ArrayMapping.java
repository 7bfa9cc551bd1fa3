package io.jvmm.mmio.flash;

/**
 * Where the guest sees a bank's array as memory: loads and instruction fetches that do not exit,
 * and stores that do. While it is hidden, loads exit too. Called by vCPU threads while others run;
 * to show what is shown, or to hide what is hidden, is never asked for.
 */
public interface ArrayMapping {
  /** Loads read the bank's memory from now on, and what it holds by now. */
  void show();

  /** Loads come to the device from now on. */
  void hide();
}
