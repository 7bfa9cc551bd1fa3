package io.jvmm.load.acpi;

import io.jvmm.load.acpi.AcpiMachine.Peripheral;
import io.jvmm.load.acpi.AcpiMachine.PowerButton;
import io.jvmm.load.acpi.aml.Declaration;
import io.jvmm.load.acpi.aml.Declaration.Device;
import io.jvmm.load.acpi.aml.Declaration.Method;
import io.jvmm.load.acpi.aml.Declaration.Name;
import io.jvmm.load.acpi.aml.Declaration.Scope;
import io.jvmm.load.acpi.aml.Expression;
import io.jvmm.load.acpi.aml.Expression.EisaId;
import io.jvmm.load.acpi.aml.Expression.Int;
import io.jvmm.load.acpi.aml.Expression.Path;
import io.jvmm.load.acpi.aml.Expression.ResourceTemplate;
import io.jvmm.load.acpi.aml.Expression.Text;
import io.jvmm.load.acpi.aml.Resource;
import io.jvmm.load.acpi.aml.Statement.Notify;
import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.List;

/**
 * The Differentiated System Description Table (ACPI 6.6, 5.2.11.1): the devices that a guest cannot
 * find by looking for them.
 */
final class Dsdt {
  static final String SIGNATURE = "DSDT";

  /** The serial port's name, under {@code \\_SB}. */
  static final String SERIAL_PORT = "COM0";

  private static final String GPIO = "GPO0";
  private static final String BUTTON = "PWRB";
  private static final int PRESSED = 0x80; // 5.6.6, of power buttons

  private Dsdt() {}

  static Table of(AcpiMachine machine) {
    List<Declaration> devices = new ArrayList<>();
    for (int i = 0; i < machine.processors().size(); i++) {
      devices.add(device(numbered('C', i), new Text("ACPI0007"), i)); // 8.4
    }
    devices.add(device(SERIAL_PORT, new Text("ARMH0011"), 0, resources(machine.serialPort())));
    devices.add(
        device(
            "FWCF",
            new Text("QEMU0002"),
            0,
            coherent(),
            resources(machine.firmwareConfiguration())));
    devices.add(device("PEVT", new Text("QEMU0001"), 0, resources(machine.panicRegister())));
    for (int i = 0; i < machine.virtioDevices().size(); i++) {
      devices.add(virtio(i, machine.virtioDevices().get(i)));
    }
    machine.pcie().map(PcieDevices::of).ifPresent(devices::addAll);
    devices.addAll(powerButton(machine.powerButton()));
    return Table.named(SIGNATURE, 2).bytes(new Scope("\\_SB", devices).encoded()).build();
  }

  private static Device virtio(int index, Peripheral window) {
    String name = numbered('V', index);
    return device(name, new Text("LNRO0005"), index, coherent(), resources(window));
  }

  /**
   * The button, and the lines that one of is its: what an edge of that line runs tells the button's
   * driver (5.6.5).
   */
  private static List<Device> powerButton(PowerButton button) {
    String path = "\\_SB." + GPIO;
    Notify pressed = new Notify(new Path("\\_SB." + BUTTON), PRESSED);
    Device lines =
        device(
            GPIO,
            new Text("ARMH0061"),
            0,
            resources(button.lines()),
            new Name("_AEI", ResourceTemplate.of(new Resource.RisingEdge(path, button.line()))),
            new Method("_E%02X".formatted(button.line()), 0, List.of(pressed)));
    return List.of(lines, device(BUTTON, new EisaId("PNP0C0C"), 0));
  }

  /** The name of one of many: a letter, and the number with three digits. */
  static String numbered(char kind, int number) {
    return "%c%03X".formatted(kind, number);
  }

  /** A device that is told from others of its kind by a number. */
  static Device device(String name, Expression kind, int number, Declaration... others) {
    List<Declaration> body = new ArrayList<>();
    body.add(new Name("_HID", kind));
    body.add(new Name("_UID", new Int(number)));
    body.addAll(List.of(others));
    return new Device(name, body);
  }

  /** That the device's accesses to memory see what is in the processors' caches (6.2.18). */
  static Name coherent() {
    return new Name("_CCA", new Int(1));
  }

  private static Name resources(AddressRange registers) {
    return new Name("_CRS", ResourceTemplate.of(new Resource.Registers(registers)));
  }

  private static Name resources(Peripheral peripheral) {
    return new Name(
        "_CRS",
        ResourceTemplate.of(
            new Resource.Registers(peripheral.window()),
            new Resource.Interrupt(peripheral.interrupt())));
  }
}
