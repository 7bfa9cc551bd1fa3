package io.jvmm.virtio.net.tap;

import io.jvmm.linux.IoVector;
import io.jvmm.linux.tap.TapInterface;
import io.jvmm.linux.tap.TapQueue;
import io.jvmm.virtio.net.NetPort;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.vmm.Bell;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * One queue of a tap interface. The host takes frames right out of guest memory; those that it
 * sends are read into a buffer first, for a frame must not be begun in a driver's buffer before it
 * is known how many of them it takes.
 */
final class TapPort implements NetPort {
  private final TapQueue queue;
  private final IoVector outgoing = new IoVector(Arena.ofAuto()); // the sender's
  private final MemorySegment incoming = // the receiver's
      Arena.ofAuto().allocate(TapInterface.HEADER_BYTES + (long) MAX_FRAME);

  TapPort(TapQueue queue) {
    this.queue = queue;
  }

  @Override
  public boolean isReady() {
    return true; // the host drops what it has no room for
  }

  @Override
  public void onReady(Runnable listener) {
    // It always is.
  }

  @Override
  public boolean send(MemorySegment header, BufferCursor frame) {
    outgoing.clear();
    outgoing.add(header);
    while (frame.remaining() != 0 && outgoing.hasRoom()) {
      outgoing.add(frame.next(frame.remaining()));
    }
    return frame.remaining() == 0 && queue.write(outgoing);
  }

  @Override
  public Optional<MemorySegment> receive() {
    int length = queue.read(incoming);
    return length == 0 ? Optional.empty() : Optional.of(incoming.asSlice(0, length));
  }

  @Override
  public Bell arrivals() {
    return queue.arrivals();
  }
}
