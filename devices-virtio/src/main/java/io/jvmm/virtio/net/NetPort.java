package io.jvmm.virtio.net;

import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.vmm.Bell;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The other end of one pair of queues. One thread sends, another one receives and waits; none of
 * the methods waits for the host. Frames are Ethernet's (IEEE 802.3) without preamble and checksum,
 * {@value #MIN_FRAME} to {@value #MAX_FRAME} bytes, each behind a {@link NetHeader}. Where the
 * other end is gone the methods throw a {@link io.jvmm.vmm.error.HostException} whose message is a
 * line for the user.
 */
public interface NetPort {
  /** The shortest frame: a header of Ethernet's and nothing else. */
  int MIN_FRAME = 14;

  /** The longest frame: the largest packet of IP's, with a header that has a VLAN's tag. */
  int MAX_FRAME = 65535 + 18;

  /** Whether a frame can be sent now. If not, who {@link #onReady} named is told when it can. */
  boolean isReady();

  /**
   * Sends a frame; to be called when it {@link #isReady}.
   *
   * @param header {@link NetHeader#BYTES} bytes of native memory
   * @param frame what remains of it is guest memory
   * @return whether it was taken
   */
  boolean send(MemorySegment header, BufferCursor frame);

  /** Has it say when it is ready again, on any thread. To be called before anything else. */
  void onReady(Runnable listener);

  /** The next header and frame, if there are any; they stay until the next call. */
  Optional<MemorySegment> receive();

  /**
   * What the receiving thread waits at: until it is rung or, if the last {@link #receive} found
   * nothing, until there is a frame.
   */
  Bell arrivals();
}
