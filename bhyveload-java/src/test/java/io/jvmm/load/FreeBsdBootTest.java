package io.jvmm.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.testkit.Packer;
import io.jvmm.load.testkit.TestBoot;
import io.jvmm.load.testkit.TestElf;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads what is loaded the way FreeBSD's kernel does: by virtual addresses, from x0 on. */
class FreeBsdBootTest {
  private static final long KERNBASE = 0xffff_0000_0000_0000L;
  private static final byte[] TEXT = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] KERNEL =
      TestElf.executable()
          .interpreter("/red/herring")
          .segment(KERNBASE, KERNBASE, TEXT, 0x1000)
          .segment(KERNBASE + 0x1_0000, KERNBASE + 0x1_0000, TEXT, 0x2_0000)
          .entry(KERNBASE + 4)
          .bytes();

  private static BootRequest.Builder request() {
    return TestBoot.request(KERNEL).environment(Map.of("kern.hz", "100"));
  }

  private static byte[] atVirtual(ArrayGuestMemory memory, long address, long length) {
    return TestBoot.bytes(memory, address - KERNBASE + 0x4000_0000, length);
  }

  /** The metadata's records by type, each a little-endian buffer. */
  private record Records(Map<Integer, ByteBuffer> byType) {
    static Records read(ArrayGuestMemory memory, BootPlan plan) {
      long start = plan.registers().getOrDefault(VcpuRegister.X0, 0L);
      ByteBuffer bytes = ByteBuffer.wrap(atVirtual(memory, start, 4096));
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      Map<Integer, ByteBuffer> records = new LinkedHashMap<>();
      for (int type = bytes.getInt(); type != 0; type = bytes.getInt()) {
        int size = bytes.getInt();
        records.put(type, bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN));
        bytes.position((bytes.position() + size + 7) & -8);
      }
      assertThat(bytes.getInt()).isZero();
      return new Records(records);
    }

    ByteBuffer of(int type) {
      return byType.getOrDefault(type, ByteBuffer.allocate(0));
    }

    String text(int type) {
      return StandardCharsets.US_ASCII.decode(of(type).duplicate()).toString();
    }
  }

  @Test
  void everythingLiesBehindTheKernelAndTheMetadataLast() {
    BootPlan plan = TestBoot.plan(request());

    assertThat(plan.toString())
        .isEqualTo(
            """
            entry   0x40000004
            x0      0xffff000000050000
            region  [0x40000000, 0x40001000)  kernel: FreeBSD kernel, ELF file, file /boot/vmlinuz (261 bytes), segment 1 of 2
            region  [0x40010000, 0x40030000)  kernel: segment 2 of 2
            region  [0x40030000, 0x4003000d)  environment: generated, 13 bytes
            region  [0x40040000, 0x400400c5)  device tree: generated, 197 bytes
            region  [0x40050000, 0x400500d8)  metadata: generated, 216 bytes
            """);
  }

  @Test
  void theMetadataTellWhereEverythingIs() {
    BootPlan plan = TestBoot.plan(request().commandLine("-v"));
    ArrayGuestMemory memory = TestBoot.load(plan);

    Records records = Records.read(memory, plan);

    assertThat(records.byType().keySet()).startsWith(1);
    assertThat(records.text(1)).as("name").isEqualTo("kernel\0");
    assertThat(records.text(2)).as("type").isEqualTo("elf kernel\0");
    assertThat(records.text(6)).as("arguments").isEqualTo("-v\0");
    assertThat(records.of(3).getLong(0)).as("address").isEqualTo(KERNBASE);
    assertThat(records.of(4).getLong(0)).as("size").isEqualTo(0x3_0000);
    assertThat(records.of(0x8007).getInt(0)).as("howto").isEqualTo(0x800);
    assertThat(records.of(0x8008).getLong(0)).as("end").isEqualTo(KERNBASE + 0x6_0000);
  }

  @Test
  void theMetadataLeadToTheEnvironmentAndTheDeviceTree() {
    BootPlan plan = TestBoot.plan(request());
    ArrayGuestMemory memory = TestBoot.load(plan);
    Records records = Records.read(memory, plan);

    byte[] environment = atVirtual(memory, records.of(0x8006).getLong(0), 13);
    byte[] tree = atVirtual(memory, records.of(0x9002).getLong(0), 4);

    assertThat(environment).asString(StandardCharsets.US_ASCII).isEqualTo("kern.hz=100\0\0");
    assertThat(ByteBuffer.wrap(tree).getInt()).isEqualTo(0xd00dfeed);
  }

  @Test
  void theMetadataHaveTheElfHeader() {
    BootPlan plan = TestBoot.plan(request());
    byte[] header = new byte[64];

    Records.read(TestBoot.load(plan), plan).of(0x8002).get(header);

    assertThat(header).isEqualTo(Arrays.copyOf(KERNEL, 64));
  }

  @Test
  void aCompressedKernelIsTheSame() {
    BootPlan plan = TestBoot.plan(TestBoot.request(Packer.GZIP.pack(KERNEL)));

    assertThat(plan.toString()).contains("kernel: gzip-compressed FreeBSD kernel, ELF file");
    assertThat(TestBoot.bytes(TestBoot.load(plan), 0x4001_0000, 8)).isEqualTo(TEXT);
  }

  @Test
  void theOsAbiAlsoTellsAFreeBsdKernel() {
    byte[] kernel =
        TestElf.executable().osAbi(9).segment(KERNBASE, KERNBASE, TEXT, 8).entry(KERNBASE).bytes();

    assertThat(TestBoot.plan(TestBoot.request(kernel)).toString()).contains("FreeBSD kernel");
  }

  @Test
  void aKernelThatDoesNotFitSaysWhatWouldDo() {
    byte[] kernel =
        TestElf.executable()
            .osAbi(9)
            .segment(KERNBASE, KERNBASE, TEXT, 16 << 20)
            .entry(KERNBASE)
            .bytes();

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> TestBoot.plan(TestBoot.request(kernel)))
        .withMessageContaining("does not fit: it needs 16 MiB")
        .withMessageContaining("give it at least 17 MiB");
  }

  @Test
  void anInitialRamDiskIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> TestBoot.plan(request().initrd(TestBoot.initrd(new byte[1]))))
        .withMessage(
            "initrd /boot/initrd.img has no use: FreeBSD's kernels take no initrd; leave it out");
  }
}
