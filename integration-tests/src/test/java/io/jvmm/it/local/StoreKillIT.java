package io.jvmm.it.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.control.Condition;
import io.jvmm.control.EventFollower;
import io.jvmm.control.MachineStore;
import io.jvmm.control.StoredMachine;
import io.jvmm.it.ChildProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that dies at any moment of what it does to machines leaves such as can be listed,
 * started and destroyed, and disks that are whole.
 */
class StoreKillIT {
  private static final int KILLS = Integer.getInteger("kills", 200);
  private static final int KILLS_BETWEEN_CLEARANCES = 20;
  private static final long LONGEST_LIFE_NANOS = 80_000_000;
  private static final Set<Condition> QUIET =
      EnumSet.of(Condition.CREATED, Condition.STOPPED, Condition.LOST);

  @TempDir private Path directory;

  private final Random random = new Random(11);

  private MachineStore store() {
    return new MachineStore(directory.resolve("vms"));
  }

  @Test
  void whateverAKilledProcessDidTheMachinesAreWhole() throws Exception {
    int seen = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      runAndKill(kill);
      for (StoredMachine machine : store().machines()) {
        check(machine);
        seen++;
      }
      if (kill % KILLS_BETWEEN_CLEARANCES == 0) {
        clear();
      }
    }

    assertThat(seen).as("machines that there were after a kill").isGreaterThan(KILLS / 2);
    try (EventFollower events = new EventFollower(store())) {
      assertThat(events.poll()).as("what all of them say they did").hasSizeGreaterThan(KILLS);
    }
  }

  private void runAndKill(long seed) throws Exception {
    Process user =
        ChildProgram.start(StoreUser.class, store().root().toString(), Long.toString(seed));
    try (BufferedReader said = user.inputReader(UTF_8)) {
      assertThat(said.readLine()).isEqualTo("ready");
      LockSupport.parkNanos(random.nextLong(LONGEST_LIFE_NANOS)); // any moment is as good
      user.toHandle().destroyForcibly(); // the process alone: what it said is to be read
      assertThat(said.readLine()).as("a bug that it met").isNull();
    } finally {
      user.destroyForcibly().waitFor();
    }
  }

  private static void check(StoredMachine machine) throws Exception {
    assertThat(machine.condition()).as(machine.name()).isIn(QUIET);
    Path disk = machine.home().directory().resolve(StoreUser.DISK);
    if (Files.exists(disk)) {
      byte[] content = Files.readAllBytes(disk);
      assertThat(content).hasSize(StoreUser.DISK_SIZE).containsOnly(content[0]);
    }
  }

  /** Starts and destroys all machines; nothing is left, also of those that were half there. */
  private void clear() throws Exception {
    for (StoredMachine machine : store().machines()) {
      StoreUser.start(store().machine(machine.name()));
      assertThat(machine.specification()).content().contains('"' + machine.name() + '"');
      store().destroy(machine);
    }
    for (String name : StoreUser.NAMES) {
      Path file = Files.writeString(directory.resolve("spec.json"), "{}");
      store().destroy(store().create(name, file, directory));
    }
    assertThat(left()).isZero();
  }

  private long left() throws IOException {
    try (Stream<Path> all = Files.list(store().root())) {
      return all.count();
    }
  }
}
