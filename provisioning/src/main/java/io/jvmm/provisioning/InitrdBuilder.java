package io.jvmm.provisioning;

import io.jvmm.vmm.error.InternalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * Makes an initial RAM file system: a cpio archive in the "newc" format (Linux documentation,
 * driver-api/early-userspace/buffer-format). Paths are relative to its root. Everything belongs to
 * root, carries no time, and comes in the order it was added: equal contents give equal bytes.
 * Directories above a file are made when they are first needed.
 */
public final class InitrdBuilder {
  /** Archives may follow one another in a file; the kernel looks for each at a multiple of this. */
  private static final int ALIGNMENT = 4;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CpioArchiveOutputStream archive =
      new CpioArchiveOutputStream(
          bytes, CpioConstants.FORMAT_NEW, CpioConstants.BLOCK_SIZE, "UTF-8");
  private final Set<String> directories = new HashSet<>();
  private long inode = 1;

  /** Adds a directory that everyone may read, unless it is there already. */
  public InitrdBuilder directory(String path) {
    if (directories.add(path)) {
      put(entry(path, CpioConstants.C_ISDIR | 0755), new byte[0]);
    }
    return this;
  }

  /** Adds a program. */
  public InitrdBuilder executable(String path, byte[] content) {
    return file(path, 0755, content);
  }

  /** Adds a file that everyone may read. */
  public InitrdBuilder file(String path, String content) {
    return file(path, 0644, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a file with permission bits. */
  public InitrdBuilder file(String path, int permissions, byte[] content) {
    put(entry(path, CpioConstants.C_ISREG | permissions), content);
    return this;
  }

  /** Adds a symbolic link. */
  public InitrdBuilder link(String path, String target) {
    byte[] content = target.getBytes(StandardCharsets.UTF_8);
    put(entry(path, CpioConstants.C_ISLNK | 0777), content);
    return this;
  }

  /** Adds a character device, such as the console that the first process opens. */
  public InitrdBuilder characterDevice(String path, int major, int minor) {
    CpioArchiveEntry entry = entry(path, CpioConstants.C_ISCHR | 0600);
    entry.setRemoteDeviceMaj(major);
    entry.setRemoteDeviceMin(minor);
    put(entry, new byte[0]);
    return this;
  }

  private CpioArchiveEntry entry(String path, int mode) {
    Path parent = Path.of(path).getParent();
    if (parent != null) {
      directory(parent.toString());
    }
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, path);
    entry.setMode(Integer.toUnsignedLong(mode));
    entry.setInode(inode++);
    entry.setNumberOfLinks(1);
    entry.setTime(0);
    return entry;
  }

  private void put(CpioArchiveEntry entry, byte[] content) {
    try {
      entry.setSize(content.length);
      archive.putArchiveEntry(entry);
      archive.write(content);
      archive.closeArchiveEntry();
    } catch (IOException impossible) {
      throw new InternalException("writing to memory", impossible);
    }
  }

  /** Ends the archive; nothing can be added after this. Another archive may follow these bytes. */
  public byte[] build() {
    try {
      archive.close();
      return aligned(bytes.toByteArray());
    } catch (IOException impossible) {
      throw new InternalException("writing to memory", impossible);
    }
  }

  /** The same, compressed with gzip. */
  public byte[] buildCompressed() {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(build());
    } catch (IOException impossible) {
      throw new InternalException("writing to memory", impossible);
    }
    return aligned(compressed.toByteArray());
  }

  private static byte[] aligned(byte[] content) {
    return Arrays.copyOf(content, Math.ceilDiv(content.length, ALIGNMENT) * ALIGNMENT);
  }
}
