package io.jvmm.cli;

import io.jvmm.control.MachineHome;
import io.jvmm.control.MachineStore;
import io.jvmm.monitor.console.ProcessSignal;
import io.jvmm.monitor.machine.ExitStatus;
import io.jvmm.monitor.machine.HostCheck;
import io.jvmm.monitor.machine.Networks;
import io.jvmm.monitor.machine.Preflight;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.nested.HostConfig;
import io.jvmm.nested.NestedHost;
import io.jvmm.nested.RemoteCommand;
import io.jvmm.nested.SharedDirectory;
import io.jvmm.nested.SocketForward;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Runs a machine in an emulated ARM64 host that is started for it alone: the same release, with the
 * same specification, on that host's KVM. The host sees the directories of the machine's files, at
 * the same paths, and nothing else of this machine.
 */
record NestedBackend(Provisions provisions) implements Backend {
  private static final int OWN_MEMORY_MIB = 1024; // the host's kernel and Java
  private static final int STOPPED = 2;
  private static final Map<String, String> ROOTS_ENVIRONMENT =
      Map.of("XDG_STATE_HOME", "/root/.local/state");

  @Override
  public int run(ResolvedSpec spec, RunOptions options, MachineHome home) {
    check(spec);
    NestedNetworks networks = NestedNetworks.of(spec.spec().networks());
    try (Preflight preflight = Preflight.of(spec);
        HandOver handOver = HandOver.write(spec.withNetworks(networks.inside()))) {
      List<SharedDirectory> shares = shares(spec, handOver, preflight.backingFiles());
      HostConfig config = config(spec, shares).withNetwork(networks.around());
      return runIn(config, command(handOver, options), home);
    }
  }

  /** Standard error is this process's: what the jvmm there has to say comes by itself. */
  @Override
  public byte[] inspect(ResolvedSpec spec, View view) {
    ResolvedSpec alone = spec.withoutPorts();
    try (Preflight preflight = Preflight.withoutWriting(alone);
        HandOver handOver = HandOver.write(alone);
        NestedHost host =
            NestedHost.start(
                config(spec, shares(alone, handOver, preflight.backingFiles())),
                provisions.hostImages())) {
      return output(host.process(inspection(handOver, view)));
    }
  }

  private static RemoteCommand inspection(HandOver handOver, View view) {
    List<String> words = jvmm("inspect");
    words.addAll(view.options());
    words.add(handOver.specification().toString());
    return RemoteCommand.of(words.toArray(String[]::new));
  }

  private static byte[] output(ProcessBuilder command) {
    try {
      Process process =
          command
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      byte[] output = process.getInputStream().readAllBytes();
      int status = process.waitFor();
      if (status != 0) {
        throw new HostException("the machine could not be built in the nested host: see above");
      }
      return output;
    } catch (IOException e) {
      throw new HostException("cannot run ssh: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("interrupted", e);
    }
  }

  private int runIn(HostConfig config, RemoteCommand command, MachineHome home) {
    AtomicBoolean stopped = new AtomicBoolean();
    try (NestedHost host = NestedHost.start(config, provisions.hostImages())) {
      ProcessSignal.ENDING.forEach(signal -> signal.handle(() -> end(host, stopped)));
      return run(host, command, home);
    } catch (HostException e) {
      if (stopped.get()) {
        return STOPPED;
      }
      throw e;
    }
  }

  /** Whoever asks the machine here is led to the jvmm that runs it there, as root. */
  private static int run(NestedHost host, RemoteCommand command, MachineHome home) {
    MachineHome there = MachineStore.of(ROOTS_ENVIRONMENT).home(home.name());
    List<SocketForward> forwards =
        Stream.of(
                new SocketForward(home.controlSocket(), there.controlSocket()),
                new SocketForward(home.consoleSocket(), there.consoleSocket()))
            .filter(SocketForward::isPossible)
            .toList();
    try {
      return host.run(command, forwards);
    } finally {
      forwards.forEach(each -> each.here().toFile().delete());
    }
  }

  /** Ends the host under the command that runs in it. */
  private static void end(NestedHost host, AtomicBoolean stopped) {
    stopped.set(true);
    host.close();
  }

  private static void check(ResolvedSpec spec) {
    long left = HostCheck.hostMemory() - ((long) OWN_MEMORY_MIB << 20);
    List<String> problems = new ArrayList<>(HostCheck.problems(spec.spec(), left));
    problems.addAll(Networks.problems(spec.spec().networks()));
    if (spec.spec().console().hasConnections()) {
      problems.add(
          "$.console: \"connect\" and \"ports\" would lead to places in the emulated host, which"
              + " nobody reaches: leave them out, or use an ARM64 machine with /dev/kvm");
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private static HostConfig config(ResolvedSpec spec, List<SharedDirectory> shares) {
    long guestMib = Math.ceilDiv(spec.spec().memory().bytes(), 1L << 20);
    return HostConfig.of(Math.toIntExact(guestMib + OWN_MEMORY_MIB), shares);
  }

  private static List<SharedDirectory> shares(
      ResolvedSpec spec, HandOver handOver, List<Path> backing) {
    List<SharedDirectory> shares = new ArrayList<>();
    shares.add(SharedDirectory.readOnly(handOver.directory()));
    shares.add(SharedDirectory.readOnly(Release.home()));
    spec.boot().readOnly().forEach(file -> shares.add(SharedDirectory.readOnly(directory(file))));
    spec.boot()
        .variables()
        .ifPresent(file -> shares.add(SharedDirectory.readWrite(directory(file))));
    backing.forEach(file -> shares.add(SharedDirectory.readOnly(directory(file))));
    for (int i = 0; i < spec.disks().size(); i++) {
      Path directory = directory(spec.disks().get(i));
      shares.add(
          spec.spec().disks().get(i).readOnly()
              ? SharedDirectory.readOnly(directory)
              : SharedDirectory.readWrite(directory));
    }
    return shares;
  }

  private static RemoteCommand command(HandOver handOver, RunOptions options) {
    List<String> words = jvmm("run");
    if (!options.reboot()) {
      words.add("--no-reboot");
    }
    options
        .timeout()
        .ifPresent(timeout -> words.addAll(List.of("--timeout", "" + timeout.toSeconds())));
    if (options.status() == ExitStatus.BHYVE) {
      words.add("--bhyve-status");
    }
    if (options.statistics()) {
      words.add("--statistics");
    }
    if (options.detached()) {
      words.add(RunCommand.DETACHED);
    }
    words.add(handOver.specification().toString());
    return RemoteCommand.of(words.toArray(String[]::new));
  }

  /** The same release's command, on the nested host's KVM. */
  private static List<String> jvmm(String verb) {
    String program = Release.home().resolve("bin/jvmm").toString();
    return new ArrayList<>(List.of(program, verb, "--accel", "kvm"));
  }

  private static Path directory(Path file) {
    if (Files.isDirectory(file)) {
      return file;
    }
    Path parent = file.getParent();
    if (parent == null) {
      throw new ConfigurationException("'%s' is not in a directory".formatted(file));
    }
    return parent;
  }
}
