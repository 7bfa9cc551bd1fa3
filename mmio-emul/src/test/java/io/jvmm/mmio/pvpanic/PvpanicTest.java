package io.jvmm.mmio.pvpanic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.RegisterMap;
import io.jvmm.vmm.testkit.GeneratedTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PvpanicTest {
  private static final Access EVENTS = new Access(0, 1);

  private final List<PvpanicEvent> events = new ArrayList<>();
  private final Pvpanic pvpanic = new Pvpanic(events::add);

  @Test
  void aLoadTellsWhatIsUnderstood() {
    assertThat(pvpanic.read(EVENTS)).isEqualTo(0b111);
  }

  @Test
  void aStoreReportsItsEvents() {
    pvpanic.write(EVENTS, 1);
    pvpanic.write(EVENTS, 0b110);

    assertThat(events)
        .containsExactly(PvpanicEvent.PANICKED, PvpanicEvent.CRASH_LOADED, PvpanicEvent.SHUTDOWN);
  }

  @Test
  void unknownEventsAreIgnored() {
    pvpanic.write(EVENTS, 0xf8);

    assertThat(events).isEmpty();
  }

  @Test
  void onlyBytesAreAccepted() {
    assertThat(pvpanic.accepts(EVENTS)).isTrue();
    assertThat(pvpanic.accepts(new Access(0, 2))).isFalse();
    assertThat(pvpanic.accepts(new Access(1, 1))).isFalse();
  }

  @Test
  void itsNodeIsWhatLinuxLooksFor() {
    DeviceTreeNode node = Pvpanic.describe(AddressRange.of(0x980_0000, Pvpanic.WINDOW_SIZE));

    assertThat(node.name()).isEqualTo("pvpanic@9800000");
    assertThat(node.properties().get("compatible"))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("qemu,pvpanic-mmio\0");
  }

  @Test
  void theDocumentationHasItsRegister() throws Exception {
    GeneratedTable.ofDevice("pvpanic.md")
        .requireRegisters(RegisterMap.of(PvpanicRegister.class).rows());
  }
}
