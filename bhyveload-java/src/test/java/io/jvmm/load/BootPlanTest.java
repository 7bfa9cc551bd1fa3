package io.jvmm.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.testkit.Packer;
import io.jvmm.load.testkit.TestImage;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.VmmException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong, and right, between planning and loading. */
class BootPlanTest {
  private static final AddressRange RAM = AddressRange.of(0x4000_0000, 8 << 20);
  private static final long KERNEL = 0x4020_0000;

  @TempDir Path directory;
  private final ArrayGuestMemory memory = new ArrayGuestMemory(RAM);

  private Path file(byte[] content) {
    return TestImage.write(directory.resolve("vmlinuz"), content);
  }

  // Rewriting one file over and over would wait for the disk each time.
  private Path numbered(int number, byte[] content) {
    return TestImage.write(directory.resolve("vmlinuz" + number), content);
  }

  private static BootPlan plan(Path kernel) {
    return new BootLoader(new SplittableRandom(1))
        .plan(
            BootRequest.in(RAM).kernel(kernel).build(),
            chosen -> DeviceTreeNode.named("").child(chosen).build());
  }

  private void refusesToLoad(BootPlan plan, String words) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plan.load(memory))
        .withMessageContaining(words);
  }

  @Test
  void aPackedKernelIsUnpackedIntoGuestMemory() {
    TestImage image = TestImage.image().fileSize(300_000).sectionEnd(300_000);

    plan(file(image.gzipped())).load(memory);

    assertThat(memory.readable(KERNEL, 300_000).toArray(ValueLayout.JAVA_BYTE))
        .isEqualTo(image.bytes());
  }

  @Test
  void aPackedKernelThatFillsItsImageSizeFits() {
    TestImage image = TestImage.image().imageSize(200_000).fileSize(200_000);

    plan(file(image.gzipped())).load(memory);

    assertThat(memory.readable(KERNEL, 200_000).toArray(ValueLayout.JAVA_BYTE))
        .isEqualTo(image.bytes());
  }

  @Test
  void aPackedKernelThatNeverEndsStopsAtItsImageSize() {
    BootPlan plan = plan(file(TestImage.image().imageSize(0x1_0000).fileSize(0x10_0000).gzipped()));

    refusesToLoad(plan, "unpacks to more than the 64 KiB that its own header asks for");
    assertThat(memory.readable(KERNEL + 0x1_0000, 0x1000).toArray(ValueLayout.JAVA_BYTE))
        .containsOnly(0);
  }

  @Test
  void aPackedKernelCutOffIsTruncated() {
    byte[] packed = TestImage.image().fileSize(100_000).gzipped();

    refusesToLoad(
        plan(file(Arrays.copyOf(packed, packed.length - 9))), "damaged or truncated gzip data");
  }

  @Test
  void aPackedKernelCutOffBeforeItWasPackedIsTruncated() {
    BootPlan plan = plan(file(TestImage.image().sectionEnd(0x3000).gzipped()));

    refusesToLoad(plan, "is truncated: it has 8192 bytes where its header speaks of 12288");
  }

  @Test
  void aPackedKernelWithAWrongChecksumIsDamaged() {
    byte[] packed = TestImage.image().fileSize(100_000).gzipped();
    packed[packed.length - 8] ^= 1;

    refusesToLoad(plan(file(packed)), "damaged or truncated gzip data");
  }

  @Test
  void aKernelThatShrankSinceThePlanIsRefused() {
    BootPlan plan = plan(file(TestImage.image().bytes()));
    file(TestImage.image().fileSize(0x1000).bytes());

    refusesToLoad(plan, "changed while the machine was being started");
  }

  @Test
  void aKernelThatWasRewrittenSinceThePlanIsRefused() throws Exception {
    Path kernel = file(TestImage.image().bytes());
    BootPlan plan = plan(kernel);
    Files.setLastModifiedTime(kernel, FileTime.fromMillis(12345));

    refusesToLoad(plan, "changed while the machine was being started");
  }

  @Test
  void aKernelThatWasRemovedSinceThePlanIsMissed() throws Exception {
    Path kernel = file(TestImage.image().bytes());
    BootPlan plan = plan(kernel);
    Files.delete(kernel);

    refusesToLoad(plan, "does not exist");
  }

  @Test
  void aDamagedKernelNeverCausesAnythingButAnErrorOfItsOwn() {
    SplittableRandom random = new SplittableRandom(20260101);
    byte[] plain = TestImage.image().sectionEnd(0x2000).bytes();
    byte[] packed = Packer.GZIP.pack(plain);
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] damaged = damage(random.nextBoolean() ? plain : packed, random);
      try {
        plan(numbered(i, damaged)).load(memory);
      } catch (ConfigurationException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(250, 1000);
  }

  @Test
  void aFileCutOffAnywhereNeverCausesAnythingButAnErrorOfItsOwn() {
    byte[] packed = TestImage.image().sectionEnd(0x2000).gzipped();
    for (int length = 0; length < packed.length; length += length < 512 ? 1 : 97) {
      Path kernel = numbered(length, Arrays.copyOf(packed, length));
      assertThatExceptionOfType(VmmException.class).isThrownBy(() -> plan(kernel).load(memory));
    }
  }

  private static byte[] damage(byte[] content, SplittableRandom random) {
    byte[] damaged =
        Arrays.copyOf(content, random.nextInt(16) == 0 ? random.nextInt(200) : content.length);
    int flips = 1 + random.nextInt(8);
    for (int i = 0; i < flips && damaged.length > 0; i++) {
      int reach = Math.min(damaged.length, random.nextBoolean() ? 256 : damaged.length);
      damaged[random.nextInt(reach)] = (byte) random.nextInt();
    }
    return damaged;
  }
}
