package io.jvmm.virtio.block;

import io.jvmm.linux.uring.Ring;
import io.jvmm.linux.uring.RingFile;
import io.jvmm.virtio.queue.BufferCursor;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Requests carried out by the kernel, asked through an io_uring: all that were taken together cost
 * one system call, and what the kernel has in its cache has ended when that returns. So are reads,
 * writes and flushes; other requests, and those that must go through a buffer, are left to threads.
 * So is a write to the host's cache that comes alone: the worker copies it there at once, where the
 * kernel, for most file systems, would first wake a thread of its own (measured on ext4: 2 µs and
 * 55). Owned by the queue's worker.
 */
final class UringEngine implements DiskEngine {
  private final Ring ring;
  private final UnformattedImage image;
  private final RingFile file;
  private final BlockCommands commands;
  private final ThreadEngine threads;
  private final Arena arena = Arena.ofShared(); // of what the kernel reads beside guest memory
  private final List<RingTransfer> transfers = new ArrayList<>(); // by token
  private final Deque<RingTransfer> idle = new ArrayDeque<>();
  private final Deque<PendingRequest> started = new ArrayDeque<>(); // for the kernel
  private final Deque<PendingRequest> ended = new ArrayDeque<>();

  /**
   * An engine without requests.
   *
   * @param ring rings the worker's bell; closed with this engine
   * @param threads who carries out what the kernel does not
   */
  UringEngine(Ring ring, UnformattedImage image, BlockCommands commands, ThreadEngine threads) {
    this.ring = ring;
    this.image = image;
    this.file = image.file.ringFile();
    this.commands = commands;
    this.threads = threads;
  }

  @Override
  public boolean hasRoom() {
    return threads.hasRoom() && inFlight() < Disk.QUEUE_SIZE;
  }

  private int inFlight() {
    return started.size() + ring.inFlight() + threads.inFlight();
  }

  @Override
  public boolean isIdle() {
    return inFlight() == 0 && ended.isEmpty();
  }

  @Override
  public void start(PendingRequest request) {
    if (isForKernel(request.asked())) {
      started.add(request);
    } else {
      threads.start(request);
    }
  }

  @Override
  public void submit() {
    boolean alone = inFlight() == 1;
    while (!started.isEmpty()) {
      prepare(started.remove(), alone);
    }
    ring.submit();
    threads.submit(alone);
  }

  private void prepare(PendingRequest request, boolean alone) {
    if (alone && isCopy(request.asked())) {
      threads.start(request);
    } else {
      RingTransfer transfer = transfer();
      transfer.begin(request);
      transfer.prepare(ring, file);
    }
  }

  private boolean isCopy(BlockRequest asked) {
    return asked.type() == BlockRequest.T_OUT && image.isCached() && !commands.isWriteThrough();
  }

  private boolean isForKernel(BlockRequest asked) {
    return switch (asked.type()) {
      case BlockRequest.T_IN -> suitsKernel(asked, asked.answer(), asked.answer().remaining() - 1);
      case BlockRequest.T_OUT ->
          suitsKernel(asked, asked.source(), asked.source().remaining()) && image.tryKernelWrite();
      case BlockRequest.T_FLUSH -> true;
      default -> false;
    };
  }

  private boolean suitsKernel(BlockRequest asked, BufferCursor memory, long bytes) {
    return bytes > 0 && commands.allows(asked) && image.suitsKernel(memory, bytes, asked.offset());
  }

  private RingTransfer transfer() {
    if (idle.isEmpty()) {
      RingTransfer fresh = new RingTransfer(transfers.size(), arena);
      transfers.add(fresh);
      return fresh;
    }
    return idle.pop();
  }

  /** What goes on in further steps is submitted, again all together. */
  @Override
  public int reap(Consumer<PendingRequest> taker) {
    ring.reap(this::ended);
    ring.submit();
    int taken = threads.reap(taker);
    while (!ended.isEmpty()) {
      taken++;
      taker.accept(ended.remove());
    }
    return taken;
  }

  private void ended(long token, int result) {
    RingTransfer transfer = transfers.get((int) token);
    boolean wrote = transfer.step() == RingTransfer.Step.WRITE;
    RingTransfer.Progress progress = transfer.advance(result, commands::isWriteThrough);
    boolean writes = transfer.step() == RingTransfer.Step.WRITE;
    if (wrote && !(writes && progress == RingTransfer.Progress.UNDER_WAY)) {
      image.endKernelWrite();
    }
    switch (progress) {
      case UNDER_WAY -> transfer.prepare(ring, file);
      case ENDED -> finish(transfer, BlockCommands.S_OK);
      case FAILED -> finish(transfer, commands.failed(transfer.problem(image.file)));
    }
  }

  private void finish(RingTransfer transfer, byte status) {
    transfer.request().end(status);
    ended.add(transfer.request());
    idle.push(transfer);
  }

  @Override
  public boolean arm() {
    return ring.arm() || threads.arm();
  }

  @Override
  public void await() {
    if (ring.inFlight() > 0) {
      ring.await();
    } else if (ended.isEmpty()) {
      threads.await();
    }
  }

  @Override
  public void close() {
    ring.close();
    arena.close();
  }
}
