package io.jvmm.cli;

import io.jvmm.control.MachineHome;
import io.jvmm.monitor.console.ProcessSignal;
import io.jvmm.monitor.control.ControlRequest.Order;
import io.jvmm.monitor.control.ControlRequest.Verb;
import io.jvmm.monitor.machine.ExitStatus;
import io.jvmm.monitor.machine.HostCheck;
import io.jvmm.monitor.machine.Networks;
import io.jvmm.monitor.machine.Preflight;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.nested.HostSession;
import io.jvmm.nested.HostSize;
import io.jvmm.nested.PortForwards;
import io.jvmm.nested.RemoteCommand;
import io.jvmm.nested.RunningCommand;
import io.jvmm.nested.SharedDirectory;
import io.jvmm.nested.SharedHost;
import io.jvmm.nested.SocketForward;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.VmmException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a machine in an emulated ARM64 host, beside the user's others: the same release, with the
 * same specification, on that host's KVM. There it sees the directories of the machine's files, at
 * the same paths, and nothing else of this machine.
 */
record NestedBackend(Provisions provisions) implements Backend {
  private static final int STOPPED = 2;

  @Override
  public int run(ResolvedSpec spec, RunOptions options, MachineHome home) {
    check(spec);
    NestedNetworks networks = NestedNetworks.of(spec.spec().networks());
    try (Preflight preflight = Preflight.of(spec);
        HandOver handOver = HandOver.write(spec.withNetworks(networks.inside()))) {
      NestedPlace place = NestedPlace.of(home);
      HostSession session =
          new HostSession(
              place.id(),
              shares(spec, handOver, preflight.backingFiles()),
              command(handOver, options).with(place.environment()));
      SharedHost host = hostFor(spec);
      try (PortForwards _ = host.open(networks.around())) {
        return run(host, session, place);
      }
    }
  }

  /** Standard error is this process's: what the jvmm there has to say comes by itself. */
  @Override
  public byte[] inspect(ResolvedSpec spec, View view) {
    ResolvedSpec alone = spec.withoutPorts();
    try (Preflight preflight = Preflight.withoutWriting(alone);
        HandOver handOver = HandOver.write(alone)) {
      HostSession session =
          new HostSession(
              "inspect-" + ProcessHandle.current().pid(),
              shares(alone, handOver, preflight.backingFiles()),
              inspection(handOver, view));
      return output(hostFor(spec).process(session));
    }
  }

  /** It runs, and has room. */
  private SharedHost hostFor(ResolvedSpec spec) {
    long guestMib = Math.ceilDiv(spec.spec().memory().bytes(), 1L << 20);
    SharedHost host = provisions.sharedHost();
    host.require(
        HostSize.suited(Runtime.getRuntime().availableProcessors(), HostCheck.hostMemory()),
        Math.toIntExact(guestMib + HostSize.OWN_MEMORY_MIB));
    return host;
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

  /** Whoever asks the machine here is led to the jvmm that runs it there, as root. */
  private static int run(SharedHost host, HostSession session, NestedPlace place) {
    List<SocketForward> forwards = place.forwards();
    AtomicBoolean stopped = new AtomicBoolean();
    try (RunningCommand running = host.start(session, forwards)) {
      ProcessSignal.ENDING.forEach(signal -> signal.handle(() -> end(running, place, stopped)));
      int status = running.await();
      return stopped.get() ? STOPPED : status;
    } finally {
      forwards.forEach(each -> each.here().toFile().delete());
    }
  }

  /** Halts the machine; who insists, or cannot be heard yet, has its process killed. */
  private static void end(RunningCommand running, NestedPlace place, AtomicBoolean stopped) {
    if (stopped.getAndSet(true)) {
      running.end();
      return;
    }
    try {
      place.home().client().ask(new Order(Verb.HALT));
    } catch (VmmException e) {
      running.end();
    }
  }

  private static void check(ResolvedSpec spec) {
    long left = HostCheck.hostMemory() - ((long) HostSize.OWN_MEMORY_MIB << 20);
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
