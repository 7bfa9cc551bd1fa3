package io.jvmm.vgic.v2;

import io.jvmm.vmm.mmio.Register;
import io.jvmm.vmm.testkit.GeneratedTable;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  @Test
  void theDocumentedDistributorRegistersAreTheTables() throws IOException {
    requireDocumented("distributor", List.of(DistributorRegister.values()));
  }

  @Test
  void theDocumentedCpuInterfaceRegistersAreTheTables() throws IOException {
    requireDocumented("CPU interface", List.of(CpuInterfaceRegister.values()));
  }

  @Test
  void theDocumentedMsiFrameRegistersAreTheTables() throws IOException {
    requireDocumented("MSI frame", List.of(MsiFrameRegister.values()));
  }

  private static void requireDocumented(String name, List<? extends Register> registers)
      throws IOException {
    new GeneratedTable("devices/gicv2.md", name).requireRegisters(registers);
  }
}
