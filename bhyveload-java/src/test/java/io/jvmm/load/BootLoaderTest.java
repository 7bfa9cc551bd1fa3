package io.jvmm.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.testkit.BlobReader;
import io.jvmm.load.testkit.TestBoot;
import io.jvmm.load.testkit.TestImage;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    return BootRequest.in(RAM)
        .kernel(kernel)
        .initrd(initrd)
        .commandLine(commandLine)
        .stdoutPath("/serial@9000000")
        .build();
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

  @Test
  void whatIsOnlyLookedAtHasNoSeeds() {
    BootPlan plan =
        BootLoader.withoutSeeds()
            .plan(request(""), chosen -> DeviceTreeNode.named("").child(chosen).build());

    assertThat(seeds(plan)).isEmpty();
  }

  @Test
  void thePlanHasTheTreeThatTheGuestReads() {
    ArrayGuestMemory memory = new ArrayGuestMemory(RAM);
    BootPlan plan = plan(request("quiet"));
    plan.load(memory);

    long size = plan.regions().getFirst().range().size();
    assertThat(BlobReader.lines(plan.tree()))
        .isEqualTo(BlobReader.lines(bytes(memory, plan.deviceTree().value(), size)));
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
    BootRequest request = BootRequest.in(RAM).kernel(kernel).build();
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
  void severalInitrdsBecomeOne() {
    Path second = TestImage.write(directory.resolve("more.img"), new byte[] {4, 5});
    BootRequest request = BootRequest.in(RAM).kernel(kernel).initrd(initrd).initrd(second).build();
    ArrayGuestMemory memory = new ArrayGuestMemory(RAM);
    BootPlan plan = plan(request);

    plan.load(memory);

    assertThat(bytes(memory, 0x4030_0000, 8)).containsExactly(1, 2, 3, 0, 4, 5, 0, 0);
    assertThat(plan.regions().getLast().content().replace(directory.toString(), "/boot"))
        .isEqualTo("file /boot/initrd.img (3 bytes), then file /boot/more.img (2 bytes)");
  }

  @Test
  void aKernelForPagesThatTheProcessorCannotDoIsRefused() {
    BootRequest request =
        BootRequest.in(RAM)
            .kernel(TestBoot.kernel(TestImage.image().flags(TestImage.PAGES_64K).bytes()))
            .pageSizes(Set.of(PageSize.KIB_16, PageSize.KIB_4))
            .build();

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plan(request))
        .withMessage(
            "kernel /boot/vmlinuz is built for 64 KiB pages, and this host's processors have guests"
                + " use 4 KiB and 16 KiB only: pass a kernel built for those");
  }

  @Test
  void aKernelThatDoesNotTellItsPageSizeIsTried() {
    BootRequest request =
        BootRequest.in(RAM)
            .kernel(TestBoot.kernel(TestImage.image().flags(TestImage.ANYWHERE).bytes()))
            .pageSizes(Set.of(PageSize.KIB_4))
            .build();

    assertThat(plan(request).regions()).hasSize(2);
  }

  @Test
  void aRawBinaryGoesWhereTheUserSays() {
    byte[] program = TestImage.image().bytes();
    BootRequest request =
        BootRequest.in(RAM)
            .kernel(TestBoot.kernel(program))
            .loadAddress(new GuestAddress(0x4100_0000))
            .entry(new GuestAddress(0x4100_0040))
            .build();
    ArrayGuestMemory memory = new ArrayGuestMemory(RAM);
    BootPlan plan = plan(request);

    plan.load(memory);

    assertThat(plan.entry().value()).isEqualTo(0x4100_0040);
    assertThat(plan.registers()).containsEntry(VcpuRegister.X0, 0x4000_0000L);
    assertThat(plan.regions().getLast().content())
        .isEqualTo("raw binary, file /boot/vmlinuz (8192 bytes)");
    assertThat(bytes(memory, 0x4100_0000, program.length)).isEqualTo(program);
  }

  @Test
  void aRawBinaryBesideMemoryIsRefused() {
    BootRequest.Builder request = BootRequest.in(RAM).kernel(TestBoot.kernel(new byte[100]));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plan(request.loadAddress(new GuestAddress(0x1000)).build()))
        .withMessage(
            "kernel /boot/vmlinuz has 100 bytes to load at 0x1000, and the guest's memory is"
                + " [0x40000000, 0x44000000): choose another address, or give it more");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                plan(
                    request
                        .loadAddress(new GuestAddress(0x4100_0000))
                        .entry(new GuestAddress(0x4100_0064))
                        .build()))
        .withMessageContaining("its entry point 0x41000064 is not in there");
  }

  @Test
  void anEnvironmentIsForFreeBsdOnly() {
    BootRequest request =
        BootRequest.in(RAM).kernel(kernel).environment(Map.of("kern.hz", "100")).build();

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> plan(request))
        .withMessageContaining("environment variables are for FreeBSD's ELF kernels")
        .withMessageContaining("arm64 Image, 4 KiB pages");
  }

  @Test
  void aDeviceTreeThatNoKernelTakesIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                loader.plan(
                    request(""),
                    chosen -> DeviceTreeNode.named("").bytes("blob", new byte[2 << 20]).build()))
        .withMessageContaining("kernels take at most 2097152: leave overlays out");
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
