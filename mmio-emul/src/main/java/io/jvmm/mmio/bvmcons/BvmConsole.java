package io.jvmm.mmio.bvmcons;

import io.jvmm.mmio.SerialOutput;
import io.jvmm.mmio.SerialReceiver;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.RegisterMap;

/**
 * The console that bhyve gives its first guests, an I/O port there (FreeBSD,
 * sys/dev/bvm/bvm_console.c), here a register of 32 bits: the shortest way from a guest's first
 * instruction to a line of text. It is polled and has no interrupt. Safe for use by any thread.
 */
public final class BvmConsole implements MmioDevice, SerialReceiver {
  /** How many bytes of addresses it takes. */
  public static final long WINDOW_SIZE = 0x1000;

  private static final RegisterMap<BvmConsoleRegister> REGISTERS =
      RegisterMap.of(BvmConsoleRegister.class);
  private static final long SIGNATURE = 'b' << 8 | 'v';
  private static final long NOTHING = 0xffff_ffffL;

  private final SerialOutput output;
  private volatile Runnable receiveReady = () -> {};
  private int waiting = -1; // the byte that the guest takes next, or -1; guarded by this
  private boolean refused; // a byte, since the last call of receiveReady; guarded by this

  /**
   * A console without input yet.
   *
   * @param output where the guest's bytes go
   */
  public BvmConsole(SerialOutput output) {
    this.output = output;
  }

  /** Its node. There is no binding for it elsewhere: the compatible is jvmm's own. */
  public static DeviceTreeNode describe(AddressRange window) {
    return DeviceTreeNode.device("console", window).strings("compatible", "jvmm,bvmcons").build();
  }

  /** A byte for the guest; refused while it has not taken the one before. */
  @Override
  public synchronized boolean receive(byte received) {
    if (waiting >= 0) {
      refused = true;
      return false;
    }
    waiting = Byte.toUnsignedInt(received);
    return true;
  }

  @Override
  public void onReceiveReady(Runnable action) {
    receiveReady = action;
  }

  @Override
  public String name() {
    return "bvmcons";
  }

  @Override
  public boolean accepts(Access access) {
    return access.offset() == 0 && REGISTERS.find(access) != null;
  }

  @Override
  public long read(Access access) {
    if (isSignature(access)) {
      return SIGNATURE;
    }
    long taken = take();
    announceRoom();
    return taken;
  }

  @Override
  public void write(Access access, long value) {
    if (!isSignature(access)) {
      output.write((byte) value);
    }
  }

  private static boolean isSignature(Access access) {
    return access.width() == BvmConsoleRegister.SIGNATURE_WIDTH;
  }

  private synchronized long take() {
    int taken = waiting;
    waiting = -1;
    return taken >= 0 ? taken : NOTHING;
  }

  private void announceRoom() {
    synchronized (this) {
      if (!refused) {
        return;
      }
      refused = false;
    }
    receiveReady.run();
  }
}
