package io.jvmm.it.nested;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.jvmm.it.Checkout;
import io.jvmm.it.guest.A64;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.memory.GuestAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests whose kernels are not plain arm64 Images. */
class KernelFormatsIT {
  private static final long UART = GuestLayout.PL011.start().value();
  private static final long PROGRAM = GuestLayout.RAM_START.value() + 0x20_0000;
  private static final A64 HELLO = new A64().print("Hello\n", UART).powerOff();

  @TempDir private Path directory;

  @Test
  void debiansKernelBootsFromAGzipFile() throws IOException {
    boots(gzip(debiansKernel()));
  }

  @Test
  void debiansKernelBootsFromAZstdFile() throws IOException {
    boots(Zstd.compress(debiansKernel()));
  }

  @Test
  void debiansKernelBootsFromAnEfiZbootImage() throws IOException {
    boots(zboot(gzip(debiansKernel())));
  }

  @Test
  void aDirectoryIsPackedAsOneMoreInitrd() throws IOException {
    Path more = Files.createDirectories(directory.resolve("more/srv"));
    Files.writeString(more.resolve("greeting"), "packed on the fly\n");

    Outcome outcome =
        TestMachine.example("hello")
            .initrd(directory.resolve("more"))
            .input("cat /srv/greeting; poweroff\n")
            .run();

    assertThat(outcome.output()).containsPattern("(?m)^packed on the fly\\r?$");
  }

  private void boots(byte[] kernel) throws IOException {
    Outcome outcome =
        TestMachine.example("hello")
            .kernel(Files.write(directory.resolve("kernel"), kernel))
            .input("uname -m; poweroff\n")
            .run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(Kind.POWERED_OFF);
    assertThat(outcome.output()).containsPattern("(?m)^aarch64\\r?$");
  }

  private static byte[] debiansKernel() throws IOException {
    String json = Files.readString(Checkout.prepared("hello"));
    return Files.readAllBytes(
        Path.of(json.replaceAll("(?s).*\"kernel\" ?: ?\"([^\"]+)\".*", "$1")));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  /** The header that Linux puts before a payload (drivers/firmware/efi/libstub/zboot-header.S). */
  private static byte[] zboot(byte[] payload) {
    int header = 4096;
    ByteBuffer image = ByteBuffer.allocate(header + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0, "MZ".getBytes(US_ASCII)).put(4, "zimg".getBytes(US_ASCII));
    image.putInt(8, header).putInt(12, payload.length).put(24, "gzip".getBytes(US_ASCII));
    return image.put(header, payload).array();
  }

  @Test
  void aBareMetalElfFileRuns() throws IOException {
    Path kernel = Files.write(directory.resolve("hello.elf"), elf(HELLO.bytes()));

    assertThat(TestMachine.booting(kernel).run().output()).isEqualTo("Hello\n");
  }

  /** One segment (System V ABI, "Program Header"), at the address that it is linked for. */
  private static byte[] elf(byte[] code) {
    int start = 0x78;
    ByteBuffer elf = ByteBuffer.allocate(start + code.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0x464c_457f).put((byte) 2).put((byte) 1).put((byte) 1);
    elf.putShort(16, (short) 2).putShort(18, (short) 183).putInt(20, 1); // ET_EXEC, EM_AARCH64
    elf.putLong(24, PROGRAM).putLong(32, 0x40);
    elf.putShort(52, (short) 64).putShort(54, (short) 56).putShort(56, (short) 1);
    elf.position(0x40).putInt(1).putInt(5).putLong(start).putLong(PROGRAM).putLong(PROGRAM);
    elf.putLong(code.length).putLong(code.length).putLong(8);
    return elf.put(start, code).array();
  }

  @Test
  void aRawBinaryRunsWhereItIsPut() throws IOException {
    Path kernel = Files.write(directory.resolve("hello.bin"), HELLO.bytes());

    TestMachine machine =
        TestMachine.booting(kernel).loadAddress(new GuestAddress(PROGRAM)).memory("64MiB");

    assertThat(machine.run().output()).isEqualTo("Hello\n");
  }
}
