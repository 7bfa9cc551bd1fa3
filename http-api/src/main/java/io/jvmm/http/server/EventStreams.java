package io.jvmm.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvmm.http.api.Answer.Feed;
import io.jvmm.http.api.Refusal;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers that go on until the client leaves; not too many of them at a time. */
final class EventStreams implements AutoCloseable {
  private final Semaphore places;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  EventStreams(int most) {
    places = new Semaphore(most);
  }

  /**
   * Serves one on this thread.
   *
   * @param head whether the client wants to know the headers only
   * @throws Refusal if there are too many
   */
  void run(Feed feed, boolean head, Response response, Callback callback)
      throws InterruptedException {
    if (!places.tryAcquire()) {
      throw new Refusal(503, "too many clients take events already: try again when one has left");
    }
    threads.add(Thread.currentThread());
    try {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
      if (!head) {
        feed.sendTo(text -> Content.Sink.write(response, false, UTF_8.encode(text)));
      }
      callback.succeeded();
    } catch (IOException e) {
      callback.failed(e); // the client has gone
    } finally {
      threads.remove(Thread.currentThread());
      places.release();
    }
  }

  /** Ends all of them. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
