package io.jvmm.http.api;

import io.jvmm.control.EventFollower;
import io.jvmm.control.MachineEvent;
import io.jvmm.control.MachineStore;
import io.jvmm.http.api.Answer.Client;
import io.jvmm.http.api.Answer.Events;
import java.io.IOException;
import java.util.List;

/**
 * What happens to machines, as Server-Sent Events (HTML, 9.2).
 *
 * @param store the machines
 */
record EventHandlers(MachineStore store) {
  static final Parameter.Flag PAST =
      new Parameter.Flag("past", "Begin with what has happened already, as far as it is kept.");

  private static final long POLL_MILLIS = 200;
  private static final int POLLS_BETWEEN_SIGNS = 75; // 15 s

  Answer follow(Call call) {
    boolean past = PAST.in(call);
    return new Events(client -> follow(past, client));
  }

  private void follow(boolean past, Client client) throws IOException, InterruptedException {
    try (EventFollower follower = new EventFollower(store)) {
      List<MachineEvent> before = follower.poll();
      client.send(": events follow\n\n");
      send(past ? before : List.of(), client);
      for (int i = 1; ; i++) {
        Thread.sleep(POLL_MILLIS);
        send(follower.poll(), client);
        if (i % POLLS_BETWEEN_SIGNS == 0) {
          client.send(":\n\n"); // a client that has gone is found out
        }
      }
    }
  }

  private static void send(List<MachineEvent> events, Client client) throws IOException {
    for (MachineEvent event : events) {
      client.send("event: %s\ndata: %s\n\n".formatted(event.kind(), event.toJson()));
    }
  }
}
