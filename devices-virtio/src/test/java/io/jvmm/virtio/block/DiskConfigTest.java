package io.jvmm.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Virtio 1.3, 5.2.4 to 5.2.6: the field that the driver writes. */
class DiskConfigTest {
  private static final int WRITEBACK = 0x20;
  private static final long BOTH = BlockDevice.F_FLUSH | BlockDevice.F_CONFIG_WCE;

  private final DiskConfig config =
      new DiskConfig(new Disk(new MemoryImage(1, false), DiskSettings.plain()));

  @Test
  void aDriverThatCanFlushGetsACache() {
    config.negotiated(BOTH);

    assertThat(config.isWriteThrough()).isFalse();
    assertThat(writeback()).isEqualTo(1);
  }

  /** 5.2.5.2: the field is 0 then, from FEATURES_OK on. */
  @Test
  void aDriverThatCannotFlushGetsNone() {
    config.negotiated(BlockDevice.F_CONFIG_WCE);

    assertThat(config.isWriteThrough()).isTrue();
    assertThat(writeback()).isZero();
  }

  @Test
  void theDriverTurnsTheCacheOffAndOnAgain() {
    config.negotiated(BOTH);

    config.space().write(WRITEBACK, 1, 0);
    assertThat(config.isWriteThrough()).isTrue();
    assertThat(writeback()).isZero();

    config.space().write(WRITEBACK, 1, 1);
    assertThat(config.isWriteThrough()).isFalse();
    assertThat(writeback()).isEqualTo(1);
  }

  @Test
  void whoDidNotAcceptTheFeatureDoesNotWrite() {
    config.negotiated(BlockDevice.F_FLUSH);

    config.space().write(WRITEBACK, 1, 0);

    assertThat(config.isWriteThrough()).isFalse();
    assertThat(writeback()).isEqualTo(1);
  }

  @Test
  void rubbishIsIgnored() {
    config.negotiated(BOTH);
    long capacity = config.space().read(0, 8);

    config.space().write(WRITEBACK, 1, 2);
    config.space().write(WRITEBACK, 4, 0);
    config.space().write(WRITEBACK - 1, 2, 0);
    config.space().write(0, 8, -1);
    config.space().write(Long.MAX_VALUE, 8, -1);

    assertThat(writeback()).isEqualTo(1);
    assertThat(config.space().read(0, 8)).isEqualTo(capacity);
  }

  @Test
  void aResetTurnsTheCacheOnAndTheFieldReadOnly() {
    config.negotiated(BOTH);
    config.space().write(WRITEBACK, 1, 0);

    config.reset();
    config.space().write(WRITEBACK, 1, 0);

    assertThat(config.isWriteThrough()).isFalse();
    assertThat(writeback()).isEqualTo(1);
  }

  private long writeback() {
    return config.space().read(WRITEBACK, 1);
  }
}
