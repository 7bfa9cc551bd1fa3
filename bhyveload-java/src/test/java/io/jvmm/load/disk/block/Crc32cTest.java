package io.jvmm.load.disk.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class Crc32cTest {
  private static final byte[] BYTES = "123456789".getBytes(StandardCharsets.US_ASCII);

  @Test
  void theSumIsThatOfTheLibraryBeforeItsInversion() {
    CRC32C library = new CRC32C();
    library.update(BYTES);

    assertThat(~Crc32c.of(-1, ByteBuffer.wrap(BYTES), 0, 9)).isEqualTo((int) library.getValue());
  }

  @Test
  void aSumGoesOnFromAnother() {
    int first = Crc32c.ofInt(-1, 0x34333231); // "1234"

    assertThat(Crc32c.of(first, ByteBuffer.wrap(BYTES), 4, 5))
        .isEqualTo(Crc32c.of(-1, ByteBuffer.wrap(BYTES), 0, 9));
  }
}
