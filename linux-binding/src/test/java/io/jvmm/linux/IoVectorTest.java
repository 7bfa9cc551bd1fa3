package io.jvmm.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class IoVectorTest {
  private final Arena arena = Arena.ofAuto();
  private final IoVector vector = new IoVector(arena);

  @Test
  void itHasAsManyPiecesAsTheKernelTakes() {
    for (int i = 0; i < IoVector.MAX_PIECES; i++) {
      vector.add(arena.allocate(2));
    }

    assertThat(vector.count()).isEqualTo(1024);
    assertThat(vector.remaining()).isEqualTo(2048);
    assertThatThrownBy(() -> vector.add(arena.allocate(1))).isInstanceOf(InternalException.class);
  }

  @Test
  void memoryOfTheHeapIsRefused() {
    MemorySegment heap = MemorySegment.ofArray(new byte[1]);

    assertThatThrownBy(() -> vector.add(heap)).isInstanceOf(InternalException.class);
  }

  @Test
  void piecesThatAreDoneAreLeftOut() {
    vector.add(arena.allocate(10));
    vector.add(arena.allocate(10));
    vector.add(arena.allocate(10));

    vector.advance(10);
    vector.advance(15);

    assertThat(vector.count()).isEqualTo(1);
    assertThat(vector.remaining()).isEqualTo(5);
  }

  @Test
  void aClearedVectorIsUsedAgain() {
    vector.add(arena.allocate(10));
    vector.advance(3);

    vector.clear();
    vector.add(arena.allocate(4));

    assertThat(vector.count()).isEqualTo(1);
    assertThat(vector.remaining()).isEqualTo(4);
  }
}
