package io.jvmm.virtio.net;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.ProblemLog;
import java.io.IOException;
import java.util.Optional;

/**
 * The two threads between an interface and its back end, each of which may wait for the host: what
 * the worker and the vCPUs never do. A back end that fails takes the link down, once.
 */
final class BackendThreads implements AutoCloseable {
  private final NetBackend backend;
  private final FrameBuffers frames;
  private final DeviceWorker worker;
  private final ProblemLog problems;
  private final Runnable linkDown;
  private final Thread reader;
  private final Thread writer;
  private boolean started; // guarded by this
  private boolean over; // the back end has failed, or was closed; guarded by this

  BackendThreads(
      String device,
      NetBackend backend,
      FrameBuffers frames,
      DeviceWorker worker,
      Runnable linkDown) {
    this.backend = backend;
    this.frames = frames;
    this.worker = worker;
    this.problems = new ProblemLog(device);
    this.linkDown = linkDown;
    this.reader = Thread.ofPlatform().daemon().name(device + "-in").unstarted(this::read);
    this.writer = Thread.ofPlatform().daemon().name(device + "-out").unstarted(this::write);
  }

  /** Starts the threads, unless they were started before. */
  synchronized void start() {
    if (!started && !over) {
      started = true;
      reader.start();
      writer.start();
    }
  }

  /** Ends the back end, and with it the threads. */
  @Override
  public void close() {
    finish();
    backend.close();
  }

  private void read() {
    try {
      while (true) {
        frames.inbound().put(backend.receive());
        worker.kick();
      }
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    FrameQueue outbound = frames.outbound();
    try {
      Optional<byte[]> frame = outbound.take();
      while (frame.isPresent()) {
        if (outbound.takeSenderWaits()) {
          worker.kick();
        }
        backend.send(frame.get());
        frame = outbound.take();
      }
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(IOException cause) {
    if (finish()) {
      problems.warn("%s; the guest's link is down".formatted(cause.getMessage()));
      linkDown.run();
      worker.kick();
    }
  }

  /** Lets no frame wait for the other end any more; says whether this is the first time. */
  private synchronized boolean finish() {
    boolean first = !over;
    over = true;
    frames.end();
    return first;
  }
}
