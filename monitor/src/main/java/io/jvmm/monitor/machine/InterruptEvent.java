package io.jvmm.monitor.machine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What a device does to an interrupt line, in a flight recording. */
@Name("jvmm.Interrupt")
@Label("Interrupt")
@Category({"jvmm", "Interrupts"})
@Description("A device changed its interrupt line, or sent a message; the thread is the device's")
@StackTrace(false)
final class InterruptEvent extends Event {
  @Label("Line")
  @Description("The shared peripheral interrupt, or the message")
  String line = "";

  @Label("Change")
  @Description("raised, lowered, pulsed or sent")
  String change = "";

  /** Records it, if that is asked for. */
  static void commit(Object line, String change) {
    InterruptEvent event = new InterruptEvent();
    if (event.isEnabled()) {
      event.line = line.toString();
      event.change = change;
      event.commit();
    }
  }
}
