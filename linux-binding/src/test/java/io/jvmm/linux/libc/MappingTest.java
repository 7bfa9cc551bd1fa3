package io.jvmm.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class MappingTest {
  @Test
  void thePageSizeIsAPowerOfTwo() {
    assertThat(Mapping.pageSize()).isGreaterThanOrEqualTo(4096);
    assertThat(Long.bitCount(Mapping.pageSize())).isOne();
  }

  @Test
  void anonymousMemoryIsZeroedPageAlignedAndWritable() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = Mapping.anonymous(4 * Mapping.pageSize(), arena);
      long last = memory.byteSize() - Long.BYTES;
      long before = memory.get(ValueLayout.JAVA_LONG, last);

      memory.set(ValueLayout.JAVA_LONG, last, 42);

      assertThat(before).isZero();
      assertThat(memory.get(ValueLayout.JAVA_LONG, last)).isEqualTo(42);
      assertThat(memory.address() % Mapping.pageSize()).isZero();
    }
  }

  @Test
  void memoryIsGoneWithItsArena() {
    Arena arena = Arena.ofConfined();
    MemorySegment memory = Mapping.anonymous(Mapping.pageSize(), arena);

    arena.close();

    assertThat(memory.scope().isAlive()).isFalse();
  }

  @Test
  void moreMemoryThanTheAddressSpaceHasIsRefused() {
    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> Mapping.anonymous(1L << 60, arena))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("ENOMEM (12)")
          .hasMessageContaining("short of memory");
    }
  }
}
