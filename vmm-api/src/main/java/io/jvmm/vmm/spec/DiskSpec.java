package io.jvmm.vmm.spec;

import java.util.Optional;

/**
 * A virtio disk.
 *
 * @param path the image or block device
 * @param format the image's format; without it the image is raw, and one that looks like another
 *     format is refused
 * @param copyOf what {@code path} is made from, once, if it does not exist yet
 * @param overlayOf the raw image that {@code path} is made a qcow2 overlay of, once, if it does not
 *     exist yet
 * @param readOnly whether the guest may only read
 * @param queues how many request queues it has (virtio 1.3, 5.2.2)
 * @param blockSize the unit that the guest addresses it in, 512 or 4096 bytes (virtio 1.3, 5.2.4)
 * @param cache whether the host keeps its contents in memory
 * @param engine what carries its requests out on the host
 * @param serial what the guest reads as the disk's serial number (virtio 1.3, 5.2.6: 20 bytes)
 * @param limit how much the guest may ask of it in a second
 */
public record DiskSpec(
    @Key("An image or a block device.") FileReference path,
    @Key("The image's format; without it, raw.") Optional<Format> format,
    @Key("What the disk is copied from when it does not exist yet.") Optional<FileReference> copyOf,
    @Key("The raw image that the disk is made a qcow2 overlay of when it does not exist yet.")
        Optional<FileReference> overlayOf,
    @Key(value = "Whether the guest may only read.", ifAbsent = "false") boolean readOnly,
    @Key(value = "How many request queues it has.", ifAbsent = "1", min = 1, max = 16) int queues,
    @Key(
            value = "The size of its blocks in bytes: partition tables count in them.",
            ifAbsent = "512",
            oneOf = {512, 4096})
        int blockSize,
    @Key(value = "Whether the host keeps its contents in memory.", ifAbsent = "\"host\"")
        Cache cache,
    @Key(value = "What carries its requests out on the host.", ifAbsent = "\"auto\"") Engine engine,
    @Key(value = "The serial number that the guest reads.", pattern = "[!-~]{1,20}")
        Optional<String> serial,
    @Key(value = "The most that the guest reads and writes in a second.", ifAbsent = "{}")
        DiskLimitSpec limit) {
  /** Formats of disk images; in JSON in lower case. */
  public enum Format {
    /** None: byte n of the file is byte n of the disk. */
    RAW,
    /** QEMU's format, versions 2 and 3. */
    QCOW2
  }

  /** What keeps a disk's contents, beside the disk itself; in JSON in lower case. */
  public enum Cache {
    /** The host's page cache. */
    HOST,
    /** Nothing: O_DIRECT. Raw images only. */
    NONE
  }

  /** What carries a disk's requests out; in JSON in lower case, with dashes. */
  public enum Engine {
    /** io_uring if the image is raw and the host gives it, threads otherwise. */
    AUTO,
    /** The kernel, asked through io_uring(7). Raw images only. */
    IO_URING,
    /** Threads of jvmm's. */
    THREADS
  }

  /** An image that exists, of no declared format, for the guest to read and write. */
  public static DiskSpec of(FileReference path) {
    return new DiskSpec(
        path,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        1,
        512,
        Cache.HOST,
        Engine.AUTO,
        Optional.empty(),
        DiskLimitSpec.unlimited());
  }

  /** The same disk by another name, which exists. */
  public DiskSpec locatedAt(FileReference place) {
    return new DiskSpec(
        place,
        format,
        Optional.empty(),
        Optional.empty(),
        readOnly,
        queues,
        blockSize,
        cache,
        engine,
        serial,
        limit);
  }

  /** What the disk is made from when it does not exist yet. */
  public Optional<FileReference> origin() {
    return copyOf.or(() -> overlayOf);
  }
}
