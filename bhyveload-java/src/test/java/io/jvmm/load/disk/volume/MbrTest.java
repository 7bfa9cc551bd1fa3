package io.jvmm.load.disk.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.disk.testkit.TestDisk;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MbrTest {
  private static final int SECTOR = 512;
  private static final int LINUX = 0x83;
  private static final int EXTENDED = 0x0f;

  private final TestDisk disk = new TestDisk(new byte[1000 * SECTOR]);

  /** Puts an entry into the record in a sector. */
  private MbrTest entry(int sector, int index, int type, int first, int count) {
    int at = sector * SECTOR + 446 + index * 16;
    disk.bytes().put(at + 4, (byte) type).putInt(at + 8, first).putInt(at + 12, count);
    disk.bytes().putShort(sector * SECTOR + 510, (short) 0xaa55);
    return this;
  }

  private List<Partition> partitions() {
    return Mbr.of(disk.section()).orElseThrow().partitions();
  }

  @Test
  void primaryPartitionsKeepTheirPlaces() {
    disk.bytes().putInt(440, 0x1234abcd);
    entry(0, 0, LINUX, 10, 20).entry(0, 2, 0xea, 30, 5);

    assertThat(partitions()).extracting(Partition::number).containsExactly(1, 3);
    assertThat(partitions())
        .extracting(Partition::role)
        .containsExactly(Partition.Role.OTHER, Partition.Role.XBOOTLDR);
    assertThat(partitions().get(1).uuid()).contains("1234abcd-03");
    assertThat(partitions().getFirst().section().size()).isEqualTo(20 * SECTOR);
  }

  @Test
  void logicalPartitionsAreNumberedFromFive() {
    entry(0, 0, EXTENDED, 100, 500);
    entry(100, 0, LINUX, 1, 50).entry(100, 1, EXTENDED, 100, 100);
    entry(200, 0, LINUX, 2, 60);

    assertThat(partitions()).extracting(Partition::number).containsExactly(5, 6);
    assertThat(partitions().get(1).section().damaged("x", 0, "y"))
        .hasMessageContaining("partition 6: x at byte " + 202 * SECTOR);
  }

  @Test
  void aChainThatLeadsBackIntoItselfIsRefused() {
    entry(0, 0, EXTENDED, 100, 500);
    entry(100, 0, LINUX, 1, 50).entry(100, 1, EXTENDED, 100, 100);
    entry(200, 0, LINUX, 1, 50).entry(200, 1, EXTENDED, 100, 100);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(this::partitions)
        .withMessageContainingAll("the extended partition at byte 51200", "a link to sector 200");
  }

  @Test
  void aChainThatLeavesTheDiskIsRefused() {
    entry(0, 0, EXTENDED, 100, 500).entry(100, 1, EXTENDED, 900, 100);

    assertThatExceptionOfType(ConfigurationException.class).isThrownBy(this::partitions);
  }

  @Test
  void aPartitionThatGoesBeyondTheDiskIsCutOff() {
    entry(0, 0, LINUX, 990, 50);

    assertThat(partitions().getFirst().section().size()).isEqualTo(10 * SECTOR);
  }

  @Test
  void otherBootSectorsAreNoPartitionTables() {
    assertThat(Mbr.of(disk.section())).isEmpty();
    entry(0, 0, LINUX, 5000, 10);
    assertThat(Mbr.of(disk.section())).isEmpty();
    entry(0, 0, LINUX, 10, 10);
    assertThat(Mbr.of(disk.section())).isPresent();
    disk.bytes().put(446 + 16, (byte) 1);
    assertThat(Mbr.of(disk.section())).isEmpty();
  }
}
