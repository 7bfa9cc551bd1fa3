package io.jvmm.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.control.ServiceUnit.Restart;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceUnitTest {
  private static ServiceUnit unit(String program, Restart restart) {
    MachineHome home = new MachineHome("debian", Path.of("/state/jvmm/vms/debian"));
    return new ServiceUnit(new StoredMachine(home), Path.of(program), restart);
  }

  @Test
  void itRunsTheMachineWithItsConsoleInItsLog() {
    assertThat(unit("/opt/jvmm/bin/jvmm", Restart.ON_FAILURE).text())
        .contains("\nExecStart=\"/opt/jvmm/bin/jvmm\" run --detached debian\n")
        .contains("\nExecStop=\"/opt/jvmm/bin/jvmm\" stop --timeout 60 debian\n")
        .contains("\nStandardOutput=append:/state/jvmm/vms/debian/console.log\n");
  }

  @ParameterizedTest
  @CsvSource({"NO, no", "ON_FAILURE, on-failure", "ALWAYS, always"})
  void thePolicyIsSystemdsOwnWord(Restart restart, String word) {
    assertThat(unit("/bin/jvmm", restart).text()).contains("\nRestart=" + word + "\n");
  }

  @Test
  void aMachineThatWasStoppedFromOutsideHasNotFailed() {
    assertThat(unit("/bin/jvmm", Restart.ON_FAILURE).text()).contains("\nSuccessExitStatus=2 5\n");
  }

  @Test
  void whatIsSpecialToSystemdIsEscaped() {
    assertThat(unit("/100%/$x \"y\"/jvmm", Restart.NO).text())
        .contains("ExecStart=\"/100%%/$$x \\\"y\\\"/jvmm\" run");
  }

  @Test
  void itsPlaceFollowsXdgConfigHome() {
    assertThat(ServiceUnit.directory(Map.of("XDG_CONFIG_HOME", "/config")))
        .isEqualTo(Path.of("/config/systemd/user"));
    assertThat(ServiceUnit.directory(Map.of("XDG_CONFIG_HOME", "config")))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".config/systemd/user"));
    assertThat(unit("/bin/jvmm", Restart.NO).fileName()).isEqualTo("jvmm-debian.service");
  }
}
