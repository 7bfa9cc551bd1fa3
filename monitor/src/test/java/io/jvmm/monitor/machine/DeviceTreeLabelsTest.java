package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceTreeLabelsTest {
  private static DeviceTreeNode tree(String... names) {
    DeviceTreeNode.Builder root = DeviceTreeNode.named("");
    for (String name : names) {
      root.child(DeviceTreeNode.named(name).build());
    }
    return root.build();
  }

  private static Map<String, String> labels(String... names) {
    return DeviceTreeLabels.of(tree(names)).byPath();
  }

  @Test
  void aNodeIsCalledByItsNameOrByCustom() {
    assertThat(labels("rtc@9010000", "interrupt-controller@8000000", "fw-cfg@9020000"))
        .containsExactly(
            Map.entry("/rtc@9010000", "rtc"),
            Map.entry("/interrupt-controller@8000000", "gic"),
            Map.entry("/fw-cfg@9020000", "fw_cfg"));
  }

  @Test
  void whatThereMayBeSeveralOfIsNumbered() {
    assertThat(labels("virtio_mmio@a000000", "serial@9000000", "virtio_mmio@a000200").values())
        .containsExactly("virtio0", "serial0", "virtio1");
  }

  @Test
  void ofTwoWithTheSameLabelTheFirstHasIt() {
    assertThat(labels("led@1", "led@2")).containsExactly(Map.entry("/led@1", "led"));
  }

  @Test
  void everyLabelIsOneForTheCompiler() {
    assertThat(labels("a,b.c+d", "9p").values()).containsExactly("a_b_c_d", "_9p");
  }

  @Test
  void theTableOfLabelsIsANodeWithoutOne() {
    DeviceTreeNode labelled = DeviceTreeLabels.of(tree("rtc@1")).addTo(tree("rtc@1"));

    assertThat(labelled.children().getLast().name()).isEqualTo("__symbols__");
    assertThat(labelled.children().getLast().properties()).containsOnlyKeys("rtc");
    assertThat(DeviceTreeLabels.of(labelled).byPath()).containsOnlyKeys("/rtc@1");
  }
}
