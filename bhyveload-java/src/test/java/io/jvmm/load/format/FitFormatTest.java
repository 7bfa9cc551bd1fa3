package io.jvmm.load.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.BootPlan;
import io.jvmm.load.DeviceTreeBlob;
import io.jvmm.load.testkit.Packer;
import io.jvmm.load.testkit.TestBoot;
import io.jvmm.load.testkit.TestImage;
import io.jvmm.load.testkit.TestWrappings;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FitFormatTest {
  private static final byte[] IMAGE = TestImage.image().fileSize(100_000).bytes();

  private static void refuses(byte[] file, String... words) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> TestBoot.load(file))
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  private static DeviceTreeNode.Builder kernel() {
    return TestWrappings.fitKernel("none").bytes("data", IMAGE);
  }

  private static byte[] loaded(byte... file) {
    return TestBoot.bytes(TestBoot.load(file), 0x4020_0000, IMAGE.length);
  }

  @Test
  void theDefaultConfigurationsKernelIsLoaded() {
    byte[] file = TestWrappings.fit(kernel().child(TestWrappings.crcNode(IMAGE)).build());

    BootPlan plan = TestBoot.plan(TestBoot.request(file));

    assertThat(plan.toString())
        .contains("FIT image (configuration conf-1) holding an arm64 Image, 4 KiB pages, file");
    assertThat(loaded(file)).isEqualTo(IMAGE);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "XZ")
  void aCompressedKernelIsUnpacked(Packer packer) {
    byte[] packed = packer.pack(IMAGE);
    DeviceTreeNode kernel =
        TestWrappings.fitKernel(packer.headerName()).bytes("data", packed).build();

    assertThat(loaded(TestWrappings.fit(kernel))).isEqualTo(IMAGE);
  }

  @Test
  void theDeviceTreeIsNotUsedAndThePlanSaysSo() {
    DeviceTreeNode tree = DeviceTreeNode.named("fdt-1").strings("type", "flat_dt").build();

    BootPlan plan = TestBoot.plan(TestBoot.request(TestWrappings.fit(kernel().build(), tree)));

    assertThat(plan.toString())
        .contains("FIT image (configuration conf-1, its device tree not used) holding");
  }

  @Test
  void theInitialRamDiskIsLoadedAsItIs() {
    byte[] disk = Packer.GZIP.pack(new byte[] {1, 2, 3});
    DeviceTreeNode ramdisk =
        DeviceTreeNode.named("ramdisk-1")
            .strings("compression", "gzip")
            .bytes("data", disk)
            .child(TestWrappings.crcNode(disk))
            .build();

    ArrayGuestMemory memory = TestBoot.load(TestWrappings.fit(kernel().build(), ramdisk));

    assertThat(TestBoot.bytes(memory, 0x4030_0000, disk.length)).isEqualTo(disk);
  }

  @Test
  void dataMayBeBehindTheTree() {
    DeviceTreeNode kernel =
        TestWrappings.fitKernel("none")
            .cells("data-size", IMAGE.length)
            .cells("data-offset", 16)
            .build();
    byte[] tree = TestWrappings.fit(kernel);
    int start = ((tree.length + 3) & -4) + 16;
    byte[] file = Arrays.copyOf(tree, start + IMAGE.length);
    System.arraycopy(IMAGE, 0, file, start, IMAGE.length);

    assertThat(loaded(file)).isEqualTo(IMAGE);
    refuses(Arrays.copyOf(file, file.length - 1), "kernel-1 of 100000 bytes at offset");
  }

  @Test
  void dataMayHaveAPositionOfTheirOwn() {
    DeviceTreeNode kernel =
        TestWrappings.fitKernel("none")
            .cells("data-size", IMAGE.length)
            .cells("data-position", 0x1000)
            .build();
    byte[] file = Arrays.copyOf(TestWrappings.fit(kernel), 0x1000 + IMAGE.length);
    System.arraycopy(IMAGE, 0, file, 0x1000, IMAGE.length);

    assertThat(loaded(file)).isEqualTo(IMAGE);
  }

  @ParameterizedTest
  @CsvSource({"md5, MD5", "sha1, SHA-1", "sha256, SHA-256", "sha384, SHA-384", "sha512, SHA-512"})
  void everyHashIsChecked(String name, String digest) throws Exception {
    byte[] hash = MessageDigest.getInstance(digest).digest(IMAGE);
    DeviceTreeNode right =
        DeviceTreeNode.named("hash-1").strings("algo", name).bytes("value", hash).build();
    byte[] other = hash.clone();
    other[3] ^= 1;
    DeviceTreeNode wrong =
        DeviceTreeNode.named("hash-2").strings("algo", name).bytes("value", other).build();

    assertThat(loaded(TestWrappings.fit(kernel().child(right).build()))).isEqualTo(IMAGE);
    refuses(
        TestWrappings.fit(kernel().child(right).child(wrong).build()),
        "is damaged: its data have the " + name + " hash");
  }

  @Test
  void aHashThatNobodyKnowsIsRefused() {
    DeviceTreeNode hash = DeviceTreeNode.named("hash-1").strings("algo", "crc16-ccitt").build();

    refuses(
        TestWrappings.fit(kernel().child(hash).build()),
        "an image kernel-1 with a hash of algorithm \"crc16-ccitt\"");
  }

  @Test
  void anotherArchitectureIsRefused() {
    DeviceTreeNode kernel =
        DeviceTreeNode.named("kernel-1").strings("arch", "arm").bytes("data", IMAGE).build();

    refuses(TestWrappings.fit(kernel), "an image kernel-1 whose arch is arm and not arm64");
  }

  @Test
  void aKernelWithoutDataIsRefused() {
    refuses(
        TestWrappings.fit(TestWrappings.fitKernel("none").build()),
        "an image kernel-1 without data, and without data-size");
  }

  @Test
  void anImageThatIsNotThereIsNamed() {
    DeviceTreeNode tree =
        DeviceTreeNode.named("")
            .child(DeviceTreeNode.named("images").build())
            .child(
                DeviceTreeNode.named("configurations")
                    .child(DeviceTreeNode.named("c").strings("kernel", "k").build())
                    .build())
            .build();

    refuses(DeviceTreeBlob.of(tree), "its kernel k is not in /images");
  }

  @Test
  void severalConfigurationsWithoutADefaultAreNamed() {
    DeviceTreeNode tree =
        DeviceTreeNode.named("")
            .child(
                DeviceTreeNode.named("configurations")
                    .child(DeviceTreeNode.named("conf-1").build())
                    .child(DeviceTreeNode.named("conf-2").build())
                    .build())
            .build();

    refuses(DeviceTreeBlob.of(tree), "without a default configuration (it has [conf-1, conf-2])");
  }

  @Test
  void aMereDeviceTreeIsNoKernel() {
    refuses(
        DeviceTreeBlob.of(DeviceTreeNode.named("").build()), "is a device tree and no FIT image");
  }

  @Test
  void aMereBinaryGoesWhereItsNodeSays() {
    DeviceTreeNode kernel =
        TestWrappings.fitKernel("none")
            .bytes("data", (byte) 1, (byte) 2)
            .cells("load", 0x4050_0000)
            .cells("entry", 0x4050_0001)
            .build();

    BootPlan plan = TestBoot.plan(TestBoot.request(TestWrappings.fit(kernel)));

    assertThat(plan.entry().value()).isEqualTo(0x4050_0001);
    assertThat(TestBoot.bytes(TestBoot.load(plan), 0x4050_0000, 2)).containsExactly(1, 2);
  }
}
