package io.jvmm.monitor.machine;

import io.jvmm.load.DeviceTreeBlob;
import io.jvmm.load.devicetree.DeviceTreeSource;
import io.jvmm.monitor.spec.RecordWriter;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.spec.VmSpec;
import java.util.List;
import java.util.function.Consumer;

/** What a machine is when it is built, for people and programs to look at. */
public final class Inspection {
  private static final String VALUE = "%-26s %s%n";
  private static final String DEVICE = "%-14s %-22s %-10s %s%n";

  private final Contents contents;
  private final DeviceTreeNode tree;

  /**
   * What there is to see, in the shape of its JSON.
   *
   * @param specification with every default
   * @param interruptController which it is, and why
   * @param devices as the guest finds them
   */
  public record Contents(
      VmSpec specification, String interruptController, List<DeviceEntry> devices) {
    /** Copies the list. */
    public Contents {
      devices = List.copyOf(devices);
    }
  }

  private Inspection(Contents contents, DeviceTreeNode tree) {
    this.contents = contents;
    this.tree = tree;
  }

  /**
   * Builds a machine on a host, looks at it, and closes it again; nothing is run or written.
   *
   * @param notices is told, in a line each, what the machine would boot
   * @throws io.jvmm.vmm.error.VmmException if it cannot be built there
   */
  public static Inspection of(ResolvedSpec spec, Hypervisor hypervisor, Consumer<String> notices) {
    HostCheck.checkBoard(spec.spec(), hypervisor.limits());
    try (Machine machine = MachineBuilder.buildForInspection(spec, hypervisor, notices)) {
      return of(spec, machine);
    }
  }

  static Inspection of(ResolvedSpec spec, Machine machine) {
    Loaded loaded = machine.loaded();
    Contents contents =
        new Contents(
            spec.located(),
            machine.statistics().interruptController(),
            DeviceEntry.of(loaded, spec.spec().transport()));
    return new Inspection(contents, loaded.plan().tree());
  }

  /** The device tree as the guest gets it, flattened, without the seeds of a boot. */
  public byte[] deviceTree() {
    return DeviceTreeBlob.of(tree);
  }

  /** The device tree as source, with the labels that overlays know its nodes by. */
  public String deviceTreeSource() {
    String note =
        "/* Without the secrets of a boot: /chosen gets kaslr-seed and rng-seed when it runs. */\n";
    return note + DeviceTreeSource.of(tree, DeviceTreeLabels.of(tree).byPath());
  }

  /** Everything but the device tree, as JSON. */
  public String json() {
    return new RecordWriter().writeIndented(contents);
  }

  /** Everything but the device tree, in lines for people. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    new RecordWriter()
        .paths(contents.specification())
        .forEach((path, value) -> text.append(VALUE.formatted(path, value)));
    text.append("%n".formatted());
    text.append(VALUE.formatted("interrupt controller", contents.interruptController()));
    text.append("%n".formatted());
    text.append(DEVICE.formatted("DEVICE", "ADDRESS+SIZE", "INTERRUPT", "IS"));
    contents.devices().forEach(device -> text.append(rows(device)));
    return text.toString();
  }

  /** A row for each address or interrupt; what it is stands in the first. */
  private static String rows(DeviceEntry device) {
    StringBuilder rows = new StringBuilder();
    int count = Math.max(device.addresses().size(), device.interrupts().size());
    for (int i = 0; i < count; i++) {
      rows.append(
          DEVICE.formatted(
              i == 0 ? device.name() : "",
              at(device.addresses(), i),
              at(device.interrupts(), i),
              i == 0 ? device.kind() : ""));
    }
    return rows.toString().replaceAll(" +(?=\\R)", "");
  }

  private static String at(List<String> list, int index) {
    return index < list.size() ? list.get(index) : "";
  }
}
