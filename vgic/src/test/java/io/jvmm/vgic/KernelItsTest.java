package io.jvmm.vgic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vgic.v3.ItsState;
import io.jvmm.vmm.KernelDevice.Kind;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.MessageLine;
import io.jvmm.vmm.irq.MessageTarget;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KernelItsTest {
  private static final ItsPlacement PLACEMENT = new ItsPlacement(new GuestAddress(0x0808_0000), 9);

  private final RecordingVm vm = RecordingVm.offering(Kind.GIC_V3, Kind.GIC_ITS);

  @Test
  void itIsPlacedWhenMadeAndInitializedAfterTheGic() {
    KernelGicV3 gic = KernelGicV3.create(vm, configuration());
    assertThat(vm.calls()).contains("create GIC_ITS", "0/4 = 0x8080000");
    vm.forgetCalls();

    gic.start();

    assertThat(vm.calls()).containsExactly("4/0", "4/0");
  }

  @Test
  void itsNodeIsAChildOfTheGicsWithOneMsiCell() {
    DeviceTreeNode gic = KernelGicV3.create(vm, configuration()).describe(1);

    DeviceTreeNode its = gic.children().getFirst();
    assertThat(gic.properties()).containsKeys("#address-cells", "#size-cells", "ranges");
    assertThat(its.name()).isEqualTo("msi-controller@8080000");
    assertThat(its.properties().get("compatible")).isEqualTo("arm,gic-v3-its\0".getBytes(US_ASCII));
    assertThat(its.properties()).containsKey("msi-controller");
    assertThat(its.properties().get("#msi-cells")).isEqualTo(new byte[] {0, 0, 0, 1});
    assertThat(its.properties().get("phandle")).isEqualTo(new byte[] {0, 0, 0, 9});
  }

  @Test
  void aMessageToTheDoorbellIsPassedOnWithWhoSendsIt() {
    MessageTarget its = KernelGicV3.create(vm, configuration()).messages().orElseThrow();
    vm.forgetCalls();

    its.deliver(new InterruptMessage(0x0809_0040, 3, 0x18));

    assertThat(vm.calls()).containsExactly("message 0x3 to 0x8090040 from requester 0x0018");
  }

  @Test
  void itsLinesAreTheHosts() {
    MessageTarget its =
        KernelGicV3.create(vm.withLines(), configuration()).messages().orElseThrow();
    vm.forgetCalls();

    MessageLine line = its.createLine().orElseThrow();
    line.route(new InterruptMessage(0x0809_0040, 3, 0x18));
    line.pulse();

    assertThat(vm.calls())
        .containsExactly("line to message 0x3 to 0x8090040 from requester 0x0018", "line");
  }

  @Test
  void aMessageToAnotherAddressIsLost() {
    MessageTarget its = KernelGicV3.create(vm, configuration()).messages().orElseThrow();
    vm.forgetCalls();

    its.deliver(new InterruptMessage(0x0808_0040, 3, 0x18));
    its.deliver(new InterruptMessage(-1, 3, 0x18));

    assertThat(vm.calls()).isEmpty();
  }

  @Test
  void aGicWithoutItsTakesNoMessages() {
    assertThat(KernelGicV3.create(vm, VirtBoard.config(1)).messages()).isEmpty();
  }

  @Test
  void aGicWithoutItsHasNoChildren() {
    assertThat(KernelGicV3.create(vm, VirtBoard.config(1)).describe(1).children()).isEmpty();
  }

  @Test
  void itIsRestoredInTheOrderThatKvmWants() {
    KernelIts its = KernelIts.create(vm, PLACEMENT);
    vm.forgetCalls();

    its.restore(new ItsState(1, 2, 3, 4, 5, LongStream.range(16, 24).boxed().toList()));

    assertThat(vm.calls())
        .startsWith("8/128 = 0x3", "8/4 = 0x2", "8/144 = 0x5", "8/136 = 0x4", "8/256 = 0x10")
        .endsWith("8/312 = 0x17", "4/2", "8/0 = 0x1");
  }

  @Test
  void aStateNeedsAllItsTables() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ItsState(0, 0, 0, 0, 0, List.of(1L)));
  }

  @Test
  void anUnalignedPlaceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ItsPlacement(new GuestAddress(0x0808_1000), 1));
  }

  private static GicConfig configuration() {
    GicConfig plain = VirtBoard.config(2);
    return new GicConfig(plain.vcpus(), plain.spis(), plain.addresses(), Optional.of(PLACEMENT));
  }
}
