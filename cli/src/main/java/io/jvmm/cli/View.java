package io.jvmm.cli;

import io.jvmm.monitor.machine.Inspection;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is shown of a machine, and how another jvmm is asked for it. */
enum View {
  /** Lines for people. */
  SUMMARY,
  /** The same for programs. */
  JSON,
  /** The device tree as source. */
  DTS,
  /** The device tree, flattened. */
  DTB;

  /** The options of {@code jvmm inspect} that ask for it. */
  List<String> options() {
    return switch (this) {
      case SUMMARY -> List.of();
      case JSON -> List.of("--json");
      case DTS -> List.of("--dts");
      case DTB -> List.of("--dtb", "-");
    };
  }

  /** It, of a machine. */
  byte[] of(Inspection inspection) {
    return switch (this) {
      case SUMMARY -> inspection.summary().getBytes(StandardCharsets.UTF_8);
      case JSON -> inspection.json().getBytes(StandardCharsets.UTF_8);
      case DTS -> inspection.deviceTreeSource().getBytes(StandardCharsets.UTF_8);
      case DTB -> inspection.deviceTree();
    };
  }
}
