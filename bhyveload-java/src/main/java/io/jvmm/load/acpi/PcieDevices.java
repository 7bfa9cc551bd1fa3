package io.jvmm.load.acpi;

import io.jvmm.load.acpi.AcpiMachine.PcieRoot;
import io.jvmm.load.acpi.aml.Declaration;
import io.jvmm.load.acpi.aml.Declaration.Device;
import io.jvmm.load.acpi.aml.Declaration.Method;
import io.jvmm.load.acpi.aml.Declaration.Name;
import io.jvmm.load.acpi.aml.Expression;
import io.jvmm.load.acpi.aml.Expression.Argument;
import io.jvmm.load.acpi.aml.Expression.EisaId;
import io.jvmm.load.acpi.aml.Expression.Equal;
import io.jvmm.load.acpi.aml.Expression.Int;
import io.jvmm.load.acpi.aml.Expression.Path;
import io.jvmm.load.acpi.aml.Expression.ResourceTemplate;
import io.jvmm.load.acpi.aml.Expression.Row;
import io.jvmm.load.acpi.aml.Expression.Uuid;
import io.jvmm.load.acpi.aml.Resource;
import io.jvmm.load.acpi.aml.Statement;
import io.jvmm.load.acpi.aml.Statement.DwordField;
import io.jvmm.load.acpi.aml.Statement.Return;
import io.jvmm.load.acpi.aml.Statement.SetBits;
import io.jvmm.load.acpi.aml.Statement.Unless;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The PCI Express root as devices: the host bridge, and the four lines that its pins lead to. */
final class PcieDevices {
  private static final int DEVICES = 32;
  private static final int DEVICE_SHIFT = 16;
  private static final int ALL_FUNCTIONS = 0xffff;

  private static final UUID HOST_BRIDGE = UUID.fromString("33db4d5b-1ff7-401c-9657-7441c03dd766");
  private static final int REVISION = 1;
  private static final int UNKNOWN_UUID = 1 << 2;
  private static final int UNKNOWN_REVISION = 1 << 3;

  private PcieDevices() {}

  static List<Device> of(PcieRoot pcie) {
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < PcieRoot.PINS; i++) {
      devices.add(line(i, pcie.interrupts().get(i)));
    }
    devices.add(bridge(pcie));
    return devices;
  }

  /** A line of INTx, which can neither be led to another interrupt nor be turned off. */
  private static Device line(int number, IntId interrupt) {
    Expression resources = ResourceTemplate.of(new Resource.Interrupt(interrupt, true));
    return Dsdt.device(
        lineName(number),
        new EisaId("PNP0C0F"),
        number,
        new Name("_PRS", resources),
        new Name("_CRS", resources),
        new Method("_SRS", 1, List.of()),
        new Method("_DIS", 0, List.of()));
  }

  private static String lineName(int number) {
    return Dsdt.numbered('L', number);
  }

  private static Device bridge(PcieRoot pcie) {
    return Dsdt.device(
        "PCI0",
        new EisaId("PNP0A08"),
        0,
        new Name("_CID", new EisaId("PNP0A03")),
        new Name("_SEG", new Int(0)),
        new Name("_BBN", new Int(0)),
        Dsdt.coherent(),
        new Name("_CRS", windows(pcie)),
        new Name("_PRT", routes()),
        capabilities(),
        configuration(pcie.configuration()));
  }

  private static Expression windows(PcieRoot pcie) {
    List<Resource> resources = new ArrayList<>(List.of(new Resource.BusNumbers(pcie.buses())));
    pcie.windows().forEach(window -> resources.add(new Resource.MemoryWindow(window)));
    return new ResourceTemplate(resources);
  }

  /** Which line each pin of each device leads to (6.2.14). */
  private static Expression routes() {
    List<Expression> routes = new ArrayList<>();
    for (int device = 0; device < DEVICES; device++) {
      for (int pin = 0; pin < PcieRoot.PINS; pin++) {
        routes.add(
            Row.of(
                new Int((long) device << DEVICE_SHIFT | ALL_FUNCTIONS),
                new Int(pin),
                new Path(lineName((device + pin) % PcieRoot.PINS)),
                new Int(0)));
      }
    }
    return new Row(routes);
  }

  /**
   * What the guest may control itself: all that it asks for, since nobody else does (6.2.12; PCI
   * Firmware Specification 3.3, 4.5.1). Without this, it would leave PCI Express's own features
   * alone.
   */
  private static Method capabilities() {
    Path status = new Path("CDW1");
    List<Statement> body =
        List.of(
            new DwordField(new Argument(3), 0, status.path()),
            new Unless(
                new Equal(new Argument(0), new Uuid(HOST_BRIDGE)),
                List.of(new SetBits(status, UNKNOWN_UUID))),
            new Unless(
                new Equal(new Argument(1), new Int(REVISION)),
                List.of(new SetBits(status, UNKNOWN_REVISION))),
            new Return(new Argument(3)));
    return new Method("_OSC", 4, body);
  }

  /** Keeps the configuration space from being given to anybody else, as MCFG alone does not. */
  private static Declaration configuration(AddressRange space) {
    return Dsdt.device(
        "RES0",
        new EisaId("PNP0C02"),
        0,
        new Name("_CRS", ResourceTemplate.of(new Resource.Registers(space))));
  }
}
