package io.jvmm.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jvmm.control.MachineEvent.Kind;
import io.jvmm.monitor.control.ControlRequest.Verb;
import io.jvmm.monitor.control.ControlSocket;
import io.jvmm.monitor.control.RunLock;
import io.jvmm.monitor.machine.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
  @TempDir private Path directory;

  private MachineStore store() {
    return new MachineStore(directory.resolve("vms"));
  }

  private StoredMachine created(String name) throws IOException {
    Path file = Files.writeString(directory.resolve(name + ".json"), "{}");
    return store().create(name, file, directory);
  }

  @Test
  void theLifeOfAMachineIsInIt() throws IOException {
    StoredMachine machine = created("a");
    machine.record(() -> 0, ExitStatus.JVMM);
    machine.record(() -> 3, ExitStatus.JVMM);
    store().destroy(machine);

    assertThat(read())
        .extracting(MachineEvent::kind)
        .containsExactly(
            Kind.CREATED, Kind.STARTED, Kind.STOPPED, Kind.STARTED, Kind.CRASHED, Kind.DESTROYED);
  }

  @Test
  void creatingAMachineAgainIsNoEvent() throws IOException {
    created("a");
    created("a");

    assertThat(read()).hasSize(1);
  }

  @Test
  void whatIsAskedOfAMachineIsInItOnceItIsDone() throws IOException {
    StoredMachine machine = created("a");
    try (RunLock _ = machine.home().lock();
        ControlSocket _ = ControlSocket.open(machine.home().controlSocket(), "a", _ -> "done")) {
      machine.ask(Verb.PAUSE);
      machine.ask(Verb.STATE);
      machine.ask(Verb.RESUME);
    }

    assertThat(read())
        .extracting(MachineEvent::kind)
        .containsExactly(Kind.CREATED, Kind.PAUSED, Kind.RESUMED);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anEventIsReadAsItWasWritten(Kind kind) {
    MachineEvent event =
        new MachineEvent(
            Instant.parse("2026-01-01T00:00:00.123Z"), "a", kind, Optional.of("\"b\"\n"));

    assertThat(MachineEvent.parse(event.toJson())).contains(event);
    assertThat(event.toJson()).doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "{\"time\": \"2026-01-01T00:00:00Z\", \"machine\": \"a\", \"event\": \"levitated\"}",
        "{\"time\": 1, \"machine\": \"a\", \"event\": \"stopped\"}"
      })
  void aLineThatMakesNoSenseIsPassedOver(String line) throws IOException {
    created("a");
    Files.writeString(store().events().file(), line + "\n", StandardOpenOption.APPEND);
    created("b");

    assertThat(read()).extracting(MachineEvent::machine).containsExactly("a", "b");
  }

  @Test
  void aLineWithoutAnEndDoesNotTakeTheNextOneWithIt() throws IOException {
    created("a");
    Files.writeString(store().events().file(), "{\"time\": \"20", StandardOpenOption.APPEND);
    created("b");

    assertThat(read()).extracting(MachineEvent::machine).containsExactly("a", "b");
  }

  @Test
  void aFollowerGetsEachEventOnceAlsoWhereTheLogIsBegunAnew() throws IOException {
    EventLog log = store().events();
    List<String> seen = new ArrayList<>();
    try (EventFollower follower = new EventFollower(store())) {
      for (int i = 0; i < 3000; i++) {
        log.add("m" + i, Kind.CREATED, Optional.of("x".repeat(500)));
        if (i % 7 == 0) {
          follower.poll().forEach(event -> seen.add(event.machine()));
        }
      }
      follower.poll().forEach(event -> seen.add(event.machine()));
    }

    assertThat(log.former()).exists();
    assertThat(seen).hasSize(3000).doesNotHaveDuplicates();
    assertThat(Files.size(log.file()) + Files.size(log.former())).isLessThan(2 << 20);
  }

  @Test
  void eventsOfSeveralThreadsDoNotMix() throws Exception {
    EventLog log = store().events();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String name = "m" + i;
        all.add(threads.submit(() -> log.add(name, Kind.CREATED)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }

    assertThat(read()).hasSize(400);
  }

  @Test
  void whoFollowsIsToldOfAMachineThatIsLost() throws IOException {
    StoredMachine machine = created("a");
    try (EventFollower follower = new EventFollower(store())) {
      try (RunLock _ = machine.home().lock()) {
        store().events().add("a", Kind.STARTED);
        follower.poll();
        assertThat(follower.poll()).as("its process is there").isEmpty();
      }
      assertThat(follower.poll()).as("its process may have a last word yet").isEmpty();
      assertThat(follower.poll()).extracting(MachineEvent::kind).containsExactly(Kind.LOST);
      assertThat(follower.poll()).as("once is enough").isEmpty();
    }
  }

  @Test
  void aMachineWhoseKillerSaysSoIsNotLost() throws IOException {
    created("a");
    store().events().add("a", Kind.STARTED);
    try (EventFollower follower = new EventFollower(store())) {
      follower.poll();
      store().events().add("a", Kind.KILLED);

      assertThat(follower.poll()).extracting(MachineEvent::kind).containsExactly(Kind.KILLED);
      assertThat(follower.poll()).isEmpty();
    }
  }

  @Test
  void aLogThatCannotBeWrittenStopsNothing() throws IOException {
    Files.createDirectory(store().events().file());

    assertThatCode(() -> store().destroy(created("a"))).doesNotThrowAnyException();
  }

  private List<MachineEvent> read() {
    try (EventFollower follower = new EventFollower(store())) {
      return follower.poll();
    }
  }
}
