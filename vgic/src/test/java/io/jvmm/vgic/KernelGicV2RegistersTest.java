package io.jvmm.vgic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vgic.v2.GicV2State;
import io.jvmm.vgic.v2.GicV2Transfer;
import io.jvmm.vmm.KernelDevice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelGicV2RegistersTest {
  private static final String PMR = "2/0x100000004";
  private static final String APR0 = "2/0x1000000d0";

  private final AttributeMap device = new AttributeMap();
  private final KernelGicV2Registers registers = new KernelGicV2Registers(device);

  @Test
  void anAttributeNamesTheVcpuAndTheOffset() {
    registers.setDistributor(3, 0x108, 7);
    registers.setCpuInterface(3, 0x008, 5);

    assertThat(device.values).isEqualTo(Map.of("1/0x300000108", 7, "2/0x300000008", 5));
    assertThat(registers.distributor(3, 0x108)).isEqualTo(7);
  }

  @Test
  void thePriorityMaskIsItsFiveBits() {
    registers.setCpuInterface(1, 0x04, 0xf8);

    assertThat(device.values).isEqualTo(Map.of(PMR, 0x1f));
    assertThat(registers.cpuInterface(1, 0x04)).isEqualTo(0xf8);
  }

  @Test
  void theActivePrioritiesOfBothGroupsAreOneWord() {
    registers.setCpuInterface(1, 0xd0, 0x10);
    registers.setCpuInterface(1, 0xe0, 0x02);

    assertThat(device.values).isEqualTo(Map.of(APR0, 0x12));
    assertThat(registers.cpuInterface(1, 0xd0)).isEqualTo(0x12);
    assertThat(registers.cpuInterface(1, 0xe0)).isZero();
  }

  @Test
  void aStateHasTheWordsOfEveryInterruptAndEveryVcpu() {
    device.values.put("1/0x104", 0xff);
    device.values.put("1/0x100000100", 0xaa);
    device.values.put(PMR, 0x1f);

    GicV2State state = new GicV2Transfer(registers, 2, 96).save();

    assertThat(state.shared()).containsEntry("GICD_ISENABLER", List.of(0xff, 0));
    assertThat(state.shared().get("GICD_IPRIORITYR")).hasSize(16);
    assertThat(state.processors().get(1))
        .containsEntry("GICD_ISENABLER", List.of(0xaa))
        .containsEntry("GICC_PMR", List.of(0xf8));
  }

  @Test
  void whatWasSavedIsPutBack() {
    GicV2Transfer transfer = new GicV2Transfer(registers, 2, 96);
    device.values.put("1/0x104", 0xff);
    device.values.put("1/0x45c", 0x10203040);
    device.values.put("2/0x0", 1);
    GicV2State state = transfer.save();
    device.values.clear();

    transfer.restore(state);

    assertThat(device.values)
        .containsEntry("1/0x104", 0xff)
        .containsEntry("1/0x184", -1)
        .containsEntry("1/0x45c", 0x10203040)
        .containsEntry("2/0x0", 1);
  }

  /** A device that keeps what it is told, as {@code group/attribute}. */
  private static final class AttributeMap implements KernelDevice {
    private final Map<String, Integer> values = new HashMap<>();

    private static String key(int group, long attribute) {
      return "%d/0x%x".formatted(group, attribute);
    }

    @Override
    public void setAttribute32(int group, long attribute, int value) {
      values.put(key(group, attribute), value);
    }

    @Override
    public int attribute32(int group, long attribute) {
      return values.getOrDefault(key(group, attribute), 0);
    }

    @Override
    public boolean hasAttribute(int group, long attribute) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public void setAttribute(int group, long attribute, long value) {
      throw new AssertionError("all registers have 32 bits");
    }

    @Override
    public long attribute(int group, long attribute) {
      throw new AssertionError("all registers have 32 bits");
    }

    @Override
    public void command(int group, long attribute) {
      throw new AssertionError("no register is a command");
    }
  }
}
