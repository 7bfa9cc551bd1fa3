package io.jvmm.monitor.console;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Lets the user of a terminal choose, before the guest gets what is typed. Who does nothing chooses
 * what is selected already, after some seconds; the first key stops the clock.
 */
final class TerminalChoice implements GuestInput {
  private static final String HELP = "Up, down or a number selects, Enter boots";

  private final ChoiceList list; // guarded by this
  private final Terminal.Size size;
  private final Consumer<String> screen;
  private int secondsLeft; // guarded by this
  private boolean touched; // guarded by this
  private boolean chosen; // guarded by this

  /**
   * A choice that nobody sees yet.
   *
   * @param seconds after how long the selected entry is chosen
   * @param size the terminal's
   * @param screen gets what the terminal is to show
   */
  TerminalChoice(ChoiceList list, int seconds, Terminal.Size size, Consumer<String> screen) {
    this.list = list;
    this.secondsLeft = seconds;
    this.size = size;
    this.screen = screen;
  }

  /**
   * Shows the list and waits for the choice.
   *
   * @param cancelled asked every second: whether nobody needs the answer any more
   * @param second how long that is, in milliseconds
   * @return the place of the chosen entry, from 0; of the selected one if cancelled
   */
  synchronized int await(BooleanSupplier cancelled, long second) throws InterruptedException {
    draw();
    while (!chosen && !cancelled.getAsBoolean()) {
      wait(second);
      if (!touched) {
        secondPassed();
      }
    }
    chosen = true;
    screen.accept("\r\n");
    return list.selected();
  }

  private void secondPassed() {
    secondsLeft--;
    chosen = secondsLeft <= 0;
    redraw();
  }

  @Override
  public synchronized boolean send(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !chosen) {
      touched = true;
      chosen = list.typed(bytes.get());
      redraw();
    }
    notifyAll();
    return !chosen;
  }

  private void redraw() {
    screen.accept(list.rewind(size.rows()));
    draw();
  }

  private void draw() {
    String clock = touched ? "" : "; by itself in %d s".formatted(secondsLeft);
    screen.accept(list.draw(size, HELP + clock));
  }
}
