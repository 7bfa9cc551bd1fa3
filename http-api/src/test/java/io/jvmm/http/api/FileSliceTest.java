package io.jvmm.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSliceTest {
  private static final int SIZE = 10;

  private Path file = Path.of("");

  @BeforeEach
  void tenBytes(@TempDir Path directory) throws IOException {
    file = Files.writeString(directory.resolve("log"), "0123456789");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=3-, 3, 10",
    "bytes=3-99, 3, 10",
    "bytes=-4, 6, 10",
    "bytes=-99, 0, 10"
  })
  void aRangeIsAPart(String range, long start, long end) {
    assertThat(FileSlice.of(file, range)).isEqualTo(new FileSlice(file, start, end, SIZE, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-4",
        "bytes=1-2,4-5",
        "lines=1-2",
        "bytes=x-"
      })
  void aRangeThatMakesNoSenseIsIgnored(String range) {
    assertThat(FileSlice.of(file, range)).isEqualTo(new FileSlice(file, 0, SIZE, SIZE, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=-0", "bytes=999999999999999999-"})
  void aRangeBeyondTheEndIsRefused(String range) {
    assertThatThrownBy(() -> FileSlice.of(file, range)).isInstanceOf(Refusal.class);
  }

  @Test
  void whateverIsAskedForIsInTheFileOrRefused() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    String alphabet = "bytes=0123456789-, ";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder range = new StringBuilder("bytes=");
      for (int j = random.nextInt(24); j > 0; j--) {
        range.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        FileSlice slice = FileSlice.of(file, range.toString());
        assertThat(slice.start()).as("%s", range).isBetween(0L, slice.end());
        assertThat(slice.end()).as("%s", range).isLessThanOrEqualTo(SIZE);
      } catch (Refusal e) {
        assertThat(e.status()).isEqualTo(416);
      }
    }
  }
}
