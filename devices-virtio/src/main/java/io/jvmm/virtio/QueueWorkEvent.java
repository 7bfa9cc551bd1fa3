package io.jvmm.virtio;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What a device's thread does between two waits, in a flight recording. */
@Name("jvmm.QueueWork")
@Label("Queue Work")
@Category({"jvmm", "Devices"})
@Description("A device's thread served its queues, from the moment it was woken until it waits")
@StackTrace(false)
final class QueueWorkEvent extends Event {
  @Label("Steps")
  @Description("Pieces of work, such as a request; the last one found nothing more to do")
  int steps;

  /** The event of work that begins; {@code null} if none is recorded. */
  static @Nullable QueueWorkEvent started() {
    QueueWorkEvent event = new QueueWorkEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return event;
  }
}
