package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.it.guest.A64;
import io.jvmm.vmm.Doorbell;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.memory.GuestAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest's stores that ring instead of ending KVM_RUN. */
class DoorbellIT {
  private static final long ADDRESS = 0x0a00_0050;
  private static final int CONNECTED = 7;
  private static final int OTHER = 8;

  @Test
  @Timeout(60)
  void aStoreOfTheConnectedValueRingsAndAnyOtherOneExits() {
    A64 program =
        new A64()
            .mov(1, ADDRESS)
            .mov(2, CONNECTED)
            .store(4, 2, 1)
            .mov(2, OTHER)
            .store(4, 2, 1)
            .mov(2, CONNECTED)
            .store(8, 2, 1);
    try (BareVm bare = new BareVm(program);
        Doorbell doorbell = bare.vm().createDoorbell().orElseThrow()) {
      doorbell.connect(new GuestAddress(ADDRESS), 4, CONNECTED);
      Vcpu vcpu = bare.vcpu();

      assertThat(vcpu.run()).isEqualTo(new VcpuExit.MmioWrite(ADDRESS, 4, OTHER));
      doorbell.await();
      assertThat(vcpu.run()).isEqualTo(new VcpuExit.MmioWrite(ADDRESS, 8, CONNECTED));
    }
  }

  @Test
  @Timeout(60)
  void aStoreThatIsDisconnectedExitsAgain() {
    A64 program =
        new A64().mov(1, ADDRESS).mov(2, CONNECTED).store(4, 2, 1).mov(2, OTHER).store(4, 2, 1);
    try (BareVm bare = new BareVm(program);
        Doorbell doorbell = bare.vm().createDoorbell().orElseThrow()) {
      doorbell.connect(new GuestAddress(ADDRESS), 4, CONNECTED);
      doorbell.connect(new GuestAddress(ADDRESS), 4, OTHER);
      doorbell.disconnect(new GuestAddress(ADDRESS), 4, CONNECTED);
      Vcpu vcpu = bare.vcpu();

      assertThat(vcpu.run()).isEqualTo(new VcpuExit.MmioWrite(ADDRESS, 4, CONNECTED));
      doorbell.disconnect(new GuestAddress(ADDRESS), 4, OTHER);
      assertThat(vcpu.run()).isEqualTo(new VcpuExit.MmioWrite(ADDRESS, 4, OTHER));
    }
  }

  @Test
  void aConnectionThatThereIsAlreadyOrIsNotIsRefused() {
    try (BareVm bare = new BareVm(new A64().powerOff());
        Doorbell doorbell = bare.vm().createDoorbell().orElseThrow()) {
      GuestAddress address = new GuestAddress(ADDRESS);
      doorbell.connect(address, 4, CONNECTED);

      assertThatThrownBy(() -> doorbell.connect(address, 4, CONNECTED))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("KVM_IOEVENTFD");
      assertThatThrownBy(() -> doorbell.disconnect(address, 4, OTHER))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("KVM_IOEVENTFD");
    }
  }
}
