package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.PageSize;
import org.junit.jupiter.api.Test;

class GranulesTest {
  @Test
  void eachSizeHasItsFieldAndItsOwnWordForNone() {
    assertThat(Granules.of(0x0000_0000L)).containsExactly(PageSize.KIB_4, PageSize.KIB_64);
    assertThat(Granules.of(0xf010_0000L)).containsExactly(PageSize.KIB_16, PageSize.KIB_64);
    assertThat(Granules.of(0x0f00_0000L)).containsExactly(PageSize.KIB_4);
    assertThat(Granules.of(0xff00_0000L)).isEmpty();
  }

  @Test
  void sizesWithLargeAddressesAreSizesToo() {
    assertThat(Granules.of(0x1020_0000L))
        .containsExactly(PageSize.KIB_4, PageSize.KIB_16, PageSize.KIB_64);
  }
}
