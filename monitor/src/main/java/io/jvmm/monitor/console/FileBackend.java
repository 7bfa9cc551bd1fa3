package io.jvmm.monitor.console;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** A file that output is appended to. It is always there, and has nothing to say. */
record FileBackend(FileChannel file) implements PortBackend {
  /** Opens it; made for its owner only if it is not there yet. */
  static FileBackend open(Path path) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return new FileBackend(FileChannel.open(path, Set.of(CREATE, APPEND), ownerOnly));
  }

  @Override
  public int read(ByteBuffer target) {
    return -1;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return file.write(source);
  }

  @Override
  public void watch(Consumer<Boolean> watcher) {
    watcher.accept(true);
  }

  @Override
  public void endListening() {
    // Nobody can come.
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new HostException("cannot close the file of a console's port: " + e.getMessage(), e);
    }
  }
}
