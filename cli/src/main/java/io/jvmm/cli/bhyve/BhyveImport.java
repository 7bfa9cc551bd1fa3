package io.jvmm.cli.bhyve;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes a specification of bhyve's configuration, and says what that cannot have. */
public final class BhyveImport {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([KMGTkmgt]?)[Bb]?");
  private static final Pattern LOOPBACK =
      Pattern.compile("tcp=((?:127(?:\\.[0-9]{1,3}){3}|\\[::1]):[0-9]{1,5})");
  private static final String UNITS = " KMGT";
  private static final long MIB = 1 << 20;
  private static final int MOST_CPUS = 512;

  private final BhyveConfig config;
  private final List<String> remarks = new ArrayList<>();
  private final ObjectNode specification = JsonNodeFactory.instance.objectNode();

  private BhyveImport(BhyveConfig config) {
    this.config = config;
  }

  /**
   * What came of it.
   *
   * @param specification the machine's, as JSON
   * @param remarks what is not as it was, a line each
   */
  public record Imported(ObjectNode specification, List<String> remarks) {
    /** Copies the list. */
    public Imported {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * Imports a configuration.
   *
   * @param name the machine's, if the configuration has none
   * @throws ConfigurationException if it makes no sense
   */
  public static Imported of(BhyveConfig config, String name) {
    BhyveImport all = new BhyveImport(config);
    all.addMachine(name);
    all.addDevices();
    config.left().forEach(all::addLeft);
    return new Imported(all.specification, all.remarks);
  }

  private void addMachine(String fallback) {
    String name = config.take("name").orElse(fallback);
    String legal = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    legal = legal.isEmpty() ? "bhyve" : legal.substring(0, Math.min(legal.length(), 63));
    if (!legal.equals(name)) {
      remarks.add("name=%s: the machine is called '%s'".formatted(name, legal));
    }
    int cpus = cpus();
    specification
        .put("name", legal)
        .put("cpus", cpus)
        .put("memory", memory().toString())
        .put("transport", "pci"); // as bhyve's guests find their devices
    addPinning(cpus);
  }

  private int cpus() {
    int cores = count("cores");
    int threads = count("threads");
    OptionalInt sockets = config.takeNumber("sockets");
    OptionalInt cpus = config.takeNumber("cpus");
    if (cores > 1 || threads > 1) {
      remarks.add("cores, threads: the guest sees cores of one thread only");
    }
    long all = cpus.isPresent() ? cpus.getAsInt() : (long) sockets.orElse(1) * cores * threads;
    if (all < 1 || all > MOST_CPUS) {
      throw new ConfigurationException(
          "cpus: a machine has 1 to %d, and not %d".formatted(MOST_CPUS, all));
    }
    return (int) all;
  }

  private int count(String key) {
    return config.takeNumber(key).orElse(1);
  }

  /** As expand_number(3) reads it; what is less than 1 MiB counts MiB, by vm_parse_memsize. */
  private MemorySize memory() {
    String text = config.take("memory.size").orElse("256M");
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new ConfigurationException(
          "memory.size=%s: write a number and K, M, G or T".formatted(text));
    }
    int shift = size.group(2).isEmpty() ? 0 : 10 * UNITS.indexOf(upper(size.group(2)));
    long number = Long.parseLong(size.group(1));
    if (number == 0 || number > Long.MAX_VALUE >> shift) {
      throw new ConfigurationException("memory.size=%s: no machine has that".formatted(text));
    }
    long bytes = number << shift;
    return new MemorySize(bytes < MIB ? bytes * MIB : bytes);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private void addPinning(int cpus) {
    ArrayNode pinning = JsonNodeFactory.instance.arrayNode();
    boolean pinned = false;
    for (int vcpu = 0; vcpu < cpus; vcpu++) {
      ArrayNode set = pinning.addArray();
      Optional<String> list = config.take("vcpu.%d.cpuset".formatted(vcpu));
      list.map(CpuList::parse).ifPresent(numbers -> numbers.forEach(set::add));
      pinned |= list.isPresent();
    }
    if (pinned) {
      specification.putObject("cpu").set("pinning", pinning);
    }
  }

  private void addDevices() {
    ObjectNode boot = specification.putObject("boot");
    BhyveDevices devices = BhyveDevices.of(config, remarks);
    addBoot(boot, devices);
    addIfAny("disks", devices.disks());
    addIfAny("networks", devices.networks());
    ObjectNode console = JsonNodeFactory.instance.objectNode();
    addConsole(console);
    if (!devices.ports().isEmpty()) {
      console.set("ports", devices.ports());
    }
    if (!console.isEmpty()) {
      specification.set("console", console);
    }
  }

  private void addIfAny(String key, ArrayNode devices) {
    if (!devices.isEmpty()) {
      specification.set(key, devices);
    }
  }

  private void addBoot(ObjectNode boot, BhyveDevices devices) {
    Optional<String> bootrom = config.take("bootrom");
    Optional<String> biosrom = config.take("lpc.bootrom");
    boolean acpi = config.takeFlag("acpi_tables");
    if (bootrom.isPresent()) {
      boot.putObject("firmware").put("code", "image:u-boot/u-boot.bin");
      remarks.add(
          "bootrom=%s: it is made for bhyve's addresses; jvmm's own U-Boot takes its place"
              .formatted(bootrom.get()));
    } else if (biosrom.isPresent()) {
      boot.putObject("firmware")
          .put("code", "image:edk2/code.fd")
          .put("variables", "vm:efi-vars.fd")
          .put("copyOf", "image:edk2/vars.fd")
          .put("acpi", acpi);
      remarks.add(
          "lpc.bootrom=%s: this is an amd64 machine; the firmware is ARM64's here, and its disks"
                  .formatted(biosrom.get())
              + " need ARM64's software, too");
    } else if (devices.disks().isEmpty()) {
      throw new ConfigurationException(
          "there is nothing to boot: neither bootrom nor a disk that jvmm can have");
    } else {
      boot.put("disk", devices.bootDisk());
    }
    if (acpi && biosrom.isEmpty()) {
      remarks.add("acpi_tables=true: the guest gets a device tree; edk2 can give it ACPI's tables");
    }
  }

  private void addConsole(ObjectNode console) {
    Optional<String> path = config.take("console").filter(Predicate.not("stdio"::equals));
    if (path.isEmpty()) {
      return;
    }
    Matcher loopback = LOOPBACK.matcher(path.get());
    if (loopback.matches()) {
      console.put("connect", "tcp:" + loopback.group(1));
    } else {
      remarks.add(
          "console=%s: left out; jvmm start and jvmm console, or \"connect\", take its place"
              .formatted(path.get()));
    }
  }

  private void addLeft(String variable) {
    remarks.add(
        variable
            + (variable.startsWith("x86.") || variable.startsWith("lpc.")
                ? ": for amd64, left out"
                : ": has no counterpart, left out"));
  }
}
