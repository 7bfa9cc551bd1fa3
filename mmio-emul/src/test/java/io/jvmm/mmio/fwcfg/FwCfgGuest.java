package io.jvmm.mmio.fwcfg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** Firmware with a little memory, and how it uses the device. */
final class FwCfgGuest {
  static final long RAM = 0x4000_0000L;
  static final long RAM_SIZE = 0x1_0000;
  static final long COMMAND = RAM + 0x100;
  static final long BUFFER = RAM + 0x1000;

  static final Access DATA = new Access(0, 8);
  static final Access SELECTOR = new Access(8, 2);
  static final Access DMA = new Access(0x10, 8);

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  final ArrayGuestMemory memory = new ArrayGuestMemory(AddressRange.of(RAM, RAM_SIZE));
  final FwCfg device;

  FwCfgGuest(FwCfgItems items) {
    device = new FwCfg(items, memory);
  }

  void select(int key) {
    device.write(SELECTOR, Short.toUnsignedLong(Short.reverseBytes((short) key)));
  }

  /** Reads the next bytes by loads of a width. */
  byte[] read(int width, int loads) {
    ByteBuffer bytes = ByteBuffer.allocate(width * loads).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < loads; i++) {
      long value = device.read(new Access(0, width));
      for (int b = 0; b < width; b++) {
        bytes.put((byte) (value >>> (b * Byte.SIZE)));
      }
    }
    return bytes.array();
  }

  /** Reads an item of this length. */
  byte[] read(FwCfgKey key, int length) {
    select(key.key());
    return read(1, length);
  }

  /** Carries out a DMA command; returns its control word afterwards. */
  int dma(int control, long length, long address) {
    putCommand(control, length, address);
    device.write(DMA, Long.reverseBytes(COMMAND));
    return memory.readable(COMMAND, 4).get(INT, 0);
  }

  void putCommand(int control, long length, long address) {
    MemorySegment command = memory.writable(COMMAND, DmaCommand.SIZE);
    command.set(INT, 0, control);
    command.set(INT, 4, (int) length);
    command.set(LONG, 8, address);
  }

  byte[] buffer(int length) {
    return memory.readable(BUFFER, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** The directory: names, with keys and sizes. */
  Map<String, Entry> files() {
    select(FwCfgKey.FILE_DIRECTORY.key());
    int count = ByteBuffer.wrap(read(4, 1)).getInt();
    Map<String, Entry> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      ByteBuffer entry = ByteBuffer.wrap(read(8, 8));
      int size = entry.getInt();
      int key = entry.getShort();
      byte[] name = new byte[56];
      entry.getShort();
      entry.get(name);
      files.put(new String(name, US_ASCII).replaceAll("\0+$", ""), new Entry(key, size));
    }
    return files;
  }

  record Entry(int key, int size) {}

  /** What is in a file. */
  byte[] file(String name) {
    Entry entry = files().get(name);
    if (entry == null) {
      throw new AssertionError("there is no file " + name);
    }
    select(entry.key());
    return read(1, entry.size());
  }
}
