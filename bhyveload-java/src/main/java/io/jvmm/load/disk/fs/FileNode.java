package io.jvmm.load.disk.fs;

/** Something that a directory has under a name. */
public sealed interface FileNode permits Directory, RegularFile, SymbolicLink, FileNode.Other {
  /** What has no contents: a device, a socket, a pipe. */
  enum Other implements FileNode {
    /** Which of them does not matter. */
    SPECIAL
  }
}
