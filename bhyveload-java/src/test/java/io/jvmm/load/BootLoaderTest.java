package io.jvmm.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootLoaderTest {
  private static final AddressRange RAM = AddressRange.of(0x4000_0000, 64 << 20);

  @TempDir Path directory;
  private final BootLoader loader = new BootLoader(new SplittableRandom(1));
  private Path kernel;
  private Path initrd;

  @BeforeEach
  void writeFiles() {
    kernel = TestImage.write(directory.resolve("vmlinuz"), TestImage.image().bytes());
    initrd = TestImage.write(directory.resolve("initrd.img"), new byte[] {1, 2, 3});
  }

  private BootRequest request(String commandLine) {
    return new BootRequest(
        kernel, Optional.of(initrd), commandLine, RAM, Optional.of("/serial@9000000"));
  }

  private BootPlan plan(BootRequest request) {
    return loader.plan(request, chosen -> DeviceTreeNode.named("").child(chosen).build());
  }

  private static byte[] bytes(ArrayGuestMemory memory, long address, long length) {
    return memory.readable(address, length).toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void aPlanStartsTheKernelWithTheDeviceTreeInX0() {
    BootPlan plan = plan(request(""));

    assertThat(plan.registers())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                VcpuRegister.PC, 0x4020_0000L,
                VcpuRegister.X0, 0x4000_0000L,
                VcpuRegister.X1, 0L,
                VcpuRegister.X2, 0L,
                VcpuRegister.X3, 0L));
  }

  @Test
  void thePlanHasAStableTextForm() {
    assertThat(plan(request("quiet")).toString().replace(directory.toString(), "/boot"))
        .isEqualTo(
            """
            entry   0x40200000
            x0      0x40000000
            region  [0x40000000, 0x4000013d)  device tree: generated, 317 bytes
            region  [0x40200000, 0x40300000)  kernel: arm64 Image, 4 KiB pages, file /boot/vmlinuz (8192 bytes)
            region  [0x40300000, 0x40300003)  initrd: file /boot/initrd.img (3 bytes)
            """);
  }

  @Test
  void theDeviceTreeTellsTheKernelWhatTheLoaderKnows() {
    ArrayGuestMemory memory = new ArrayGuestMemory(RAM);
    BootPlan plan = plan(request("root=/dev/vda ro"));

    plan.load(memory);

    long size = plan.regions().getFirst().range().size();
    List<String> tree = BlobReader.lines(bytes(memory, plan.deviceTree().value(), size));
    assertThat(tree)
        .contains(
            "/chosen/bootargs=726f6f743d2f6465762f76646120726f00",
            "/chosen/stdout-path=2f73657269616c403930303030303000",
            "/chosen/linux,initrd-start=0000000040300000",
            "/chosen/linux,initrd-end=0000000040300003");
    assertThat(tree).anyMatch(line -> line.matches("/chosen/kaslr-seed=[0-9a-f]{16}"));
    assertThat(tree).anyMatch(line -> line.matches("/chosen/rng-seed=[0-9a-f]{64}"));
  }

  @Test
  void everyPlanHasItsOwnSeeds() {
    assertThat(seeds(plan(request("")))).isNotEqualTo(seeds(plan(request(""))));
  }

  private static List<String> seeds(BootPlan plan) {
    ArrayGuestMemory memory = new ArrayGuestMemory(RAM);
    plan.load(memory);
    long size = plan.regions().getFirst().range().size();
    return BlobReader.lines(bytes(memory, plan.deviceTree().value(), size)).stream()
        .filter(line -> line.contains("seed="))
        .toList();
  }

  @Test
  void loadingPutsEveryFileWhereThePlanSays() {
    ArrayGuestMemory memory = new ArrayGuestMemory(RAM);

    plan(request("")).load(memory);

    assertThat(bytes(memory, 0x4020_0000, 0x2000)).isEqualTo(TestImage.image().bytes());
    assertThat(bytes(memory, 0x4030_0000, 4)).containsExactly(1, 2, 3, 0);
  }

  @Test
  void aMachineWithoutInitrdSaysNothingAboutOne() {
    BootRequest request = new BootRequest(kernel, Optional.empty(), "", RAM, Optional.empty());
    ArrayGuestMemory memory = new ArrayGuestMemory(RAM);
    BootPlan plan = plan(request);

    plan.load(memory);

    assertThat(plan.regions())
        .extracting(BootRegion::name)
        .containsExactly("device tree", "kernel");
    long size = plan.regions().getFirst().range().size();
    assertThat(BlobReader.lines(bytes(memory, plan.deviceTree().value(), size)))
        .noneMatch(line -> line.contains("initrd") || line.contains("stdout"));
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    Path absent = directory.resolve("absent");
    BootRequest request =
        new BootRequest(absent, Optional.of(directory), "x".repeat(2048), RAM, Optional.empty());

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plan(request))
        .satisfies(
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "kernel " + absent + " does not exist: check the path",
                        "initrd " + directory + " is a directory: name the file in it",
                        "the kernel's command line has 2048 bytes, and arm64 kernels cut it off"
                            + " after 2047: shorten it"));
  }

  @Test
  void anInitrdWithoutReadPermissionIsFoundBeforeAnythingIsLoaded() throws Exception {
    Files.setPosixFilePermissions(initrd, PosixFilePermissions.fromString("-w-------"));
    Assumptions.assumeFalse(Files.isReadable(initrd), "root may read everything");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plan(request("")))
        .withMessageContaining("may not be read by this user");
  }

  @Test
  void aCommandLineOfAllTheBytesThatAKernelKeepsIsFine() {
    assertThat(plan(request("x".repeat(2047))).regions()).hasSize(3);
  }

  @Test
  void aCommandLineWithANulIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plan(request("root=/dev/vda\0 evil")))
        .withMessageContaining("NUL");
  }

  @Test
  void aDeviceTreeThatNoKernelTakesIsABugOfOurs() {
    assertThatExceptionOfType(InternalException.class)
        .isThrownBy(
            () ->
                loader.plan(
                    request(""),
                    chosen -> DeviceTreeNode.named("").bytes("blob", new byte[2 << 20]).build()))
        .withMessageContaining("kernels take 2097152");
  }

  @Test
  void aPlanForMemoryThatTheGuestLacksIsABugOfOurs() {
    BootPlan plan = plan(request(""));
    ArrayGuestMemory elsewhere = new ArrayGuestMemory(AddressRange.of(0x8000_0000L, 64 << 20));

    assertThatExceptionOfType(InternalException.class)
        .isThrownBy(() -> plan.load(elsewhere))
        .withMessageContaining("device tree was planned where the guest has no memory");
  }
}
