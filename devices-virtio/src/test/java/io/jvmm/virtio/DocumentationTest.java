package io.jvmm.virtio;

import io.jvmm.virtio.mmio.VirtioMmioRegister;
import io.jvmm.virtio.pci.VirtioPciRegister;
import io.jvmm.vmm.testkit.GeneratedTable;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The transports' pages have the tables of their registers. */
class DocumentationTest {
  @Test
  void theDocumentedRegistersOverMmioAreTheTable() throws IOException {
    GeneratedTable.ofDevice("virtio-mmio.md")
        .requireRegisters(List.of(VirtioMmioRegister.values()));
  }

  @Test
  void theDocumentedRegistersOverPciAreTheTable() throws IOException {
    GeneratedTable.ofDevice("virtio-pci.md").requireRegisters(List.of(VirtioPciRegister.values()));
  }
}
