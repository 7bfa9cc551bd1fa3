package io.jvmm.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class BufferCursorTest {
  private final byte[] first = {1, 2, 3};
  private final byte[] second = {4, 5};
  private final BufferCursor cursor = new BufferCursor();

  BufferCursorTest() {
    cursor.append(MemorySegment.ofArray(first));
    cursor.append(MemorySegment.ofArray(new byte[0]));
    cursor.append(MemorySegment.ofArray(second));
  }

  @Test
  void bytesAreGatheredAcrossBuffers() {
    byte[] target = new byte[4];
    assertThat(cursor.copyTo(MemorySegment.ofArray(target))).isEqualTo(4);
    assertThat(target).containsExactly(1, 2, 3, 4);
    assertThat(cursor.remaining()).isEqualTo(1);
  }

  @Test
  void bytesAreScatteredAcrossBuffersAsFarAsTheyGo() {
    assertThat(cursor.copyFrom(MemorySegment.ofArray(new byte[] {9, 8, 7, 6, 5, 4}))).isEqualTo(5);
    assertThat(first).containsExactly(9, 8, 7);
    assertThat(second).containsExactly(6, 5);
  }

  @Test
  void skippingPastTheEndStopsAtTheEnd() {
    cursor.skip(4);
    cursor.put((byte) 42);
    cursor.skip(100);
    assertThat(second).containsExactly(4, 42);
    assertThat(cursor.remaining()).isZero();
  }

  @Test
  void aPieceNeverSpansTwoBuffers() {
    assertThat(cursor.next(5).byteSize()).isEqualTo(3);
    assertThat(cursor.next(5).byteSize()).isEqualTo(2);
  }

  @Test
  void pastTheEndThereIsNothing() {
    cursor.skip(5);
    assertThatThrownBy(() -> cursor.next(1)).isInstanceOf(InternalException.class);
  }

  @Test
  void aClearedCursorCanBeFilledAgain() {
    cursor.skip(4);
    cursor.clear();
    cursor.append(MemorySegment.ofArray(second));
    assertThat(cursor.remaining()).isEqualTo(2);
    assertThat(cursor.next(1).byteSize()).isEqualTo(1);
  }
}
