package io.jvmm.it.nested;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects output and calls back once when a text has come. */
final class WatchedOutput extends ByteArrayOutputStream {
  private final Consumer<String> watcher;
  private Optional<String> awaited = Optional.empty();
  private Runnable action = () -> {};

  WatchedOutput(Consumer<String> watcher) {
    this.watcher = watcher;
  }

  synchronized void await(String text, Runnable then) {
    awaited = Optional.of(text);
    action = then;
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    super.write(bytes, offset, length);
    watcher.accept(toString(UTF_8));
    if (awaited.filter(toString(UTF_8)::contains).isPresent()) {
      awaited = Optional.empty();
      action.run();
    }
  }
}
