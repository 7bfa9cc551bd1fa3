package io.jvmm.mmio;

import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.error.VmmException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioBus;
import io.jvmm.vmm.mmio.MmioDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the device behind an address. Immutable once built; safe for use by any thread. Each vCPU
 * has a {@linkplain #port port} of its own.
 *
 * <p>An access that no device answers reads as zero and is ignored when written: one outside every
 * window, across a window's end, or of a kind that the device does not {@linkplain
 * MmioDevice#accepts accept}. So is one that a device answers with a {@link GuestException}. Each
 * is reported once for its device or its page, whatever the guest does.
 *
 * <p>A {@link io.jvmm.vmm.error.HostException} of a device is passed on. Anything else that a
 * device throws is a bug of ours, and leaves the device in a state that nobody has thought about;
 * to go on could write wrong data to a disk. It becomes an {@link InternalException} that names the
 * access, and the machine is to stop.
 */
public final class DeviceBus {
  private final Attachment[] attachments; // by address
  private final long[] starts; // of the attachments, for the search
  private final Consumer<String> report;
  private final UnmappedPages unmapped = new UnmappedPages();

  private DeviceBus(Builder builder) {
    attachments = builder.attachments.toArray(Attachment[]::new);
    Arrays.sort(attachments, Comparator.comparing(attachment -> attachment.window));
    starts = Arrays.stream(attachments).mapToLong(a -> a.window.start().value()).toArray();
    report = builder.report;
  }

  /** Starts an empty bus. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where a vCPU's accesses come in; to be used by one thread at a time. */
  public MmioBus port(VcpuId vcpu) {
    return new Port(vcpu.value());
  }

  private final class Port implements MmioBus {
    private final int vcpu;
    private @Nullable Attachment lastHit; // guests tend to stay with a device for a while

    private Port(int vcpu) {
      this.vcpu = vcpu;
    }

    @Override
    public long read(long address, int width) {
      Attachment target = find(address, width);
      if (target == null) {
        reportUnmapped(address, new VcpuExit.MmioRead(address, width));
        return 0;
      }
      Access access = new Access(address - target.window.start().value(), width, vcpu);
      try {
        if (!target.device.accepts(access)) {
          refuse(target, access, new VcpuExit.MmioRead(address, width));
          return 0;
        }
        target.reads.incrementAndGet();
        return target.device.read(access);
      } catch (RuntimeException e) {
        contain(e, target, new VcpuExit.MmioRead(address, width));
        return 0;
      }
    }

    @Override
    public void write(long address, int width, long value) {
      Attachment target = find(address, width);
      if (target == null) {
        reportUnmapped(address, new VcpuExit.MmioWrite(address, width, value));
        return;
      }
      Access access = new Access(address - target.window.start().value(), width, vcpu);
      try {
        if (target.device.accepts(access)) {
          target.writes.incrementAndGet();
          target.device.write(access, value);
        } else {
          refuse(target, access, new VcpuExit.MmioWrite(address, width, value));
        }
      } catch (RuntimeException e) {
        contain(e, target, new VcpuExit.MmioWrite(address, width, value));
      }
    }

    private @Nullable Attachment find(long address, int width) {
      Attachment hit = lastHit;
      if (hit == null || !hit.window.contains(address, width)) {
        hit = search(address, width);
        lastHit = hit;
      }
      return hit;
    }
  }

  private @Nullable Attachment search(long address, int width) {
    int index = Arrays.binarySearch(starts, address);
    index = index >= 0 ? index : -index - 2; // the last window that starts below
    boolean found = index >= 0 && attachments[index].window.contains(address, width);
    return found ? attachments[index] : null;
  }

  private void reportUnmapped(long address, VcpuExit exit) {
    if (unmapped.isNews(address)) {
      report.accept(line(exit, "no device is there; reads as zero, writes are ignored"));
    }
  }

  private void refuse(Attachment target, Access access, VcpuExit exit) {
    target.refused.incrementAndGet();
    if (target.refusalReported.compareAndSet(false, true)) {
      String answer = " has no such register; reads as zero, writes are ignored";
      report.accept(line(exit, target + " (" + access + ")" + answer));
    }
  }

  private void contain(RuntimeException failure, Attachment target, VcpuExit exit) {
    switch (failure) {
      case GuestException e -> {
        if (target.guestErrorReported.compareAndSet(false, true)) {
          report.accept(line(exit, target + ": " + e.getMessage()));
        }
      }
      case VmmException e -> throw e;
      default -> throw new InternalException(line(exit, target + " failed"), failure);
    }
  }

  private static String line(VcpuExit exit, String what) {
    return Thread.currentThread().getName() + ": " + exit + ": " + what;
  }

  /** What the guest did to each device so far, by address. */
  public List<DeviceStatistics> statistics() {
    return Arrays.stream(attachments).map(Attachment::statistics).toList();
  }

  /** How many accesses hit no device. */
  public long unmappedAccesses() {
    return unmapped.accesses();
  }

  /** Collects the devices of a bus. */
  public static final class Builder {
    private final List<Attachment> attachments = new ArrayList<>();
    private Consumer<String> report = Builder::log;

    private Builder() {}

    /**
     * Puts a device on the bus.
     *
     * @throws IllegalArgumentException if another device is there
     */
    public Builder attach(AddressRange window, MmioDevice device) {
      Attachment added = new Attachment(window, device);
      for (Attachment other : attachments) {
        if (other.window.overlaps(window)) {
          throw new IllegalArgumentException(added + " overlaps " + other);
        }
      }
      attachments.add(added);
      return this;
    }

    /** Where the lines about what a guest should not do go, instead of to the log. */
    public Builder reportingTo(Consumer<String> sink) {
      report = sink;
      return this;
    }

    /** The bus. */
    public DeviceBus build() {
      return new DeviceBus(this);
    }

    // The logger is made when it is first needed: most guests behave, and start-up time counts.
    private static void log(String line) {
      System.getLogger(DeviceBus.class.getName()).log(System.Logger.Level.WARNING, line);
    }
  }
}
