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
final class CacheLock implements AutoCloseable {
  /** One lock per path; bounded by the number of cache entries that this process builds. */
  private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel file;

  private CacheLock(ReentrantLock threads, FileChannel file) {
    this.threads = threads;
    this.file = file;
  }

  static CacheLock acquire(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    ReentrantLock threads = THREADS.computeIfAbsent(path, _ -> new ReentrantLock());
    threads.lock();
    try {
      return new CacheLock(threads, lockedFile(path));
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

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      threads.unlock();
    }
  }
}
