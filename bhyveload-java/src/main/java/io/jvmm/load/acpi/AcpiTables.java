package io.jvmm.load.acpi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.load.acpi.LoaderCommand.AddChecksum;
import io.jvmm.load.acpi.LoaderCommand.AddPointer;
import io.jvmm.load.acpi.LoaderCommand.Allocate;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A machine's ACPI tables, as files of fw_cfg: the root pointer, all the tables in a row, and what
 * firmware is to do with these two, so that addresses and checksums are right wherever it puts
 * them.
 */
public final class AcpiTables {
  static final String ROOT_POINTER = "etc/acpi/rsdp";
  static final String TABLES = "etc/acpi/tables";
  static final String COMMANDS = "etc/table-loader";

  private static final int ROOT_POINTER_ALIGNMENT = 16; // ACPI 6.6, 5.2.5
  private static final int TABLE_ALIGNMENT = 64;

  private static final int ROOT_POINTER_REVISION = 2;
  private static final int ROOT_POINTER_SIZE = 36;
  private static final int FIRST_PART_SIZE = 20; // what ACPI 1.0 had of the root pointer
  private static final int FIRST_CHECKSUM = 8;
  private static final int XSDT_ADDRESS = 24;
  private static final int EXTENDED_CHECKSUM = 32;

  private final ByteArrayOutputStream tables = new ByteArrayOutputStream();
  private final Map<String, Integer> offsets = new HashMap<>();
  private final List<LoaderCommand> commands = new ArrayList<>();

  private AcpiTables() {}

  /** The files by their names. */
  public static SortedMap<String, byte[]> files(AcpiMachine machine) {
    AcpiTables all = new AcpiTables();
    all.commands.add(new Allocate(ROOT_POINTER, ROOT_POINTER_ALIGNMENT));
    all.commands.add(new Allocate(TABLES, TABLE_ALIGNMENT));
    all.add(Dsdt.of(machine)); // before the one that refers to it
    List<String> listed = new ArrayList<>();
    for (Table table : listedTables(machine)) {
      all.add(table);
      listed.add(table.signature());
    }
    Table xsdt = FixedTables.xsdt(listed);
    all.add(xsdt);
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(ROOT_POINTER, all.rootPointer(xsdt));
    files.put(TABLES, all.tables.toByteArray());
    files.put(COMMANDS, all.script());
    return files;
  }

  private static List<Table> listedTables(AcpiMachine machine) {
    List<Table> tables = new ArrayList<>();
    tables.add(Fadt.table());
    tables.add(Madt.of(machine));
    tables.add(FixedTables.gtdt(machine.timers()));
    tables.add(Pptt.of(machine.processors().size()));
    tables.add(Spcr.of(machine.serialPort()));
    machine.pcie().map(FixedTables::mcfg).ifPresent(tables::add);
    boolean translated =
        machine.gic().messages().filter(Gic.Messages.Its.class::isInstance).isPresent();
    if (translated && machine.pcie().isPresent()) {
      tables.add(Iort.table());
    }
    return tables;
  }

  /** Behind the others. Its checksum is that of the table with the addresses, so it comes last. */
  private void add(Table table) {
    int start = tables.size();
    offsets.put(table.signature(), start);
    ByteBuffer bytes = ByteBuffer.wrap(table.bytes().clone()).order(ByteOrder.LITTLE_ENDIAN);
    new TreeMap<>(table.references())
        .forEach(
            (field, target) -> {
              bytes.putLong(field, offset(target));
              commands.add(new AddPointer(TABLES, start + field, TABLES));
            });
    int length = bytes.capacity();
    commands.add(new AddChecksum(TABLES, start + Table.CHECKSUM_OFFSET, start, length));
    tables.writeBytes(bytes.array());
    tables.writeBytes(new byte[-length & (TABLE_ALIGNMENT - 1)]);
  }

  private int offset(String table) {
    Integer offset = offsets.get(table);
    if (offset == null) {
      throw new IllegalStateException("a table refers to %s, which comes later".formatted(table));
    }
    return offset;
  }

  /** The Root System Description Pointer (ACPI 6.6, 5.2.5.3). */
  private byte[] rootPointer(Table xsdt) {
    commands.add(new AddPointer(ROOT_POINTER, XSDT_ADDRESS, TABLES));
    commands.add(new AddChecksum(ROOT_POINTER, FIRST_CHECKSUM, 0, FIRST_PART_SIZE));
    commands.add(new AddChecksum(ROOT_POINTER, EXTENDED_CHECKSUM, 0, ROOT_POINTER_SIZE));
    return ByteBuffer.allocate(ROOT_POINTER_SIZE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RSD PTR ".getBytes(US_ASCII))
        .put((byte) 0)
        .put(Table.OEM.getBytes(US_ASCII))
        .put((byte) ROOT_POINTER_REVISION)
        .putInt(0) // the older table of addresses of 32 bits, which is not there
        .putInt(ROOT_POINTER_SIZE)
        .putLong(offset(xsdt.signature()))
        .array();
  }

  private byte[] script() {
    ByteArrayOutputStream script = new ByteArrayOutputStream();
    commands.forEach(command -> script.writeBytes(command.encoded()));
    return script.toByteArray();
  }
}
