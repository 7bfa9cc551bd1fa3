package io.jvmm.load.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConcatenationTest {
  private static Source part(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return new BytesSource("initrd", "part", content);
  }

  private static byte[] all(Source source) {
    return SourceReader.structure(source, "content", 0, (int) source.size());
  }

  @Test
  void everyPartStartsAtAMultipleOfFour() {
    Source source = new Concatenation("initrd", List.of(part(1, 2, 3), part(4), part(5, 6)));

    assertThat(all(source)).containsExactly(1, 2, 3, 0, 4, 0, 0, 0, 5, 6);
  }

  @Test
  void anEmptyPartTakesNoSpace() {
    Source source = new Concatenation("initrd", List.of(part(), part(1), part(), part(2)));

    assertThat(all(source)).containsExactly(1, 0, 0, 0, 2);
  }

  @Test
  void behindTheLastPartIsNothing() {
    Source source = new Concatenation("initrd", List.of(part(1), part(2)));

    assertThat(SourceReader.read(source, ByteBuffer.allocate(4), 5)).isEqualTo(-1);
  }

  @Test
  void everyPieceIsTheSameHoweverItIsRead() {
    SplittableRandom random = new SplittableRandom(20260101);
    Source source =
        new Concatenation(
            "initrd", List.of(part(1, 2, 3, 4, 5), part(6), part(), part(7, 8, 9), part(10, 11)));
    byte[] whole = all(source);
    for (int i = 0; i < 500; i++) {
      int from = random.nextInt(whole.length);
      int length = 1 + random.nextInt(whole.length - from);
      byte[] piece = SourceReader.structure(source, "piece", from, length);
      assertThat(piece).isEqualTo(Arrays.copyOfRange(whole, from, from + length));
    }
  }
}
