package io.jvmm.load.disk.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.disk.testkit.TestDisk;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectionTest {
  private final TestDisk disk = new TestDisk(numbered(20_000));

  private static byte[] numbered(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i ^ i >> 8);
    }
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 512",
    "0, 1",
    "511, 2",
    "1, 510",
    "500, 5000",
    "512, 1024",
    "4095, 2",
    "19967, 1",
    "0, 19968"
  })
  void bytesAtAnyPlaceAreReadAsWholeSectors(int offset, int length) {
    byte[] data = new byte[length];
    disk.section().data(offset, ByteBuffer.wrap(data), "a test");
    byte[] metadata = new byte[length];
    disk.section().metadata(offset, length, "a test").get(metadata);

    assertThat(data).isEqualTo(metadata);
    for (int i = 0; i < length; i++) {
      assertThat(data[i]).isEqualTo(disk.bytes().get(offset + i));
    }
  }

  @Test
  void aSectorThatIsNotWholeIsLeftOut() {
    assertThat(disk.section().size()).isEqualTo(19_968);
  }

  @ParameterizedTest
  @CsvSource({"500, 100", "-1, 1", "9223372036854775807, 2", "-9223372036854775808, 1", "512, 1"})
  void nothingIsReadOutsideOfAPart(long offset, int length) {
    Section part = disk.section().part(1024, 512, ", partition 1");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> part.metadata(offset, length, "the superblock"))
        .withMessageContaining("disk test.img, partition 1: the superblock is damaged");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> part.data(offset, ByteBuffer.allocate(length), "a file"));
    assertThat(disk.bytesRead()).isZero();
  }

  @Test
  void errorsCountFromTheStartOfTheDisk() {
    Section part = disk.section().part(1024, 512, ", partition 1");

    assertThat(part.damaged("the superblock", 8, "its checksum is wrong"))
        .hasMessageStartingWith(
            "disk test.img, partition 1: the superblock at byte 1032 is damaged: its checksum is"
                + " wrong; check it in the guest");
  }

  @Test
  void metadataIsReadOnceAndCountedEachTime() {
    Section section = disk.section(8192);
    section.metadata(0, 4096, "a block");
    section.metadata(0, 4096, "a block");

    assertThat(disk.bytesRead()).isEqualTo(4096);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> section.metadata(0, 1, "a block"))
        .withMessageContaining("disk test.img: its file systems need more than");
  }

  @Test
  void aDiskThatCannotBeReadIsTheHostsFault() {
    Section section =
        new Disk(
                "bad.img",
                4096,
                (_, _) -> {
                  throw new IOException("Input/output error");
                },
                Disk.METADATA_LIMIT)
            .whole();

    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> section.metadata(512, 512, "a block"))
        .withMessage("disk bad.img cannot be read: 4096 bytes at byte 0: Input/output error");
  }
}
