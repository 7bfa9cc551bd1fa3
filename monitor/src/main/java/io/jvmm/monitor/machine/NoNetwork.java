package io.jvmm.monitor.machine;

import io.jvmm.virtio.net.NetBackend;
import io.jvmm.virtio.net.NetPort;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.vmm.Bell;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** The network of an interface that is only looked at: there is nobody in it. */
final class NoNetwork implements NetBackend, NetPort {
  @Override
  public List<NetPort> ports() {
    return List.of(this);
  }

  @Override
  public boolean isReady() {
    return false;
  }

  @Override
  public boolean send(MemorySegment header, BufferCursor frame) {
    return false;
  }

  @Override
  public void onReady(Runnable listener) {}

  @Override
  public Optional<MemorySegment> receive() {
    return Optional.empty();
  }

  /** Nobody waits at it: the machine does not run. */
  @Override
  public Bell arrivals() {
    return new Bell() {
      @Override
      public void ring() {}

      @Override
      public void await() {}
    };
  }

  @Override
  public void close() {}
}
