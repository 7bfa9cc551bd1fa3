package io.jvmm.virtio.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BytePipeTest {
  private final BytePipe pipe = new BytePipe(4);

  @Test
  void bytesComeOutInOrderAcrossTheWrap() {
    StringBuilder out = new StringBuilder();
    for (String piece : new String[] {"abc", "def", "ghi"}) {
      assertThat(offer(piece)).isEqualTo(3);
      out.append(poll(4));
    }
    assertThat(out).hasToString("abcdefghi");
  }

  @Test
  void whatDoesNotFitStaysOutside() {
    assertThat(offer("abcdef")).isEqualTo(4);
    assertThat(offer("x")).isZero();
    assertThat(poll(9)).isEqualTo("abcd");
  }

  @Test
  void aClosedPipeTakesNothingButGivesWhatIsIn() throws InterruptedException {
    offer("ab");
    pipe.close();
    assertThat(offer("c")).isZero();
    assertThat(pipe.awaitSpace()).isFalse();
    assertThat(poll(4)).isEqualTo("ab");
    assertThat(pipe.size()).isZero();
  }

  @Test
  void aSenderIsWokenByClosing() {
    offer("abcd");
    CompletableFuture<Boolean> woken = CompletableFuture.supplyAsync(this::awaitSpace);
    pipe.close();
    assertThat(woken.join()).isFalse();
  }

  private boolean awaitSpace() {
    try {
      return pipe.awaitSpace();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private int offer(String text) {
    return pipe.offer(MemorySegment.ofArray(text.getBytes(US_ASCII)));
  }

  private String poll(int max) {
    byte[] bytes = new byte[max];
    return new String(bytes, 0, pipe.poll(MemorySegment.ofArray(bytes)), US_ASCII);
  }
}
