package io.jvmm.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigSpaceTest {
  private final ConfigSpace config = new ConfigSpace((byte) 0x11, (byte) 0xff, (byte) 0x33);

  @Test
  void numbersAreLittleEndianAndUnsigned() {
    assertThat(config.read(0, 1)).isEqualTo(0x11);
    assertThat(config.read(0, 2)).isEqualTo(0xff11);
  }

  @Test
  void pastTheEndEverythingIsZero() {
    assertThat(config.read(0, 8)).isEqualTo(0x33ff11);
    assertThat(config.read(2, 4)).isEqualTo(0x33);
    assertThat(config.read(0xff, 1)).isZero();
  }

  @Test
  void replacingTheContentsIsANewGeneration() {
    int before = config.generation();
    config.replace((byte) 5);
    assertThat(config.generation()).isNotEqualTo(before);
    assertThat(config.read(0, 2)).isEqualTo(5);
  }

  @Test
  void whatTheDriverWritesGoesToTheDevice() {
    List<String> written = new ArrayList<>();
    ConfigSpace space =
        new ConfigSpace(
            (offset, width, value) -> written.add("%d %d %d".formatted(offset, width, value)));

    space.write(32, 1, 5);

    assertThat(written).containsExactly("32 1 5");
  }

  @Test
  void theDriverWritesNothingIfTheDeviceDoesNotWantIt() {
    config.write(0, 1, 0x44);
    assertThat(config.read(0, 1)).isEqualTo(0x11);
  }
}
