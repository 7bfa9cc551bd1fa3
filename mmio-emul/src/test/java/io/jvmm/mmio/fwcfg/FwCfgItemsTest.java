package io.jvmm.mmio.fwcfg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.mmio.fwcfg.FwCfgGuest.Entry;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.testkit.GeneratedTable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FwCfgItemsTest {
  private final FwCfgItems.Builder items = FwCfgItems.builder();

  @Test
  void everyDeviceHasASignatureAndFeatures() {
    assertThat(guest().read(FwCfgKey.SIGNATURE, 4)).isEqualTo("QEMU".getBytes(US_ASCII));
    assertThat(guest().read(FwCfgKey.ID, 4)).containsExactly(3, 0, 0, 0);
  }

  @Test
  void withoutFilesTheDirectoryIsEmpty() {
    assertThat(guest().files()).isEmpty();
  }

  @Test
  void filesHaveKeysByTheirNames() {
    items.file("opt/b", new byte[5]).file("opt/a", new byte[70_000]);

    assertThat(guest().files())
        .containsEntry("opt/a", new Entry(0x20, 70_000))
        .containsEntry("opt/b", new Entry(0x21, 5));
  }

  @Test
  void aFileIsFoundByItsKey() {
    items.file("opt/a", new byte[] {1, 2}).file("opt/b", new byte[] {3});

    assertThat(guest().file("opt/a")).containsExactly(1, 2);
    assertThat(guest().file("opt/b")).containsExactly(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "with space",
        "opt/ümlaut",
        "12345678901234567890123456789012345678901234567890123456"
      })
  void namesThatTheDirectoryCannotHoldAreRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> items.file(name, new byte[0]))
        .withMessageContaining("cannot name a file");
  }

  @Test
  void aNameMayBe55CharactersLong() {
    String name = "opt/" + "x".repeat(51);

    assertThat(new FwCfgGuest(items.file(name, new byte[1]).build()).files()).containsKey(name);
  }

  @Test
  void aNameIsThereOnce() {
    items.file("opt/a", new byte[0]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> items.file("opt/a", new byte[1]))
        .withMessageContaining("already has a file 'opt/a'");
  }

  @Test
  void aKernelComesWithItsSizes() {
    items
        .kernel(FwCfgContent.of(new byte[] {7, 8, 9}))
        .initrd(FwCfgContent.of(new byte[300]))
        .commandLine("quiet");

    assertThat(guest().read(FwCfgKey.KERNEL_SIZE, 4)).containsExactly(3, 0, 0, 0);
    assertThat(guest().read(FwCfgKey.KERNEL_DATA, 3)).containsExactly(7, 8, 9);
    assertThat(guest().read(FwCfgKey.INITRD_SIZE, 4)).containsExactly(44, 1, 0, 0);
    assertThat(guest().read(FwCfgKey.COMMAND_LINE_SIZE, 4)).containsExactly(6, 0, 0, 0);
    assertThat(guest().read(FwCfgKey.COMMAND_LINE_DATA, 6)).isEqualTo("quiet\0".getBytes(US_ASCII));
  }

  @Test
  void theBootOrderIsAListOfPaths() {
    items.bootOrder(
        List.of(BootDevice.onMmio(new GuestAddress(0xa00_0200)), BootDevice.onPci(0x1f)));

    assertThat(guest().file("bootorder"))
        .asString(US_ASCII)
        .isEqualTo(
            """
            /virtio-mmio@000000000a000200/disk@0,0
            /pci@i0cf8/scsi@1f/disk@0,0\0""");
  }

  @Test
  void theDocumentationHasTheKeys() throws Exception {
    new GeneratedTable("devices/fw-cfg.md", "key table")
        .requireIs(
            "| key | item | what is in it |\n| --- | --- | --- |\n"
                + Stream.of(FwCfgKey.values())
                    .map(
                        each ->
                            "| 0x%02x | %s | %s |\n"
                                .formatted(each.key(), each.name(), each.note()))
                    .collect(Collectors.joining()));
  }

  private FwCfgGuest guest() {
    return new FwCfgGuest(items.build());
  }
}
