package io.jvmm.load.testkit;

import io.jvmm.vmm.devicetree.DeviceTreeNode;

/** The parts of compiled overlays, as {@code dtc -@} puts them together. */
public final class TestOverlay {
  private TestOverlay() {}

  /** An overlay of these fragments and tables. */
  public static DeviceTreeNode of(DeviceTreeNode... parts) {
    DeviceTreeNode.Builder root = DeviceTreeNode.named("");
    for (DeviceTreeNode part : parts) {
      root.child(part);
    }
    return root.build();
  }

  /** A fragment for the node at a path. */
  public static DeviceTreeNode at(String path, DeviceTreeNode.Builder content) {
    return DeviceTreeNode.named("fragment@0")
        .strings("target-path", path)
        .child(content.build())
        .build();
  }

  /** A fragment for a node whose phandle is not known yet. */
  public static DeviceTreeNode unresolved(DeviceTreeNode.Builder content) {
    return DeviceTreeNode.named("fragment@0").cells("target", -1).child(content.build()).build();
  }

  /** What a fragment changes. */
  public static DeviceTreeNode.Builder content() {
    return DeviceTreeNode.named("__overlay__");
  }

  /** A place in fragment 0 that takes the phandle of a label's node. */
  public static DeviceTreeNode fixups(String label, String... places) {
    return DeviceTreeNode.named("__fixups__").strings(label, places).build();
  }

  /** A node of fragment 0's content, in the table of own phandles. */
  public static DeviceTreeNode localFixups(DeviceTreeNode inContent) {
    return DeviceTreeNode.named("__local_fixups__")
        .child(DeviceTreeNode.named("fragment@0").child(content().child(inContent).build()).build())
        .build();
  }
}
