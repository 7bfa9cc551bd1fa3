package io.jvmm.virtio.net;

import java.util.ArrayList;
import java.util.List;

/** Time that passes only in pauses, and remembers them. */
final class FakePacer implements Pacer {
  private final List<Long> pauses = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1000; // nanoTime may be anywhere, and may wrap

  List<Long> pauses() {
    return List.copyOf(pauses);
  }

  void pass(long nanos) {
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
