package io.jvmm.control;

import io.jvmm.control.MachineEvent.Kind;
import io.jvmm.monitor.control.RunLock;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The user's machines: a directory each, in one directory.
 *
 * @param root that directory; need not exist
 */
public record MachineStore(Path root) {
  private static final System.Logger LOG = System.getLogger(MachineStore.class.getName());
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
  private static final Pattern PASSING =
      Pattern.compile("\\..+\\.(?:destroyed|unfinished)-([0-9]{1,18})");

  /** The user's, by the XDG base directory specification. */
  public static MachineStore of(Map<String, String> environment) {
    Path state =
        Optional.ofNullable(environment.get("XDG_STATE_HOME"))
            .filter(text -> text.startsWith("/"))
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"));
    return new MachineStore(state.resolve("jvmm").resolve("vms"));
  }

  /** What happened to the machines. */
  public EventLog events() {
    return new EventLog(root.resolveSibling("events.jsonl"));
  }

  /** The directory of a machine, which need not exist. */
  public MachineHome home(String name) {
    return new MachineHome(name, root.resolve(name));
  }

  /**
   * The machine of a name, created or running.
   *
   * @throws ConfigurationException if there is none
   */
  public StoredMachine machine(String name) {
    StoredMachine machine = new StoredMachine(home(name));
    if (!name.matches(NAME) || !isMachine(machine)) {
      throw new ConfigurationException(
          "there is no machine '%s': jvmm list shows those there are".formatted(name));
    }
    settleNameIfPossible(machine);
    return machine;
  }

  /** Who runs it has to, and is told why that cannot be done; others, who destroy it, need not. */
  private static void settleNameIfPossible(StoredMachine machine) {
    try {
      machine.settleName();
    } catch (HostException e) {
      LOG.log(System.Logger.Level.DEBUG, e.getMessage());
    }
  }

  /** All that were created or are running, by name. */
  public List<StoredMachine> machines() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> directories = Files.list(root)) {
      return directories
          .map(each -> "" + each.getFileName())
          .filter(name -> name.matches(NAME))
          .map(name -> new StoredMachine(home(name)))
          .filter(MachineStore::isMachine)
          .sorted(Comparator.comparing(StoredMachine::name))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new HostException("cannot list '%s': %s".formatted(root, e.getMessage()), e);
    }
  }

  /**
   * Where a machine of a new name would be.
   *
   * @throws ConfigurationException if it is no name, or taken
   */
  MachineHome free(String name) {
    if (!name.matches(NAME)) {
      throw new ConfigurationException(
          "'%s' is no name: write up to 63 letters, digits, '.', '_' and '-'".formatted(name));
    }
    MachineHome home = home(name);
    if (Files.exists(home.directory())) {
      throw new ConfigurationException(
          "there is a machine '%s' already, or what one left in '%s'"
              .formatted(name, home.directory()));
    }
    return home;
  }

  /** A directory for a machine that is not there yet. */
  UnfinishedDirectory unfinished(String name) throws IOException {
    return new UnfinishedDirectory(passing(name, "unfinished"));
  }

  private static boolean isMachine(StoredMachine machine) {
    return machine.isCreated() || machine.process().isPresent();
  }

  /**
   * Keeps a specification as a machine's. Doing it again with the same one changes nothing.
   *
   * @param file where the specification was read from
   * @param directory what relative paths in it start from
   * @throws ConfigurationException if there is a machine of that name with another one
   */
  public StoredMachine create(String name, Path file, Path directory) {
    MachineHome home = home(name);
    StoredMachine machine = new StoredMachine(home);
    String text = text(file);
    Path origin = directory.toAbsolutePath().normalize();
    if (machine.isCreated()) {
      requireSame(machine, text, origin);
      return machine;
    }
    try (RunLock _ = home.lock()) {
      WholeFile.write(home.origin(), origin + "\n");
      WholeFile.write(home.specification(), text); // last: with it the machine is there
    }
    events().add(name, Kind.CREATED);
    return machine;
  }

  private static void requireSame(StoredMachine machine, String text, Path origin) {
    if (!text(machine.specification()).equals(text) || !machine.origin().equals(origin)) {
      throw new ConfigurationException(
          ("machine '%s' exists with another specification, from '%s': change \"name\", or remove"
                  + " that one by jvmm destroy %s")
              .formatted(machine.name(), machine.origin(), machine.name()));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new HostException("cannot read '%s': %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Removes a machine with everything in its directory, and what killed processes left of others.
   *
   * @throws ConfigurationException if it runs
   */
  public void destroy(StoredMachine machine) {
    Path directory = machine.home().directory();
    Path doomed = passing(machine.name(), "destroyed");
    try (RunLock _ = machine.home().lock()) {
      Files.move(directory, doomed); // at once: nobody sees half a machine
    } catch (IOException e) {
      throw new HostException("cannot remove '%s': %s".formatted(directory, e.getMessage()), e);
    }
    events().add(machine.name(), Kind.DESTROYED);
    Tree.delete(doomed);
    leftovers().forEach(Tree::delete);
  }

  /**
   * Where nobody takes a directory for a machine; what a killed process leaves there is removed.
   */
  private Path passing(String name, String what) {
    return root.resolve(".%s.%s-%d".formatted(name, what, ProcessHandle.current().pid()));
  }

  private List<Path> leftovers() {
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(MachineStore::isLeftover).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // for another time
    }
  }

  private static boolean isLeftover(Path directory) {
    Matcher passing = PASSING.matcher("" + directory.getFileName());
    return passing.matches() && ProcessHandle.of(Long.parseLong(passing.group(1))).isEmpty();
  }
}
