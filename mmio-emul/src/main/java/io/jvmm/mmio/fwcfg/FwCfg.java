package io.jvmm.mmio.fwcfg;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.RegisterMap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * QEMU's firmware configuration device (QEMU, docs/specs/fw_cfg.rst): items that firmware selects
 * by a key and reads byte by byte, or has copied into its memory. All are read-only. Safe for use
 * by any thread.
 *
 * <p>A copy is over when the store that starts it is. It takes as long as the host needs to write
 * that much of the guest's memory, for there is nowhere else that it can go.
 */
public final class FwCfg implements MmioDevice {
  /** How many bytes of addresses it takes. */
  public static final long WINDOW_SIZE = 0x18;

  private static final RegisterMap<FwCfgRegister> REGISTERS = RegisterMap.of(FwCfgRegister.class);
  private static final long DMA_SIGNATURE = 0x51454d55_20434647L; // "QEMU CFG"
  private static final ValueLayout.OfLong LITTLE_ENDIAN =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final FwCfgItems items;
  private final GuestMemory memory;

  // Everything below is guarded by this object's monitor.
  private final MemorySegment word = MemorySegment.ofArray(new byte[Long.BYTES]);
  private FwCfgContent item;
  private long offset; // of the next byte
  private long dmaAddressHigh; // in the upper half

  /**
   * The device, with its first item selected.
   *
   * @param memory where its copies go
   */
  public FwCfg(FwCfgItems items, GuestMemory memory) {
    this.items = items;
    this.memory = memory;
    this.item = items.find(FwCfgKey.SIGNATURE.key());
  }

  /** Its node (Linux, Documentation/devicetree/bindings/firmware/qemu,fw-cfg-mmio.yaml). */
  public static DeviceTreeNode describe(AddressRange window) {
    return DeviceTreeNode.device("fw-cfg", window)
        .strings("compatible", "qemu,fw-cfg-mmio")
        .flag("dma-coherent")
        .build();
  }

  @Override
  public String name() {
    return "fw-cfg";
  }

  @Override
  public boolean accepts(Access access) {
    FwCfgRegister register = REGISTERS.find(access);
    return register != null
        && (register == FwCfgRegister.DMA_ADDRESS || access.offset() == register.offset());
  }

  @Override
  public synchronized long read(Access access) {
    return switch (register(access)) {
      case DATA -> next(access.width());
      case SELECTOR -> 0;
      case DMA_ADDRESS -> signature(access);
    };
  }

  private static FwCfgRegister register(Access access) {
    return Objects.requireNonNull(REGISTERS.find(access));
  }

  private long next(int bytes) {
    word.fill((byte) 0);
    fill(word.asSlice(0, bytes));
    advance(bytes);
    return word.get(LITTLE_ENDIAN, 0);
  }

  private static long signature(Access access) {
    long bytes = Long.reverseBytes(DMA_SIGNATURE);
    return access.width() == Long.BYTES ? bytes : isLowHalf(access) ? bytes >>> 32 : low(bytes);
  }

  private static boolean isLowHalf(Access access) {
    return access.offset() != FwCfgRegister.DMA_ADDRESS.offset();
  }

  private static long low(long value) {
    return value & 0xffff_ffffL;
  }

  @Override
  public synchronized void write(Access access, long value) {
    switch (register(access)) {
      case SELECTOR -> select(Short.toUnsignedInt(Short.reverseBytes((short) value)));
      case DMA_ADDRESS -> storeDmaAddress(access, value);
      case DATA -> {} // as QEMU has it since 2.4
    }
  }

  private void select(int key) {
    item = items.find(key);
    offset = 0;
  }

  private void storeDmaAddress(Access access, long value) {
    if (access.width() == Long.BYTES) {
      carryOut(Long.reverseBytes(value));
    } else if (isLowHalf(access)) {
      carryOut(dmaAddressHigh | Integer.toUnsignedLong(Integer.reverseBytes((int) value)));
    } else {
      dmaAddressHigh = (long) Integer.reverseBytes((int) value) << 32;
    }
  }

  /** Carries out the command at an address; where there is no memory, nobody can be told. */
  private void carryOut(long address) {
    dmaAddressHigh = 0;
    DmaCommand command = new DmaCommand(memory.writable(address, DmaCommand.SIZE));
    command.complete(transfer(command));
  }

  private int transfer(DmaCommand command) {
    int control = command.control();
    if ((control & DmaCommand.SELECT) != 0) {
      select(DmaCommand.key(control));
    }
    if ((control & DmaCommand.READ) != 0) {
      return copy(command.address(), command.length());
    }
    if ((control & DmaCommand.WRITE) != 0) {
      return DmaCommand.ERROR; // every item is read-only
    }
    if ((control & DmaCommand.SKIP) != 0) {
      advance(command.length());
    }
    return 0;
  }

  private int copy(long address, long length) {
    try {
      fill(memory.writable(address, length));
      advance(length);
      return 0;
    } catch (GuestException _) {
      return DmaCommand.ERROR;
    }
  }

  /** What the item has from the offset on, and zeros behind its end. */
  private void fill(MemorySegment target) {
    long there = Math.clamp(item.length() - offset, 0, target.byteSize());
    if (there > 0) {
      item.read(offset, target.asSlice(0, there));
    }
    target.asSlice(there).fill((byte) 0);
  }

  /** Goes on, but never so far behind the end that the sum could wrap. */
  private void advance(long length) {
    offset = Math.min(offset + length, Integer.MAX_VALUE);
  }
}
