package io.jvmm.provisioning;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock between processes, and between the threads of this one, which a file lock alone does not
 * give. The kernel drops the file lock when its holder dies, however it dies.
 */
public final class FileMutex implements AutoCloseable {
  /** One lock per path; bounded by the number of files that this process locks. */
  private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel file;

  private FileMutex(ReentrantLock threads, FileChannel file) {
    this.threads = threads;
    this.file = file;
  }

  /**
   * Takes it, once nobody else has it.
   *
   * @param path the file that stands for it; is made where it is not there, and stays
   * @throws IOException if the file cannot be made
   */
  public static FileMutex acquire(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    ReentrantLock threads = THREADS.computeIfAbsent(path, _ -> new ReentrantLock());
    threads.lock();
    try {
      return new FileMutex(threads, lockedFile(path));
    } catch (IOException | RuntimeException failure) {
      threads.unlock();
      throw failure;
    }
  }

  private static FileChannel lockedFile(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var _ = file.lock();
      return file;
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  /** Gives it up. */
  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      threads.unlock();
    }
  }
}
