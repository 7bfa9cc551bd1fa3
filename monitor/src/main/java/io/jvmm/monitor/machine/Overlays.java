package io.jvmm.monitor.machine;

import io.jvmm.load.devicetree.DeviceTreeOverlay;
import io.jvmm.load.source.BytesSource;
import io.jvmm.load.source.HostFile;
import io.jvmm.load.source.Source;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.nio.file.Path;
import java.util.List;

/** The device-tree overlays of a specification, read, and compiled where they are sources. */
record Overlays(List<DeviceTreeOverlay> inOrder) {
  private static final String ROLE = "overlay";

  /**
   * Reads them.
   *
   * @param files compiled ones, and sources, which are called {@code *.dts}
   * @throws io.jvmm.vmm.error.VmmException if one is none: says which and where
   */
  static Overlays of(List<Path> files) {
    return new Overlays(
        files.stream()
            .map(
                file ->
                    DeviceTreeOverlay.read(
                        isSource(file) ? compiled(file) : HostFile.of(ROLE, file)))
            .toList());
  }

  /**
   * Checks those that are compiled, for a machine that another process is going to run: it has the
   * compiler, and this one need not.
   *
   * @throws io.jvmm.vmm.error.VmmException if one is none: says which and where
   */
  static void checkCompiled(List<Path> files) {
    of(files.stream().filter(file -> !isSource(file)).toList());
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".dts");
  }

  private static Source compiled(Path file) {
    byte[] blob = DeviceTreeCompiler.compile(file);
    return new BytesSource(ROLE, file.toString(), blob);
  }

  /**
   * A tree with the changes of all of them, one after the other. Where there are any it gets labels
   * for its own nodes first.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if one does not fit
   */
  DeviceTreeNode applyTo(DeviceTreeNode root) {
    if (inOrder.isEmpty()) {
      return root;
    }
    DeviceTreeNode tree = DeviceTreeLabels.of(root).addTo(root);
    for (DeviceTreeOverlay overlay : inOrder) {
      tree = overlay.applyTo(tree);
    }
    return tree;
  }
}
