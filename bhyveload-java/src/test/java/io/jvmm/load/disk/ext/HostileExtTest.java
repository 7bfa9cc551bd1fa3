package io.jvmm.load.disk.ext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.disk.fs.FileSystem;
import io.jvmm.load.disk.testkit.Files;
import io.jvmm.load.disk.testkit.TestDisk;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** File systems that are damaged, or made to do damage. */
class HostileExtTest {
  private static final int SIZE_LOW = 4;
  private static final int FLAGS = 32;

  private final TestDisk plain = TestDisk.image("ext2"); // without checksums: what is put is read
  private final TestDisk summed = TestDisk.image("ext4");

  private static FileSystem open(TestDisk disk) {
    return ExtFileSystem.open(disk.section());
  }

  /** Where a file's inode is. */
  private static int inode(TestDisk disk, String path) {
    return switch (open(disk).find(path).orElseThrow()) {
      case MappedFile file when file.map() instanceof IndirectMap map -> (int) map.inode().offset();
      case MappedFile file when file.map() instanceof ExtentTree map -> (int) map.inode().offset();
      case ExtDirectory directory -> (int) directory.inode().offset();
      default -> throw new AssertionError(path);
    };
  }

  private static void refuses(TestDisk disk, String path, String... words) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Files.contents(open(disk), path))
        .withMessageStartingWith("disk test.img (ext")
        .withMessageContainingAll(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0x04 | 4 | 5000       | it has 5000 blocks of 1024 bytes",
        "0x04 | 4 | 1          | it has 1 blocks",
        "0x04 | 4 | 0xffffffff | it has 4294967295 blocks",
        "0x18 | 4 | 7          | s_log_block_size is 7",
        "0x18 | 4 | 0xffffffff | s_log_block_size is 4294967295",
        "0x20 | 4 | 0          | its groups have 0 blocks",
        "0x28 | 4 | 0          | 0 inodes",
        "0x28 | 4 | 0xffffffff | 4294967295 inodes",
        "0x58 | 2 | 0          | s_inode_size is 0",
        "0x58 | 2 | 100        | s_inode_size is 100",
        "0x58 | 2 | 2048       | s_inode_size is 2048",
        "0x60 | 4 | 0x1        | compression, which is not supported",
        "0x60 | 4 | 0x8        | journal_dev, which is not supported",
        "0x60 | 4 | 0x1000     | dirdata, which is not supported",
        "0x60 | 4 | 0x40000    | unknown feature 0x40000, which is not supported",
        "0x60 | 4 | 0x80       | s_desc_size is 0",
      })
  void aFieldWithoutSenseIsRefusedByName(String offset, int width, String value, String message) {
    int at = Superblock.OFFSET + Integer.decode(offset);
    if (width == 2) {
      plain.bytes().putShort(at, Short.decode(value));
    } else {
      plain.bytes().putInt(at, Long.decode(value).intValue());
    }

    refuses(plain, "/etc/hostname", message);
  }

  @Test
  void aSuperblockWithAWrongChecksumIsRefused() {
    summed.bytes().put(Superblock.OFFSET + 0x78, (byte) 'R');

    refuses(summed, "/big", "the superblock at byte 1024", "its checksum is wrong");
  }

  @Test
  void aGroupDescriptorWithAWrongChecksumIsRefused() {
    summed.bytes().put(2048, (byte) 1);

    refuses(summed, "/big", "a group descriptor at byte 2048", "group 0");
  }

  @Test
  void anInodeWithAWrongChecksumIsRefused() {
    int at = inode(summed, "/big");
    summed.bytes().put(at + 8, (byte) 1);

    refuses(summed, "/big", "at byte " + at, "its checksum is wrong");
  }

  @Test
  void aDirectoryBlockWithAWrongChecksumIsRefused() {
    summed.bytes().put(entry(summed, "/", "big"), (byte) 'B');

    refuses(summed, "/Big", "a directory block of inode 2", "its checksum is wrong");
  }

  @Test
  void aNodeOfAnExtentTreeWithAWrongChecksumIsRefused() {
    ByteBuffer map = summed.bytes().slice(inode(summed, "/comb") + Inode.MAP, Inode.MAP_LENGTH);
    int node = map.order(summed.bytes().order()).getInt(16) * 1024;
    summed.bytes().put(node + 20, (byte) 1);

    refuses(summed, "/comb", "the extent tree of inode", "at byte " + node, "checksum is wrong");
  }

  /** Where the name of an entry is, 8 bytes behind the entry's start. */
  private static int entry(TestDisk disk, String directory, String name) {
    ExtDirectory parent = (ExtDirectory) open(disk).find(directory).orElseThrow();
    Superblock superblock = Superblock.in(disk.section());
    int at = (int) parent.inode().map(superblock).from(0).first() * 1024;
    while (!name(disk, at, name.length()).equals(name)) {
      at += 4;
    }
    return at;
  }

  private static String name(TestDisk disk, int at, int length) {
    return StandardCharsets.ISO_8859_1.decode(disk.bytes().slice(at, length)).toString();
  }

  @Test
  void aFileLargerThanAnyIsRefused() {
    plain.bytes().putInt(inode(plain, "/big") + 108, 0x7fff_ffff);

    refuses(plain, "/big", "its size is 9223372032");
  }

  @Test
  void aFileThatEndsBehindItsBlocksReadsAsZeroesThere() {
    plain.bytes().putInt(inode(plain, "/short") + SIZE_LOW, 1 << 20);

    assertThat(Files.contents(open(plain), "/short"))
        .startsWith("xxx")
        .endsWith("\0".repeat(1 << 19))
        .hasSize(1 << 20);
  }

  @Test
  void aBlockOutsideOfTheFileSystemIsRefused() {
    plain.bytes().putInt(inode(plain, "/big") + Inode.MAP, 4096);

    refuses(plain, "/big", "its block map leads to block 4096");
  }

  @Test
  void anIndirectBlockOutsideOfTheFileSystemIsRefused() {
    plain.bytes().putInt(inode(plain, "/big") + Inode.MAP + 12 * 4, -1);

    refuses(plain, "/big", "its block map leads to block 4294967295");
  }

  @Test
  void anIndirectBlockThatHoldsItselfIsJustNumbers() {
    int map = inode(plain, "/big") + Inode.MAP;
    plain.bytes().putInt(map + 14 * 4, plain.bytes().getInt(map + 12 * 4));

    assertThat(Files.contents(open(plain), "/big")).hasSize(400 * 1024);
  }

  @Test
  void aDirectoryWithAHoleIsRefused() {
    int many = inode(plain, "/many");
    plain.bytes().putInt(many + Inode.MAP + 4, 0);

    refuses(plain, "/many/absent", "a directory with a hole in block 1");
  }

  @Test
  void aDirectoryOfEndlessSizeIsRefusedAtItsFirstHole() {
    plain.bytes().putInt(inode(plain, "/many") + SIZE_LOW, 0x7fff_fc00);

    refuses(plain, "/many/absent", "a directory with a hole in block");
  }

  @Test
  void anEntryThatGoesBeyondItsBlockIsRefused() {
    int at = entry(plain, "/etc", "hostname");
    plain.bytes().putShort(at - 4, (short) 0x7ffc);

    refuses(plain, "/etc/absent", "a directory block of inode", "has 32764 bytes");
  }

  @Test
  void anEntryOfNoLengthIsRefused() {
    plain.bytes().putShort(entry(plain, "/etc", "hostname") - 4, (short) 0);

    refuses(plain, "/etc/absent", "has 0 bytes");
  }

  @Test
  void anEntryForAnInodeThatThereIsNotIsRefused() {
    plain.bytes().putInt(entry(plain, "/etc", "hostname") - 8, 100_000);

    refuses(plain, "/etc/hostname", "inode 100000 of");
  }

  @Test
  void aDirectoryThatIsItsOwnChildEndsWithThePath() {
    ExtDirectory etc = (ExtDirectory) open(plain).find("/etc").orElseThrow();
    plain.bytes().putInt(entry(plain, "/etc", "hostname") - 8, (int) etc.inode().number());

    assertThat(open(plain).names("/etc" + "/hostname".repeat(100))).contains("hostname");
  }

  @ParameterizedTest
  @CsvSource({"0x800, is encrypted", "0x40000000, casefold"})
  void whatTheFileHasThatIsNotSupportedIsNamed(String flag, String words) {
    int at = inode(plain, "/big") + FLAGS;
    plain.bytes().putInt(at, plain.bytes().getInt(at) | Integer.decode(flag));

    refuses(plain, "/big", words);
  }

  @Test
  void extentsWithoutSenseAreRefused() {
    int at = inode(plain, "/big");
    plain.bytes().putInt(at + FLAGS, 0x8_0000);

    refuses(plain, "/big", "the extent tree of inode");
  }
}
