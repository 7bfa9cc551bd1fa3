package io.jvmm.it.local;

import io.jvmm.control.Cloning;
import io.jvmm.control.MachineStore;
import io.jvmm.control.Renaming;
import io.jvmm.control.Starting;
import io.jvmm.control.StoredMachine;
import io.jvmm.monitor.control.RunLock;
import io.jvmm.monitor.machine.ExitStatus;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Does one thing after the other to the machines of a store, at random, until it is killed: a
 * program of its own.
 *
 * @param store whose machines
 * @param random what to do, and to which
 */
record StoreUser(MachineStore store, Random random) {
  static final List<String> NAMES = List.of("a", "b", "c", "d");
  static final String DISK = "disk.img";
  static final int DISK_SIZE = 256 << 10;

  /** The store's directory, and a seed; says {@code ready} once, and any bug that it meets. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    StoreUser user =
        new StoreUser(
            new MachineStore(Path.of(arguments[0])), new Random(Long.parseLong(arguments[1])));
    PrintStream out = System.out;
    user.doSomething();
    out.println("ready");
    while (true) {
      try {
        user.doSomething();
      } catch (RuntimeException e) {
        out.println(e);
        throw e;
      }
    }
  }

  private void doSomething() throws IOException, InterruptedException {
    try {
      switch (random.nextInt(6)) {
        case 0 -> create(name());
        case 1 -> run(store.machine(name()));
        case 2 -> new Renaming(store, store.machine(name())).to(name());
        case 3 -> new Cloning(store, store.machine(name())).as(name());
        case 4 -> start(store.machine(name()));
        default -> store.destroy(store.machine(name()));
      }
    } catch (ConfigurationException e) {
      return; // there is no such machine, or there is one already
    }
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private void create(String name) throws IOException {
    Path directory = store.root().resolveSibling("specifications");
    Path file = Files.createDirectories(directory).resolve(name + ".json");
    Files.writeString(file, "{\"name\": \"%s\"}".formatted(name));
    writeDisk(store.create(name, file, directory));
  }

  /** A disk is full of one octet, so that half of one would be known. */
  private void writeDisk(StoredMachine machine) throws IOException {
    byte[] content = new byte[DISK_SIZE];
    Arrays.fill(content, (byte) (1 + random.nextInt(100)));
    Path draft = machine.home().directory().resolve(DISK + ".part");
    Files.write(draft, content);
    Files.move(draft, machine.home().directory().resolve(DISK), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void run(StoredMachine machine) {
    try (RunLock _ = machine.home().lock()) {
      machine.record(() -> 0, ExitStatus.JVMM);
    }
  }

  static void start(StoredMachine machine) throws InterruptedException {
    new Starting(machine, List.of("true")).untilGuestRuns(OutputStream.nullOutputStream());
  }
}
