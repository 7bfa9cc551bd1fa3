package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModuleInfoTest {
  @Test
  void dependenciesComeInTheModulesOrder() {
    byte[] module = ModuleObject.withInfo("license=GPL", "depends=jbd2,mbcache", "name=ext4");

    assertThat(ModuleInfo.parse("ext4", module).dependencies()).containsExactly("jbd2", "mbcache");
  }

  @Test
  void anEmptyListIsNoDependency() {
    byte[] module = ModuleObject.withInfo("depends=");

    assertThat(ModuleInfo.parse("crc16", module).dependencies()).isEmpty();
  }

  @Test
  void aModuleNeedNotSpeakOfDependencies() {
    byte[] module = ModuleObject.withInfo("license=GPL");

    assertThat(ModuleInfo.parse("x", module).dependencies()).isEmpty();
  }

  @Test
  void aFileThatIsNoModuleIsNamed() {
    assertThatThrownBy(() -> ModuleInfo.parse("ext4", new byte[100]))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("ext4")
        .hasMessageContaining("no ELF header");
  }

  @Test
  void aModuleCutShortAnywhereIsRefusedOrRead() {
    byte[] module = ModuleObject.withInfo("depends=a,b");

    for (int length = 0; length < module.length; length++) {
      assertRefusedOrRead(Arrays.copyOf(module, length));
    }
  }

  @Test
  void damagedModulesAreRefusedOrRead() {
    byte[] module = ModuleObject.withInfo("depends=a,b");
    Random random = new Random(7);

    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = module.clone();
      for (int change = 0; change < 4; change++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertRefusedOrRead(damaged);
    }
  }

  private static void assertRefusedOrRead(byte[] module) {
    try {
      assertThat(ModuleInfo.parse("m", module).dependencies()).isNotNull();
    } catch (HostException refused) {
      assertThat(refused).hasMessageContaining("m is no 64-bit kernel module");
    }
  }
}
