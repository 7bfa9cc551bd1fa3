package io.jvmm.it.nested;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jvmm.it.Checkout;
import io.jvmm.it.guest.A64;
import io.jvmm.monitor.console.MachineConsole;
import io.jvmm.monitor.console.MachineConsole.ConsoleSettings;
import io.jvmm.monitor.machine.Inspection;
import io.jvmm.monitor.machine.MachineRunner;
import io.jvmm.monitor.machine.MachineStatistics;
import io.jvmm.monitor.spec.BootFiles;
import io.jvmm.monitor.spec.GuestImages;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.monitor.spec.SpecFiles;
import io.jvmm.monitor.spec.SpecReader;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.HypervisorProvider;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.CpuSpec;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.FileReference.HostPath;
import io.jvmm.vmm.spec.FileReference.ImageFile;
import io.jvmm.vmm.spec.FileReference.VmFile;
import io.jvmm.vmm.spec.FirmwareSpec;
import io.jvmm.vmm.spec.GicChoice;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.NetworkSpec;
import io.jvmm.vmm.spec.PortSpec;
import io.jvmm.vmm.spec.TransportChoice;
import io.jvmm.vmm.spec.VmSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A machine for a test: a kernel, and what else the test asks for, on the host's KVM. */
public final class TestMachine {
  private static final Duration PATIENCE = Duration.ofMinutes(Integer.getInteger("patience", 8));
  private static final Path NOWHERE = Path.of("/nonexistent");
  private static final GuestImages NO_IMAGES = new NoImages();

  /** The kernel's tests of its own ciphers take an emulated host more than ten seconds. */
  private static final String NO_CIPHER_TESTS = " cryptomgr.notests";

  /**
   * A processor of an emulated host is far slower than a real one, while Linux' tick comes as
   * often, 250 times a second. On the controller in Java it is four exits to Java each time: most
   * of what the processor can do, and on a slow day all of it. So there Linux lives more slowly.
   */
  private static final int SLOWDOWN = 4;

  private static final StopReason STOPPED =
      new StopReason(StopReason.Kind.HALTED, "it printed what the test waits for");

  private Optional<Path> kernel;
  private Optional<GuestAddress> loadAddress = Optional.empty();
  private Optional<Integer> bootDisk = Optional.empty();
  private Optional<FirmwareSpec> firmware = Optional.empty();
  private final List<DiskSpec> disks = new ArrayList<>();
  private final List<NetworkSpec> networks = new ArrayList<>();
  private final List<PortSpec> ports = new ArrayList<>();
  private final List<Path> initrds = new ArrayList<>();
  private final List<Path> overlays = new ArrayList<>();
  private Optional<String> inputAfter = Optional.empty();
  private ConsoleSpec.Input inputDevice = ConsoleSpec.Input.AUTO;
  private Consumer<String> outputWatcher = _ -> {};
  private Optional<String> awaited = Optional.empty();
  private Consumer<MachineRunner> whenPrinted = _ -> {};
  private String commandLine = "";
  private String input = "";
  private MemorySize memory = MemorySize.parse("64MiB");
  private int cpus = 1;
  private GicChoice gic = GicChoice.AUTO;
  private TransportChoice transport = TransportChoice.MMIO;
  private CpuSpec cpu = CpuSpec.automatic();

  /**
   * What became of it.
   *
   * @param reason why it stopped
   * @param output what it printed, on both consoles
   * @param statistics what it did, since its last reset if it had any
   */
  public record Outcome(StopReason reason, String output, MachineStatistics statistics) {}

  /** Prepared examples refer to no images. */
  private static final class NoImages implements GuestImages {
    @Override
    public Optional<String> problem(ImageFile file) {
      return Optional.of(file + " is not prepared");
    }

    @Override
    public Path locate(ImageFile file) {
      throw new AssertionError(file + " is not prepared");
    }
  }

  private TestMachine(Optional<Path> kernel) {
    this.kernel = kernel;
  }

  /** A machine that runs a kernel's file. */
  public static TestMachine booting(Path kernel) {
    return new TestMachine(Optional.of(kernel));
  }

  /**
   * A machine of the examples, run in the test's own process: Java's start costs an emulated host
   * more than a small guest's boot.
   */
  public static TestMachine example(String name) {
    VmSpec spec =
        new SpecReader(_ -> new SpecFiles(NOWHERE, NOWHERE, NO_IMAGES))
            .read(Checkout.prepared(name));
    BootSpec boot = spec.boot();
    TestMachine machine = new TestMachine(boot.kernel().map(TestMachine::path));
    boot.initrd().stream().map(TestMachine::path).forEach(machine.initrds::add);
    machine.bootDisk = boot.disk();
    machine.firmware = boot.firmware();
    if (boot.firmware().isEmpty()) {
      machine.commandLine = boot.cmdline() + NO_CIPHER_TESTS;
    }
    machine.memory = spec.memory();
    machine.cpus = spec.cpus();
    machine.inputAfter = spec.console().inputAfter();
    machine.inputDevice = spec.consoleInput();
    machine.disks.addAll(spec.disks());
    return machine;
  }

  /** A machine that runs a program; its image is written to {@code directory}. */
  public static TestMachine running(A64 program, Path directory) {
    try {
      return booting(Files.write(directory.resolve("Image"), program.image()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives it another kernel. */
  public TestMachine kernel(Path file) {
    kernel = Optional.of(file);
    return this;
  }

  /** Has the firmware of another of the examples boot it. */
  public TestMachine byFirmwareOf(String example) {
    TestMachine other = example(example);
    firmware = other.firmware;
    inputDevice = other.inputDevice;
    return this;
  }

  /** Boots a disk of its, counted from 0. */
  public TestMachine bootDisk(int index) {
    bootDisk = Optional.of(index);
    return this;
  }

  /** What its firmware keeps. */
  public TestMachine firmwareVariables(Path file) {
    firmware = firmware.map(each -> each.withFiles(each.code(), Optional.of(reference(file))));
    return this;
  }

  /**
   * Has its firmware give the guest ACPI tables, and start as new: what it keeps to boot of another
   * machine's devices would come before this one's.
   */
  public TestMachine acpi() {
    firmware =
        firmware.map(
            each -> new FirmwareSpec(each.code(), Optional.empty(), Optional.empty(), true));
    return this;
  }

  /** Where a kernel without a format goes. */
  public TestMachine loadAddress(GuestAddress address) {
    loadAddress = Optional.of(address);
    return this;
  }

  public TestMachine initrd(Path file, String kernelCommandLine) {
    initrds.add(file);
    commandLine = kernelCommandLine;
    return this;
  }

  /** Another initial RAM file system, behind the others: a file, or a directory that is packed. */
  public TestMachine initrd(Path file) {
    initrds.add(file);
    return this;
  }

  /** Adds to the kernel's command line. */
  public TestMachine kernelArgument(String argument) {
    commandLine = commandLine + " " + argument;
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

  /**
   * What Linux is told of the timers' counter where it is to live slowly, in Hz; as much as fits.
   */
  public static int slowTimerFrequency() {
    return (int) Math.min(Integer.MAX_VALUE, (long) SLOWDOWN * CounterFrequency.HERTZ);
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
    memory = MemorySize.parse(size);
    return this;
  }

  public TestMachine disk(Path image) {
    return disk(DiskSpec.of(reference(image)));
  }

  public TestMachine disk(DiskSpec disk) {
    disks.add(disk);
    return this;
  }

  /** The disks so far. */
  List<DiskSpec> disks() {
    return List.copyOf(disks);
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

  /** Firmware in flash, instead of a kernel. */
  public TestMachine firmware(Path code) {
    kernel = Optional.empty();
    firmware =
        Optional.of(new FirmwareSpec(reference(code), Optional.empty(), Optional.empty(), false));
    return this;
  }

  /** Changes to its device tree. */
  public TestMachine overlay(Path file) {
    overlays.add(file);
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
    ByteArrayInputStream typed = new ByteArrayInputStream(input.getBytes(UTF_8));
    try (Hypervisor hypervisor = kvm().open()) {
      MachineRunner runner = new MachineRunner(spec(), hypervisor);
      StopReason reason = run(runner, typed, output, reboot, meanwhile);
      return new Outcome(reason, output.toString(UTF_8), runner.statistics().orElseThrow());
    }
  }

  /** Builds it, looks at it, and does not run it. */
  public Inspection inspect() {
    try (Hypervisor hypervisor = kvm().open()) {
      return Inspection.of(spec(), hypervisor, _ -> {});
    }
  }

  private StopReason run(
      MachineRunner runner,
      ByteArrayInputStream typed,
      WatchedOutput output,
      boolean reboot,
      Consumer<MachineRunner> meanwhile) {
    ConsoleSettings settings = new ConsoleSettings(inputAfter, () -> {}, () -> {});
    try (MachineConsole console = MachineConsole.over(typed, output, settings)) {
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

  public static HypervisorProvider kvm() {
    return HypervisorProvider.all().stream()
        .filter(provider -> provider.name().equals("kvm"))
        .findFirst()
        .orElseThrow();
  }

  private ResolvedSpec spec() {
    BootSpec boot =
        new BootSpec(
            kernel.map(TestMachine::reference),
            initrds.stream().map(TestMachine::reference).toList(),
            commandLine,
            List.of(),
            loadAddress,
            bootDisk,
            Optional.empty(),
            firmware,
            overlays.stream().map(TestMachine::reference).toList());
    ConsoleSpec console = new ConsoleSpec(inputDevice, inputAfter, Optional.empty(), ports);
    VmSpec spec =
        new VmSpec("test", cpus, cpu(), memory, gic, transport, boot, disks, networks, console);
    List<Path> images = disks.stream().map(disk -> path(disk.path())).toList();
    BootFiles files =
        new BootFiles(
            kernel,
            initrds,
            firmware.map(each -> path(each.code())),
            firmware.flatMap(FirmwareSpec::variables).map(TestMachine::path),
            overlays);
    return new ResolvedSpec(spec, files, images);
  }

  /** A program that brings no initial RAM file system reads no device tree either. */
  private CpuSpec cpu() {
    return gic == GicChoice.EMULATED && !initrds.isEmpty()
        ? cpu.withTimerFrequency(slowTimerFrequency())
        : cpu;
  }

  /** Everything in a prepared example is a file with an absolute path. */
  private static Path path(FileReference reference) {
    return switch (reference) {
      case HostPath(String path) -> Path.of(path);
      case VmFile _, ImageFile _ -> throw new AssertionError(reference + " is not prepared");
    };
  }

  private static FileReference reference(Path path) {
    return new HostPath(path.toString());
  }
}
