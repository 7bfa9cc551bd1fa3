package io.jvmm.vgic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class GicConfigTest {
  private static final GicAddresses ADDRESSES = VirtBoard.config(1).addresses();

  @Test
  void theDistributorCountsInStepsOf32() {
    assertThat(new GicConfig(1, 1, ADDRESSES).interrupts()).isEqualTo(64);
    assertThat(new GicConfig(1, 32, ADDRESSES).interrupts()).isEqualTo(64);
    assertThat(new GicConfig(1, 33, ADDRESSES).interrupts()).isEqualTo(96);
    assertThat(new GicConfig(1, 988, ADDRESSES).interrupts()).isEqualTo(1024);
  }

  @Test
  void moreSpisThanTheArchitectureHasAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GicConfig(1, 989, ADDRESSES));
    assertThatIllegalArgumentException().isThrownBy(() -> new GicConfig(1, 0, ADDRESSES));
  }

  @Test
  void aMachineWithoutVcpusIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GicConfig(0, 32, ADDRESSES));
  }

  @Test
  void aDistributorThatIsNotAlignedIsRefused() {
    GuestAddress odd = new GuestAddress(0x0800_1000);
    GuestAddress fine = new GuestAddress(0x0801_0000);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GicAddresses(odd, fine, List.of()))
        .withMessageContaining("distributor at 0x8001000");
  }

  @Test
  void aRedistributorRegionThatIsNotAlignedIsRefused() {
    GuestAddress fine = new GuestAddress(0x0800_0000);
    List<AddressRange> odd = List.of(AddressRange.of(0x080a_8000, 0x2_0000));

    assertThatIllegalArgumentException().isThrownBy(() -> new GicAddresses(fine, fine, odd));
  }
}
