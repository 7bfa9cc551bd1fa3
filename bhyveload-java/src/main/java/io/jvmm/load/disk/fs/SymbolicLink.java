package io.jvmm.load.disk.fs;

/** A symbolic link. */
public non-sealed interface SymbolicLink extends FileNode {
  /**
   * The path that it stands for: an absolute one starts at the root of the file system.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if it is damaged
   */
  String target();
}
