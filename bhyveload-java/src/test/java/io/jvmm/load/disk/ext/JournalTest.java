package io.jvmm.load.disk.ext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.disk.fs.FileSystem;
import io.jvmm.load.disk.testkit.Files;
import io.jvmm.load.disk.testkit.TestDisk;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images with transactions in their journals: README.md beside them says which. */
class JournalTest {
  private static final int BLOCK = 1024;
  private static final int COMMIT = 2;
  private static final int FEATURES = 0x28;

  private static FileSystem open(TestDisk disk) {
    return ExtFileSystem.open(disk.section());
  }

  /** Where the journal starts: its superblock's type is 4. */
  private static int journal(TestDisk disk) {
    int at = 0;
    while (bigEndian(disk, at) != Journal.MAGIC || bigEndian(disk, at + 4) != 4) {
      at += BLOCK;
    }
    return at;
  }

  /** Where the commit block of a transaction is. */
  private static int commit(TestDisk disk, int sequence) {
    int at = journal(disk);
    while (bigEndian(disk, at) != Journal.MAGIC
        || bigEndian(disk, at + 4) != COMMIT
        || bigEndian(disk, at + 8) != sequence) {
      at += BLOCK;
    }
    return at;
  }

  private static int bigEndian(TestDisk disk, int at) {
    return disk.bytes().order(ByteOrder.BIG_ENDIAN).getInt(at);
  }

  private static void putBigEndian(TestDisk disk, int at, int value) {
    disk.bytes().order(ByteOrder.BIG_ENDIAN).putInt(at, value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal-plain", "journal-sums"})
  void theLastCommittedTransactionCounts(String image) {
    assertThat(Files.contents(open(TestDisk.image(image)), "/etc/motd"))
        .isEqualTo("second" + ".".repeat(BLOCK - 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal-plain", "journal-sums"})
  void aRevokedBlockStaysAsItIs(String image) {
    assertThat(Files.contents(open(TestDisk.image(image)), "/big")).startsWith("block 000000 ..");
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal-plain", "journal-sums"})
  void aBlockThatStartsAsTheJournalsOwnIsWholeAgain(String image) {
    assertThat(Files.contents(open(TestDisk.image(image)), "/etc/issue"))
        .isEqualTo("\u00c0;9\u0098" + "m".repeat(BLOCK - 4));
  }

  @Test
  void theUserIsTold() {
    assertThat(open(TestDisk.image("journal-sums")).notes())
        .containsExactly("it was not unmounted: 2 blocks are read from its journal");
  }

  @Test
  void nothingOfTheDiskIsChanged() {
    TestDisk disk = TestDisk.image("journal-sums");
    Files.contents(open(disk), "/etc/motd");

    assertThat(disk.bytes().array()).isEqualTo(TestDisk.imageBytes("journal-sums"));
  }

  @Test
  void theLogEndsBeforeATransactionWithoutCommit() {
    TestDisk disk = TestDisk.image("journal-plain");
    putBigEndian(disk, commit(disk, 2), 0);

    assertThat(Files.contents(open(disk), "/etc/motd")).startsWith("first.");
    assertThat(Files.contents(open(disk), "/etc/issue")).startsWith("old\n");
  }

  @Test
  void aCommitWithAWrongChecksumIsDamage() {
    TestDisk disk = TestDisk.image("journal-sums");
    putBigEndian(disk, commit(disk, 2) + 0x30, 0x7fff_ffff); // its time

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> open(disk))
        .withMessageContainingAll(
            "disk test.img (ext4): the journal at byte " + commit(disk, 2), "transaction 2");
  }

  @Test
  void aCommitThatAnEarlierRoundOfTheLogHasLeftIsItsEnd() {
    TestDisk disk = TestDisk.image("journal-sums");
    int second = commit(disk, 2);
    putBigEndian(disk, second + 0x30, 0);
    putBigEndian(disk, second + 0x34, 1); // the first second of 1970

    assertThat(Files.contents(open(disk), "/etc/motd")).startsWith("first.");
  }

  @Test
  void aLoggedBlockWithAWrongChecksumIsDamageWhenItIsRead() {
    TestDisk disk = TestDisk.image("journal-sums");
    int at = commit(disk, 2) - BLOCK;
    assertThat((char) disk.bytes().get(at)).isEqualTo('s');
    disk.bytes().put(at, (byte) 'S');
    FileSystem files = open(disk);

    assertThat(files.text("/etc/hostname")).contains("guest\n");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> files.text("/etc/motd"))
        .withMessageContainingAll("the journal at byte " + at, "checksum");
  }

  @Test
  void fastCommitsAreSaidToBeMissing() {
    TestDisk disk = TestDisk.image("journal-plain");
    int features = journal(disk) + FEATURES;
    putBigEndian(disk, features, bigEndian(disk, features) | 0x20);

    assertThat(open(disk).notes()).anyMatch(note -> note.contains("fast commits"));
    assertThat(Files.contents(open(disk), "/etc/motd")).startsWith("second");
  }

  @ParameterizedTest
  @CsvSource({
    "0x00, 0, does not start as one",
    "0x04, 9, does not start as one",
    "0x0c, 4096, blocks of 4096 bytes",
    "0x10, 100000, of 100000",
    "0x14, 0, a log from 0",
    "0x1c, 5000, starts at 5000"
  })
  void aSuperblockOfTheJournalWithoutSenseIsDamage(String offset, int value, String words) {
    TestDisk disk = TestDisk.image("journal-plain");
    int at = journal(disk);
    putBigEndian(disk, at + Integer.decode(offset), value);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> open(disk))
        .withMessageContainingAll("the journal's superblock at byte " + at, words);
  }

  @Test
  void anUnknownFeatureOfTheJournalIsRefused() {
    TestDisk disk = TestDisk.image("journal-plain");
    putBigEndian(disk, journal(disk) + FEATURES, 0x1000);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> open(disk))
        .withMessageContainingAll("its journal has unknown feature 0x1000", "start it once");
  }

  @Test
  void aLogThatOnlyEndsWhereItStartedEnds() {
    TestDisk disk = TestDisk.image("journal-plain");
    int journal = journal(disk);
    byte[] block = "\u00c0;9\u0098\0\0\0\5\0\0\0\1\0\0\0\20".getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 1; i < 1024; i++) { // all of it: revocations of the first transaction
      disk.bytes().put(journal + i * BLOCK, block);
    }

    assertThat(open(disk).notes()).anyMatch(note -> note.contains("0 blocks"));
  }

  @Test
  void aJournalElsewhereIsRefused() {
    TestDisk disk = TestDisk.image("ext2");
    int incompatible = Superblock.OFFSET + 0x60;
    disk.bytes().putInt(incompatible, disk.bytes().getInt(incompatible) | 0x4);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> open(disk))
        .withMessageContaining("its journal is not in it");
  }
}
