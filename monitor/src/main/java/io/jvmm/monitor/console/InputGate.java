package io.jvmm.monitor.console;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Holds piped input back until the guest has printed a certain text: a login program throws away
 * what was typed before it. Watches the output byte by byte (Knuth, Morris and Pratt's automaton),
 * so that a text split over many writes is found too.
 */
public final class InputGate {
  private final byte[] text;
  private final int[] fallback;
  private volatile boolean open; // written under this monitor
  private int matched; // guarded by this

  /** A gate that opens when {@code text} was printed; one that is always open if there is none. */
  public InputGate(Optional<String> text) {
    this.text = text.orElse("").getBytes(StandardCharsets.UTF_8);
    this.fallback = fallback(this.text);
    this.open = this.text.length == 0;
  }

  /** Looks at all that remains of these bytes, which are on their way to the user. */
  public void printed(ByteBuffer bytes) {
    if (!open) {
      search(bytes);
    }
  }

  /** Whether input may pass. */
  public boolean isOpen() {
    return open;
  }

  /** Waits for the text once more: the guest has started again. */
  public synchronized void close() {
    matched = 0;
    open = text.length == 0;
  }

  /** Waits until input may pass. */
  public synchronized void await() throws InterruptedException {
    while (!open) {
      wait();
    }
  }

  private synchronized void search(ByteBuffer bytes) {
    while (bytes.hasRemaining() && matched < text.length) {
      byte next = bytes.get();
      while (matched > 0 && next != text[matched]) {
        matched = fallback[matched - 1];
      }
      if (next == text[matched]) {
        matched++;
      }
    }
    if (matched == text.length) {
      open = true;
      notifyAll();
    }
  }

  /** For each prefix, the length of its longest proper suffix that is a prefix too. */
  private static int[] fallback(byte[] text) {
    int[] lengths = new int[text.length];
    int length = 0;
    for (int i = 1; i < text.length; i++) {
      while (length > 0 && text[i] != text[length]) {
        length = lengths[length - 1];
      }
      if (text[i] == text[length]) {
        length++;
      }
      lengths[i] = length;
    }
    return lengths;
  }
}
