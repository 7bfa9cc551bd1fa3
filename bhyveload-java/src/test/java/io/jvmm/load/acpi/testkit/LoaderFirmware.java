package io.jvmm.load.acpi.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Firmware that carries out the commands for the tables, as strict as edk2 is, and then finds the
 * tables as an operating system does: from the root pointer on.
 */
public final class LoaderFirmware {
  private static final int COMMAND_SIZE = 128;
  private static final int NAME_SIZE = 56;
  private static final int PAGE = 4096;
  private static final int HEADER_SIZE = 36;
  private static final int DSDT_FIELD = 140;

  private final Map<String, byte[]> files;
  private final ByteBuffer memory;
  private final long base;
  private final Map<String, Integer> allocated = new HashMap<>();
  private int free;

  /**
   * Loads them.
   *
   * @param base where its memory starts
   */
  public LoaderFirmware(Map<String, byte[]> files, long base) {
    this.files = files;
    this.base = base;
    this.memory = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer commands = ByteBuffer.wrap(content("etc/table-loader"));
    require(commands.capacity() % COMMAND_SIZE == 0, "part of a command");
    for (int i = 0; i < commands.capacity(); i += COMMAND_SIZE) {
      carryOut(commands.slice(i, COMMAND_SIZE).order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  private void carryOut(ByteBuffer command) {
    int kind = command.getInt();
    String file = name(command);
    switch (kind) {
      case 1 -> allocate(file, command.getInt(), command.get());
      case 2 -> addPointer(file, name(command), command.getInt(), command.get());
      case 3 -> addChecksum(file, command.getInt(), command.getInt(), command.getInt());
      default -> throw new AssertionError("there is no command " + kind);
    }
    while (command.hasRemaining()) {
      require(command.get() == 0, "something behind a command");
    }
  }

  private static String name(ByteBuffer command) {
    byte[] name = new byte[NAME_SIZE];
    command.get(name);
    String text = new String(name, US_ASCII);
    require(text.indexOf('\0') >= 0, "a name without an end");
    return text.substring(0, text.indexOf('\0'));
  }

  private void allocate(String file, int alignment, byte zone) {
    require(Integer.bitCount(alignment) == 1 && alignment <= PAGE, "alignment " + alignment);
    require(zone == 1 || zone == 2, "zone " + zone);
    require(allocated.putIfAbsent(file, free) == null, file + " twice");
    memory.put(free, content(file));
    free += (content(file).length + PAGE - 1) & -PAGE;
  }

  private void addPointer(String file, String target, int offset, byte width) {
    require(width == Long.BYTES, "a pointer of %d bytes".formatted(width));
    require(offset + width <= content(file).length, "a pointer behind the end");
    int field = place(file) + offset;
    long value = memory.getLong(field);
    require(value >= 0 && value < content(target).length, "a pointer to %d".formatted(value));
    memory.putLong(field, base + place(target) + value);
  }

  private void addChecksum(String file, int offset, int start, int length) {
    require(offset < content(file).length, "a checksum behind the end");
    require(start + length <= content(file).length, "a sum over what is behind the end");
    int field = place(file) + offset;
    require(memory.get(field) == 0, "a checksum that is there already");
    memory.put(field, (byte) -sum(place(file) + start, length));
  }

  private byte sum(int start, int length) {
    byte sum = 0;
    for (int i = start; i < start + length; i++) {
      sum += memory.get(i);
    }
    return sum;
  }

  /** The tables that are found, by their signatures: the XSDT, what it lists, and the DSDT. */
  public SequencedMap<String, ByteBuffer> tables() {
    int root = place("etc/acpi/rsdp");
    require(text(root, 8).equals("RSD PTR "), "the root pointer's signature");
    require(sum(root, 20) == 0 && sum(root, 36) == 0, "the root pointer's checksums");
    SequencedMap<String, ByteBuffer> tables = new LinkedHashMap<>();
    ByteBuffer xsdt = add(tables, memory.getLong(root + 24));
    List<Long> listed = new ArrayList<>();
    for (int i = HEADER_SIZE; i < xsdt.capacity(); i += Long.BYTES) {
      listed.add(xsdt.getLong(i));
    }
    listed.forEach(address -> add(tables, address));
    add(tables, find(tables, "FACP").getLong(DSDT_FIELD));
    return tables;
  }

  /** One of these. */
  public ByteBuffer table(String signature) {
    return find(tables(), signature);
  }

  private static ByteBuffer find(Map<String, ByteBuffer> tables, String signature) {
    ByteBuffer table = tables.get(signature);
    if (table == null) {
      throw new AssertionError("there is no %s, but %s".formatted(signature, tables.keySet()));
    }
    return table;
  }

  private ByteBuffer add(Map<String, ByteBuffer> tables, long address) {
    int start = Math.toIntExact(address - base);
    int length = memory.getInt(start + 4);
    require(sum(start, length) == 0, "the checksum of " + text(start, 4));
    ByteBuffer table = memory.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
    require(tables.putIfAbsent(text(start, 4), table) == null, text(start, 4) + " twice");
    return table;
  }

  private String text(int offset, int length) {
    byte[] text = new byte[length];
    memory.get(offset, text);
    return new String(text, US_ASCII);
  }

  private int place(String file) {
    Integer place = allocated.get(file);
    if (place == null) {
      throw new AssertionError(file + " is used before it is allocated");
    }
    return place;
  }

  private byte[] content(String file) {
    byte[] content = files.get(file);
    if (content == null) {
      throw new AssertionError("there is no file " + file);
    }
    return content;
  }

  private static void require(boolean met, String problem) {
    if (!met) {
      throw new AssertionError(problem);
    }
  }
}
