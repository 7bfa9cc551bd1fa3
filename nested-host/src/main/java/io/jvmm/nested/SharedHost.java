package io.jvmm.nested;

import io.jvmm.provisioning.FileMutex;
import io.jvmm.provisioning.Progress;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.ForwardSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The nested host that all machines of a user run in. It starts when it is first needed, and ends
 * by itself when nobody has used it for {@link #IDLE}, unless its user said that it stays.
 *
 * <p>It can see what its user sees; what runs in it sees what its {@link HostSession} says.
 */
public final class SharedHost {
  /** How long a host stays that nobody uses. */
  public static final Duration IDLE = Duration.ofMinutes(5);

  private static final String SIZE = "size";
  private static final String RECIPE = "recipe";
  private static final String NEW_ONE =
      "end it by 'jvmm host down', and the next has what it needs";

  private final HostDirectory directory;
  private final HostImages images;
  private final Progress progress;

  private SharedHost(HostDirectory directory, HostImages images, Progress progress) {
    this.directory = directory;
    this.images = images;
    this.progress = progress;
  }

  /** The user's, whether it runs or not. */
  public static SharedHost ofUser(
      HostImages images, Map<String, String> environment, Progress progress) {
    Path parent = HostDirectory.parent(images.cache().root(), environment);
    return new SharedHost(new HostDirectory(parent.resolve("host")), images, progress);
  }

  /** What it is, if it runs. */
  public Optional<HostStatus> status() {
    return directory
        .emulator()
        .map(
            emulator ->
                new HostStatus(
                    emulator,
                    HostSize.parse(directory.read(SIZE)),
                    output("test -e /etc/jvmm-idle || echo yes").equals("yes\n"),
                    sessions()));
  }

  /** What runs in it. */
  private List<String> sessions() {
    return output(
            "for each in /run/jvmm/sessions/*; do"
                + " [ ! -e \"$each\" ] || /usr/bin/flock --nonblock \"$each\" true || basename \"$each\"; done")
        .lines()
        .toList();
  }

  /**
   * Starts it if it does not run.
   *
   * @param usual how large it then is, if that will do
   * @param neededMib the memory that it has to have, in MiB
   * @throws ConfigurationException if it runs and is too small, or of another version
   * @throws HostException if it does not come up
   */
  public void require(HostSize usual, int neededMib) {
    alone(
        () -> {
          if (!answers()) {
            launch(usual.withAtLeast(neededMib), IDLE);
          }
          check(neededMib);
        });
  }

  /**
   * Starts it if it does not run, and has it stay until it is ended.
   *
   * @throws ConfigurationException if it runs and is smaller, or of another version
   * @throws HostException if it does not come up
   */
  public void keep(HostSize size) {
    alone(
        () -> {
          if (answers()) {
            output("rm -f /etc/jvmm-idle");
          } else {
            launch(size, Duration.ZERO);
          }
          check(size.memoryMib());
        });
  }

  /** Nobody else starts or ends it meanwhile. */
  private void alone(Runnable action) {
    Path file = directory.path().resolveSibling("host.lock");
    try (FileMutex _ = FileMutex.acquire(file)) {
      action.run();
    } catch (IOException e) {
      throw new HostException(
          "cannot write to '%s': %s".formatted(file.getParent(), e.getMessage()), e);
    }
  }

  /** Whether it will take a connection; where it is still booting, that is waited for. */
  private boolean answers() {
    return new DetachedHost(directory).isUp()
        && HostLauncher.comesUp(directory)
        && output("echo >/run/jvmm-used; echo yes").equals("yes\n");
  }

  private void launch(HostSize size, Duration idle) {
    new DetachedHost(directory).end(); // one that does not answer
    HostConfig config = config(size).withIdle(idle);
    QemuCommand qemu = QemuCommand.of(config, images);
    progress.step("starting the nested host, for all machines");
    new HostLauncher(qemu).launch(prepared(size));
  }

  private Supplier<HostDirectory> prepared(HostSize size) {
    return () -> {
      HostDirectory fresh = HostDirectory.replace(directory.path());
      fresh.write(SIZE, bytes(size.toString()));
      fresh.write(RECIPE, bytes(HostImages.recipe()));
      return fresh;
    };
  }

  private static HostConfig config(HostSize size) {
    List<SharedDirectory> shares =
        List.of(
            SharedDirectory.everything(SharedDirectory.Access.READ_ONLY),
            SharedDirectory.everything(SharedDirectory.Access.READ_WRITE));
    return HostConfig.of(size.memoryMib(), shares)
        .withCpus(size.cpus())
        .withNetwork(HostNetwork.OUTSIDE);
  }

  private void check(int neededMib) {
    if (!directory.read(RECIPE).equals(HostImages.recipe())) {
      throw new ConfigurationException(
          "the nested host was started by another version of jvmm: " + NEW_ONE);
    }
    int memoryMib = HostSize.parse(directory.read(SIZE)).memoryMib();
    if (memoryMib < neededMib) {
      throw new ConfigurationException(
          "the nested host has %d MiB of memory, and this takes %d: %s"
              .formatted(memoryMib, neededMib, NEW_ONE));
    }
  }

  /**
   * Starts a command on this process's standard streams. The host runs.
   *
   * @param forwards sockets of this machine's that lead to some in the host; the caller removes
   *     them afterwards
   */
  public RunningCommand start(HostSession session, List<SocketForward> forwards) {
    return connection().with(forwards).start(session.remote());
  }

  /**
   * A command for the caller to start: standard input, output, error and exit status are the
   * command's own. The host runs.
   */
  public ProcessBuilder process(HostSession session) {
    return connection().process(session.remote());
  }

  /**
   * Opens ports. The host runs.
   *
   * @throws HostException if one cannot be opened
   */
  public PortForwards open(List<ForwardSpec> forwards) {
    return PortForwards.open(directory, forwards);
  }

  /**
   * A shell in it, as root, or a command.
   *
   * @return its exit status
   * @throws ConfigurationException if it does not run
   */
  public int shell(List<String> words) {
    if (directory.emulator().isEmpty()) {
      throw new ConfigurationException("the nested host is down: 'jvmm host up' starts it");
    }
    List<String> command = words.isEmpty() ? List.of("sh", "-l") : words;
    return connection().run(RemoteCommand.of(command.toArray(String[]::new)));
  }

  /**
   * Ends it, if it runs.
   *
   * @param force also if machines run in it: they end as by a power failure
   * @throws ConfigurationException if machines run in it
   */
  public void down(boolean force) {
    alone(
        () -> {
          List<String> running =
              force ? List.of() : status().map(HostStatus::sessions).orElse(List.of());
          if (!running.isEmpty()) {
            throw new ConfigurationException(
                "machines run in it: %s; stop them first, or give --force"
                    .formatted(String.join(", ", running)));
          }
          new DetachedHost(directory).end();
        });
  }

  /** What a command of a shell prints; nothing, if the host does not answer. */
  private String output(String command) {
    try {
      Process process =
          connection()
              .process(RemoteCommand.of("sh", "-c", command))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new HostException("cannot run ssh: " + e.getMessage(), e);
    }
  }

  private HostConnection connection() {
    return new HostConnection(SshClient.tied(images.toolbox(), directory), directory);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
