package io.jvmm.mmio.flash;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A bank of NOR flash: two chips of 16 bits side by side on a bus of 32, with the CFI query of
 * JESD68.01 and the commands of the Intel/Sharp set 0x0001. The array itself is guest memory, which
 * an {@link ArrayMapping} shows while loads are to read it; stores, and loads of anything else,
 * come here. Safe for use by any thread.
 *
 * <p>Both chips get every command, whatever the width of the store: they are never in different
 * states. Real chips can be, but U-Boot takes this bank for a single chip of 16 bits (the query
 * table reads that way, too), and drives it so on QEMU's {@code virt} board, whose bank this is.
 *
 * <p>Every operation is over when the store that starts it is. An error that the host makes shows
 * in the status register, and once in the log.
 */
public final class CfiFlash implements MmioDevice {
  /** How many bytes are erased, locked and unlocked at a time. */
  public static final int BLOCK_SIZE = 256 << 10;

  static final int CHIPS = 2;
  static final int CHIP_BUFFER = 2 << 10; // bytes
  static final byte ERASED = (byte) 0xff;

  private static final int BUS_WIDTH = 4; // bytes
  private static final int MAKER = 0x89; // Intel
  private static final int DEVICE = 0x18;
  private static final int CHIP_WORD_MASK = 0xffff;

  private static final int LOCK = 0x01;
  private static final int LOCK_DOWN = 0x2f;
  private static final int SET_CONFIGURATION = 0x03;

  /** What loads read. */
  private enum Output {
    ARRAY,
    STATUS,
    IDENTIFIER,
    QUERY
  }

  /** What the next store is. */
  private enum Input {
    COMMAND,
    PROGRAM_DATA,
    ERASE_CONFIRM,
    LOCK_COMMAND,
    BUFFER_COUNT,
    BUFFER_DATA,
    BUFFER_CONFIRM,
    PROTECTION_DATA
  }

  private final String name;
  private final long size;
  private final CfiQuery query;
  private final ArrayMapping mapping;

  // Everything below is guarded by this object's monitor.
  private final FlashArray array;
  private final StatusRegister status = new StatusRegister();
  private final WriteBuffer buffer = new WriteBuffer();
  private Output output = Output.ARRAY;
  private Input input = Input.COMMAND;
  private boolean shown = true;

  /**
   * A bank after a reset, with its memory filled from its store.
   *
   * @param name for logs and statistics
   * @param memory the host memory behind the bank's guest memory: a power of two of bytes, from 512
   *     KiB to 1 GiB
   * @param store what keeps its bytes; closing it is left to whoever opened it
   * @param mapping of that memory, which is shown now
   * @throws io.jvmm.vmm.error.HostException if the store cannot be read
   */
  public CfiFlash(String name, MemorySegment memory, FlashStore store, ArrayMapping mapping) {
    this.name = name;
    this.size = memory.byteSize();
    if (Long.bitCount(size) != 1 || size < 2L * BLOCK_SIZE || size > 1L << 30) {
      throw new IllegalArgumentException("no flash bank has %d bytes".formatted(size));
    }
    this.query = new CfiQuery(size / CHIPS, BLOCK_SIZE / CHIPS, CHIP_BUFFER);
    this.array = new FlashArray(memory, store);
    this.mapping = mapping;
  }

  /**
   * The node of one or more banks side by side (Linux, Documentation/devicetree/bindings/mtd,
   * mtd-physmap.yaml).
   */
  public static DeviceTreeNode describe(AddressRange... banks) {
    return DeviceTreeNode.device("flash", banks)
        .strings("compatible", "cfi-flash")
        .cells("bank-width", BUS_WIDTH)
        .build();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean accepts(Access access) {
    return access.isAligned() && access.offset() + access.width() <= size;
  }

  @Override
  public synchronized long read(Access access) {
    if (output == Output.ARRAY) {
      show();
    }
    long value = 0;
    for (int i = access.width() - 1; i >= 0; i--) {
      value = value << Byte.SIZE | readByte(access.offset() + i);
    }
    return value;
  }

  private int readByte(long offset) {
    int chipWord =
        switch (output) {
          case ARRAY -> array.read(offset);
          case STATUS -> status.value();
          case IDENTIFIER -> identifier(offset);
          case QUERY -> query.at(chipAddress(offset));
        };
    boolean lowByte = output == Output.ARRAY || offset % Short.BYTES == 0;
    return lowByte ? chipWord : 0;
  }

  /** What chips count from the start of a block, in words of their own. */
  private static long chipAddress(long offset) {
    return offset % BLOCK_SIZE / BUS_WIDTH;
  }

  private int identifier(long offset) {
    return switch ((int) chipAddress(offset)) {
      case 0 -> MAKER;
      case 1 -> DEVICE;
      case 2 -> (array.isLocked(offset) ? 1 : 0) | (array.isLockedDown(offset) ? 2 : 0);
      default -> 0;
    };
  }

  @Override
  public synchronized void write(Access access, long value) {
    int width = Math.min(access.width(), BUS_WIDTH);
    for (int i = 0; i < access.width(); i += width) {
      store(access.offset() + i, width, (int) (value >>> (i * Byte.SIZE)));
    }
    updateMapping();
  }

  /**
   * Code may go on in a read-only bank as soon as it is an array again, and a fetch would not come
   * here. Any other bank waits for a load: a driver that looks at one block after the other then
   * changes the mapping once, and not once for each.
   */
  private void updateMapping() {
    if (output != Output.ARRAY) {
      hide();
    } else if (!array.isWritable()) {
      show();
    }
  }

  private void show() {
    if (!shown) {
      shown = true;
      mapping.show();
    }
  }

  private void hide() {
    if (shown) {
      shown = false;
      mapping.hide();
    }
  }

  private void store(long offset, int width, int value) {
    int code = value & 0xff;
    switch (input) {
      case COMMAND -> command(FlashCommand.in(value));
      case PROGRAM_DATA -> program(offset, bytes(value, width));
      case ERASE_CONFIRM -> erase(offset, code);
      case LOCK_COMMAND -> changeLock(offset, code);
      case BUFFER_COUNT -> startBuffer((value & CHIP_WORD_MASK) + 1);
      case BUFFER_DATA -> fillBuffer(offset, bytes(value, width));
      case BUFFER_CONFIRM -> programBuffer(code);
      case PROTECTION_DATA -> refuseProtection();
    }
  }

  private static byte[] bytes(int value, int width) {
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = (byte) (value >>> (i * Byte.SIZE));
    }
    return bytes;
  }

  private void command(@Nullable FlashCommand command) {
    switch (command) {
      case READ_ARRAY -> output = Output.ARRAY;
      case READ_IDENTIFIER -> output = Output.IDENTIFIER;
      case QUERY -> output = Output.QUERY;
      case READ_STATUS, SUSPEND, RESUME -> output = Output.STATUS;
      case CLEAR_STATUS -> status.clear();
      case PROGRAM, PROGRAM_ALTERNATE -> expect(Input.PROGRAM_DATA);
      case ERASE -> expect(Input.ERASE_CONFIRM);
      case BLOCK_LOCK -> expect(Input.LOCK_COMMAND);
      case BUFFERED_PROGRAM -> expect(Input.BUFFER_COUNT);
      case PROGRAM_PROTECTION -> expect(Input.PROTECTION_DATA);
      case null -> {} // of another command set, from a driver that looks for it
    }
  }

  /** The next store belongs to the command at hand, and loads read the status. */
  private void expect(Input next) {
    input = next;
    output = Output.STATUS;
  }

  private void program(long offset, byte[] bits) {
    status.programmed(array.program(offset, bits));
    input = Input.COMMAND;
  }

  private void erase(long offset, int code) {
    if (code == FlashCommand.CONFIRM) {
      status.erased(array.erase(offset));
    } else {
      status.sequenceError();
    }
    input = Input.COMMAND;
  }

  private void changeLock(long offset, int code) {
    switch (code) {
      case LOCK -> array.lock(offset);
      case LOCK_DOWN -> array.lockDown(offset);
      case FlashCommand.CONFIRM -> array.unlock(offset);
      case SET_CONFIGURATION -> {} // of burst reads, which nobody here makes
      default -> status.sequenceError();
    }
    input = Input.COMMAND;
  }

  private void startBuffer(int stores) {
    if (stores > WriteBuffer.MAX_STORES) {
      status.sequenceError();
      input = Input.COMMAND;
    } else {
      buffer.expect(stores);
      input = Input.BUFFER_DATA;
    }
  }

  private void fillBuffer(long offset, byte[] bytes) {
    if (buffer.put(offset, bytes)) {
      input = Input.BUFFER_CONFIRM;
    }
  }

  private void programBuffer(int code) {
    if (code == FlashCommand.CONFIRM && !buffer.isAstray()) {
      status.programmed(array.program(buffer.start(), buffer.bits()));
    } else {
      status.sequenceError();
    }
    input = Input.COMMAND;
  }

  private void refuseProtection() {
    status.programmed(FlashArray.Outcome.LOCKED);
    input = Input.COMMAND;
  }
}
