package io.jvmm.linux.uring;

import static io.jvmm.linux.libc.Errno.EACCES;
import static io.jvmm.linux.libc.Errno.EINVAL;
import static io.jvmm.linux.libc.Errno.ENOENT;

import io.jvmm.linux.libc.Diagnosis;
import io.jvmm.linux.libc.OpenFile;
import io.jvmm.linux.uapi.Linux;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file that rings read and write. To be closed when no request for it is under way; and with
 * care: the POSIX record locks that this process has on the file end then, whichever descriptor
 * they were taken by (fcntl(2), Advisory record locking).
 */
public final class RingFile implements AutoCloseable {
  // The one flag of these whose value is not the same everywhere: arch/arm64/include/uapi/asm/
  // fcntl.h, and asm-generic/fcntl.h.
  private static final int O_DIRECT =
      System.getProperty("os.arch").equals("aarch64") ? 0x10000 : 0x4000;

  private static final Diagnosis DIAGNOSIS =
      new Diagnosis(
          Map.ofEntries(
              Diagnosis.row(ENOENT, "there is no such file any more"),
              Diagnosis.row(EACCES, "its permissions have changed"),
              Diagnosis.row(EINVAL, "its file system knows no way past the host's cache")));

  private final OpenFile file;

  private RingFile(OpenFile file) {
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @param direct whether past the host's page cache (open(2), O_DIRECT)
   * @throws io.jvmm.vmm.error.HostException if it cannot be opened
   */
  public static RingFile open(Path path, boolean readOnly, boolean direct) {
    int flags = (readOnly ? Linux.O_RDONLY() : Linux.O_RDWR()) | (direct ? O_DIRECT : 0);
    return new RingFile(OpenFile.open(path.toString(), flags, DIAGNOSIS));
  }

  /** Where the descriptor itself can be looked at: a link to the file that is open. */
  public Path link() {
    return Path.of("/proc/self/fd", Integer.toString(number()));
  }

  int number() {
    return file.number();
  }

  /** Closes it; closing it again does nothing. */
  @Override
  public void close() {
    file.close();
  }
}
