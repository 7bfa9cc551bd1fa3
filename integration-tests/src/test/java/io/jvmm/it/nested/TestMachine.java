package io.jvmm.it.nested;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.guest.A64;
import io.jvmm.monitor.console.MachineConsole;
import io.jvmm.monitor.console.MachineConsole.ConsoleSettings;
import io.jvmm.monitor.machine.MachineRunner;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.HypervisorProvider;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.CpuSpec;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.GicChoice;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.NetworkSpec;
import io.jvmm.vmm.spec.PortSpec;
import io.jvmm.vmm.spec.TransportChoice;
import io.jvmm.vmm.spec.VmSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A machine for a test: a kernel, and what else the test asks for, on the host's KVM. */
public final class TestMachine {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final StopReason STOPPED =
      new StopReason(StopReason.Kind.HALTED, "it printed what the test waits for");

  private final Path kernel;
  private final List<Path> disks = new ArrayList<>();
  private final List<NetworkSpec> networks = new ArrayList<>();
  private final List<PortSpec> ports = new ArrayList<>();
  private Optional<Path> initrd = Optional.empty();
  private Optional<String> inputAfter = Optional.empty();
  private ConsoleSpec.Input inputDevice = ConsoleSpec.Input.VIRTIO;
  private Consumer<String> outputWatcher = _ -> {};
  private Optional<String> awaited = Optional.empty();
  private Consumer<MachineRunner> whenPrinted = _ -> {};
  private String commandLine = "";
  private String input = "";
  private String memory = "64MiB";
  private int cpus = 1;
  private GicChoice gic = GicChoice.AUTO;
  private TransportChoice transport = TransportChoice.MMIO;
  private CpuSpec cpu = CpuSpec.automatic();

  /**
   * What became of it.
   *
   * @param reason why it stopped
   * @param output what it printed, on both consoles
   */
  public record Outcome(StopReason reason, String output) {}

  private TestMachine(Path kernel) {
    this.kernel = kernel;
  }

  /** A machine that runs a kernel's file. */
  public static TestMachine booting(Path kernel) {
    return new TestMachine(kernel);
  }

  /** A machine that boots one of the small examples, and types at its prompt. */
  public static TestMachine example(String name) {
    try {
      String json = Files.readString(Checkout.prepared(name));
      return new TestMachine(file("kernel", json))
          .initrd(file("initrd", json), "console=ttyAMA0 quiet")
          .memory("256MiB")
          .inputAfter("hello:~# ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String key, String json) {
    Matcher value = Pattern.compile("\"%s\":\"([^\"]+)\"".formatted(key)).matcher(json);
    assertThat(value.find()).as(json).isTrue();
    return Path.of(value.group(1));
  }

  /** A machine that runs a program; its image is written to {@code directory}. */
  public static TestMachine running(A64 program, Path directory) {
    try {
      return new TestMachine(Files.write(directory.resolve("Image"), program.image()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TestMachine initrd(Path file, String kernelCommandLine) {
    initrd = Optional.of(file);
    commandLine = kernelCommandLine;
    return this;
  }

  public TestMachine cpus(int count) {
    cpus = count;
    return this;
  }

  public TestMachine gic(GicChoice choice) {
    gic = choice;
    return this;
  }

  public TestMachine transport(TransportChoice choice) {
    transport = choice;
    return this;
  }

  public TestMachine cpu(CpuSpec features) {
    cpu = features;
    return this;
  }

  public TestMachine memory(String size) {
    memory = size;
    return this;
  }

  public TestMachine disk(Path image) {
    disks.add(image);
    return this;
  }

  public TestMachine network(NetworkSpec network) {
    networks.add(network);
    return this;
  }

  public TestMachine port(PortSpec port) {
    ports.add(port);
    return this;
  }

  public TestMachine input(String text) {
    input = text;
    return this;
  }

  public TestMachine serialInput(String text) {
    return input(ConsoleSpec.Input.PL011, text);
  }

  public TestMachine input(ConsoleSpec.Input device, String text) {
    inputDevice = device;
    return input(text);
  }

  public TestMachine inputAfter(String text) {
    inputAfter = Optional.of(text);
    return this;
  }

  /** Runs it until it stops for good; it is started again when it resets. */
  public Outcome run() {
    return run(true, _ -> {});
  }

  /** Stops the machine from outside as soon as it has printed {@code text}. */
  public TestMachine stopWhenPrinted(String text) {
    return whenPrinted(text, runner -> runner.stop(STOPPED));
  }

  /** Does something to the machine from outside as soon as it has printed {@code text}. */
  public TestMachine whenPrinted(String text, Consumer<MachineRunner> action) {
    awaited = Optional.of(text);
    whenPrinted = action;
    return this;
  }

  /** Is given all output so far whenever there is more, by the vCPU that prints it. */
  public TestMachine watchOutput(Consumer<String> watcher) {
    outputWatcher = watcher;
    return this;
  }

  /** Runs it; {@code meanwhile} gets the runner, before the machine is built. */
  public Outcome run(boolean reboot, Consumer<MachineRunner> meanwhile) {
    WatchedOutput output = new WatchedOutput(outputWatcher);
    StopReason reason = run(output, reboot, meanwhile);
    return new Outcome(reason, output.toString(UTF_8));
  }

  private StopReason run(WatchedOutput output, boolean reboot, Consumer<MachineRunner> meanwhile) {
    ByteArrayInputStream typed = new ByteArrayInputStream(input.getBytes(UTF_8));
    try (Hypervisor hypervisor = kvm().open();
        MachineConsole console =
            MachineConsole.over(
                typed, output, new ConsoleSettings(inputAfter, () -> {}, () -> {}))) {
      MachineRunner runner = new MachineRunner(spec(), hypervisor);
      awaited.ifPresent(text -> output.await(text, () -> whenPrinted.accept(runner)));
      Thread patience = stopAfterPatience(runner);
      meanwhile.accept(runner);
      StopReason reason = runner.run(console, reboot);
      patience.interrupt();
      return reason;
    }
  }

  /** A guest that never ends fails its test instead of all tests. */
  private static Thread stopAfterPatience(MachineRunner runner) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Thread.sleep(PATIENCE);
                runner.stop(new StopReason(StopReason.Kind.TIMED_OUT, "the test's patience"));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Collects output and calls back once when a text has come. */
  private static final class WatchedOutput extends ByteArrayOutputStream {
    private final Consumer<String> watcher;
    private Optional<String> awaited = Optional.empty();
    private Runnable action = () -> {};

    WatchedOutput(Consumer<String> watcher) {
      this.watcher = watcher;
    }

    synchronized void await(String text, Runnable then) {
      awaited = Optional.of(text);
      action = then;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      watcher.accept(toString(UTF_8));
      if (awaited.filter(toString(UTF_8)::contains).isPresent()) {
        awaited = Optional.empty();
        action.run();
      }
    }
  }

  public static HypervisorProvider kvm() {
    return HypervisorProvider.all().stream()
        .filter(provider -> provider.name().equals("kvm"))
        .findFirst()
        .orElseThrow();
  }

  private ResolvedSpec spec() {
    BootSpec boot =
        new BootSpec(reference(kernel), initrd.map(TestMachine::reference), commandLine);
    List<DiskSpec> diskSpecs = disks.stream().map(disk -> DiskSpec.of(reference(disk))).toList();
    ConsoleSpec console = new ConsoleSpec(inputDevice, inputAfter, Optional.empty(), ports);
    VmSpec spec =
        new VmSpec(
            "test",
            cpus,
            cpu,
            MemorySize.parse(memory),
            gic,
            transport,
            boot,
            diskSpecs,
            networks,
            console);
    return new ResolvedSpec(spec, kernel, initrd, disks);
  }

  private static FileReference reference(Path path) {
    return new FileReference.HostPath(path.toString());
  }
}
