package io.jvmm.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * Bytes between a WebSocket (RFC 6455) and a machine's console. Each way waits for who takes them:
 * a client that reads nothing, and a guest that does, hold up no one else.
 */
final class ConsoleRelay implements FrameHandler {
  private static final int CHUNK = 8 << 10;

  private final SocketChannel console;
  private final Runnable whenOver;
  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<CoreSession> opened = new CompletableFuture<>();

  /**
   * A relay for a client who is to come.
   *
   * @param whenOver is run once
   */
  ConsoleRelay(SocketChannel console, Runnable whenOver) {
    this.console = console;
    this.whenOver = whenOver;
  }

  @Override
  public void onOpen(CoreSession session, Callback callback) {
    Thread.ofVirtual().name("console-output").start(() -> show(session));
    opened.complete(session); // before there is a frame
    callback.succeeded();
    session.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    switch (frame.getOpCode()) {
      case OpCode.BINARY, OpCode.CONTINUATION ->
          Thread.ofVirtual().name("console-input").start(() -> type(frame.getPayload(), callback));
      case OpCode.TEXT -> {
        callback.succeeded();
        opened.join().close(CloseStatus.BAD_DATA, "send binary messages", Callback.NOOP);
      }
      default -> {
        callback.succeeded(); // the library answers pings and farewells
        opened.join().demand();
      }
    }
  }

  private void type(ByteBuffer bytes, Callback callback) {
    try {
      while (bytes.hasRemaining()) {
        console.write(bytes);
      }
      callback.succeeded();
      opened.join().demand();
    } catch (IOException e) {
      callback.failed(e); // the machine has stopped
    }
  }

  private void show(CoreSession session) {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try {
      while (console.read(chunk.clear()) >= 0) {
        send(session, chunk.flip());
      }
      session.close(CloseStatus.NORMAL, "the machine has stopped", Callback.NOOP);
    } catch (IOException | CompletionException e) {
      session.close(CloseStatus.SHUTDOWN, "the console is lost", Callback.NOOP);
    }
  }

  private static void send(CoreSession session, ByteBuffer bytes) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    session.sendFrame(
        new Frame(OpCode.BINARY, BufferUtil.copy(bytes)),
        Callback.from(() -> sent.complete(null), sent::completeExceptionally),
        false);
    sent.join();
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    end();
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    end();
    callback.succeeded();
  }

  /** Gives back what it has, once. */
  void end() {
    if (over.compareAndSet(false, true)) {
      try {
        console.close();
      } catch (IOException e) {
        // of no use any more
      }
      whenOver.run();
    }
  }
}
