package io.jvmm.virtio.rate;

import java.util.ArrayList;
import java.util.List;

/** Time that passes only in pauses, and remembers them. */
public final class FakePacer implements Pacer {
  private final List<Long> pauses = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1000; // nanoTime may be anywhere, and may wrap

  /** The pauses so far, in nanoseconds. */
  public List<Long> pauses() {
    return List.copyOf(pauses);
  }

  /** Lets time pass without a pause. */
  public void pass(long nanos) {
    now += nanos;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void pause(long nanos) {
    pauses.add(nanos);
    pass(nanos);
  }
}
