package io.jvmm.vgic.v2;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  @Test
  void theDocumentedDistributorRegistersAreTheTables() throws IOException {
    RegisterTables.requireDocumented("distributor", List.of(DistributorRegister.values()));
  }

  @Test
  void theDocumentedCpuInterfaceRegistersAreTheTables() throws IOException {
    RegisterTables.requireDocumented("CPU interface", List.of(CpuInterfaceRegister.values()));
  }

  @Test
  void theDocumentedMsiFrameRegistersAreTheTables() throws IOException {
    RegisterTables.requireDocumented("MSI frame", List.of(MsiFrameRegister.values()));
  }
}
