package io.jvmm.stage2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.lpae.Granule;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Stage2ConfigTest {
  /** Arm ARM, "Concatenated translation tables": the 4 KiB granule, by input size. */
  @ParameterizedTest
  @CsvSource({
    "32, 2, 4",
    "33, 2, 8",
    "34, 2, 16",
    "35, 1, 1",
    "39, 1, 1",
    "40, 1, 2",
    "41, 1, 4",
    "42, 1, 8",
    "43, 1, 16",
    "44, 0, 1",
    "47, 0, 1",
    "48, 0, 1"
  })
  void theInitialLookupFollowsFromTheSize(int ipaBits, int startLevel, int rootTables) {
    Stage2Config config = new Stage2Config(ipaBits, 48);

    assertThat(config.startLevel()).isEqualTo(startLevel);
    assertThat(config.rootTables()).isEqualTo(rootTables);
  }

  /**
   * Bit 31 is RES1; PS in 18:16; TG0 0 (4 KiB) in 15:14; SH0 3 in 13:12; ORGN0 1 in 11:10; IRGN0 1
   * in 9:8; SL0 in 7:6 (0: level 2, 1: level 1, 2: level 0); T0SZ, 64 - size, in 5:0.
   */
  @ParameterizedTest
  @CsvSource({
    "32, 32, 0x80003520",
    "40, 40, 0x80023558",
    "40, 48, 0x80053558",
    "44, 44, 0x80043594",
    "48, 48, 0x80053590"
  })
  void vtcrSaysTheSame(int ipaBits, int outputBits, String vtcr) {
    assertThat(new Stage2Config(ipaBits, outputBits).vtcr()).isEqualTo(Long.decode(vtcr));
  }

  @ParameterizedTest
  @CsvSource({
    "SIZE_4K,  52, 0, 16",
    "SIZE_4K,  49, 0, 2",
    "SIZE_16K, 32, 2, 1",
    "SIZE_16K, 40, 2, 16",
    "SIZE_16K, 48, 1, 2",
    "SIZE_16K, 52, 0, 1",
    "SIZE_64K, 32, 2, 1",
    "SIZE_64K, 46, 2, 16",
    "SIZE_64K, 47, 1, 1",
    "SIZE_64K, 52, 1, 1"
  })
  void otherGranulesLookUpElsewhere(Granule granule, int ipaBits, int startLevel, int rootTables) {
    Stage2Config config = new Stage2Config(granule, ipaBits, 52);

    assertThat(config.startLevel()).isEqualTo(startLevel);
    assertThat(config.rootTables()).isEqualTo(rootTables);
  }

  /**
   * TG0 is 1 for 64 KiB and 2 for 16 KiB, where SL0 counts from level 3; PS is 6 for 52 bits; DS is
   * bit 32, for the 4 and 16 KiB granules only.
   */
  @ParameterizedTest
  @CsvSource({
    "SIZE_4K,  52, 52, 0x18006358c",
    "SIZE_16K, 48, 48, 0x8005b590",
    "SIZE_16K, 52, 52, 0x18006b5cc",
    "SIZE_64K, 52, 52, 0x8006758c",
    "SIZE_64K, 40, 44, 0x80047558"
  })
  void vtcrNamesTheGranuleAndWideAddresses(
      Granule granule, int ipaBits, int outputBits, String vtcr) {
    assertThat(new Stage2Config(granule, ipaBits, outputBits).vtcr()).isEqualTo(Long.decode(vtcr));
  }

  @Test
  void vttbrHasTheVmidAboveTheAddress() {
    assertThat(new Stage2Config(40, 48).vttbr(0x4000_2000L, 0x7f)).isEqualTo(0x7f_0000_4000_2000L);
  }

  @Test
  void vttbrHasTheHighBitsOfAWideAddressBelow() {
    assertThat(new Stage2Config(52, 52).vttbr(0xa_0000_4001_0000L, 0)).isEqualTo(0x4001_0028L);
  }

  @Test
  void rootsAndVmidsThatVttbrCannotNameAreRefused() {
    Stage2Config config = new Stage2Config(40, 48);

    assertThatIllegalArgumentException().isThrownBy(() -> config.vttbr(0x4000_1000L, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> config.vttbr(1L << 48, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> config.vttbr(0, 256));
  }

  @Test
  void wideGuestAddressesNeedWideOutputs() {
    assertThat(new Stage2Config(52, 52).ipaBits()).isEqualTo(52);
    assertThatIllegalArgumentException().isThrownBy(() -> new Stage2Config(53, 52));
    assertThatIllegalArgumentException().isThrownBy(() -> new Stage2Config(49, 48));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 31, 49, 52, 64})
  void otherSizesAreRefused(int ipaBits) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Stage2Config(ipaBits, 48));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 39, 50, 53})
  void outputSizesThatVtcrCannotNameAreRefused(int outputBits) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Stage2Config(40, outputBits));
  }

  @Test
  void aSmallMachineGetsTheUsualFortyBits() {
    assertThat(Stage2Config.covering(0x8000_0000L, host(48)).ipaBits()).isEqualTo(40);
    assertThat(Stage2Config.covering(1L << 40, host(48)).ipaBits()).isEqualTo(40);
  }

  @Test
  void aLargeMachineGetsAsManyBitsAsItNeeds() {
    assertThat(Stage2Config.covering((1L << 40) + 1, host(48)).ipaBits()).isEqualTo(41);
    assertThat(Stage2Config.covering(1L << 48, host(52)).ipaBits()).isEqualTo(48);
  }

  @Test
  void aHostWithLessThanFortyBitsGivesWhatItHas() {
    assertThat(Stage2Config.covering(0x8000_0000L, host(36)).ipaBits()).isEqualTo(36);
  }

  @Test
  void aMachineThatNeedsMoreThanTheHostHasIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Stage2Config.covering((1L << 40) + 1, host(40)))
        .withMessageContaining("takes 41-bit addresses, and this host offers 40");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Stage2Config.covering((1L << 48) + 1, host(52)));
  }

  private static HypervisorLimits host(int maxIpaBits) {
    return new HypervisorLimits(1, maxIpaBits, 1, 4096, true);
  }
}
