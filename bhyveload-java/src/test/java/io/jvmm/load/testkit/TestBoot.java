package io.jvmm.load.testkit;

import io.jvmm.load.BootLoader;
import io.jvmm.load.BootPlan;
import io.jvmm.load.BootRequest;
import io.jvmm.load.source.BytesSource;
import io.jvmm.load.source.Source;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** Plans boots of files in memory, on a machine without devices. */
public final class TestBoot {
  /** 16 MiB where the guest's memory is. */
  public static final AddressRange RAM = AddressRange.of(0x4000_0000, 16 << 20);

  private TestBoot() {}

  public static Source kernel(byte... content) {
    return new BytesSource("kernel", "/boot/vmlinuz", content);
  }

  public static Source initrd(byte... content) {
    return new BytesSource("initrd", "/boot/initrd.img", content);
  }

  public static BootRequest.Builder request(byte... kernel) {
    return BootRequest.in(RAM).kernel(kernel(kernel));
  }

  public static BootPlan plan(BootRequest.Builder request) {
    return new BootLoader(new SplittableRandom(1))
        .plan(request.build(), chosen -> DeviceTreeNode.named("").child(chosen).build());
  }

  /** Plans and loads. */
  public static ArrayGuestMemory load(byte... kernel) {
    return load(plan(request(kernel)));
  }

  public static ArrayGuestMemory load(BootPlan plan) {
    ArrayGuestMemory memory = new ArrayGuestMemory(RAM);
    plan.load(memory);
    return memory;
  }

  public static byte[] bytes(ArrayGuestMemory memory, long address, long length) {
    return memory.readable(address, length).toArray(ValueLayout.JAVA_BYTE);
  }
}
