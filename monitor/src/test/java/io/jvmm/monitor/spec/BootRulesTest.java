package io.jvmm.monitor.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.FileReference.HostPath;
import io.jvmm.vmm.spec.FileReference.VmFile;
import io.jvmm.vmm.spec.FirmwareSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A specification's {@code boot}, as it is read. */
class BootRulesTest {
  @TempDir private Path directory;

  private SpecReader reader;

  @BeforeEach
  void filesLieBesideTheSpecification() throws IOException {
    Files.writeString(directory.resolve("Image"), "kernel");
    Files.writeString(directory.resolve("initrd"), "archive");
    Files.writeString(directory.resolve("disk.img"), "disk");
    reader = new SpecReader(_ -> new SpecFiles(directory, directory.resolve("vm"), new NoImages()));
  }

  private BootSpec read(String boot) {
    String spec = "{'name': 'a', 'boot': %s, 'disks': [{'path': 'disk.img'}]}".formatted(boot);
    return reader.parse("vm.json", spec.replace('\'', '"')).boot();
  }

  @Test
  void oneInitrdNeedsNoArray() {
    assertThat(read("{'kernel': 'Image', 'initrd': 'initrd'}").initrd())
        .containsExactly(new HostPath("initrd"));
  }

  @Test
  void severalInitrdsKeepTheirOrder() {
    assertThat(read("{'kernel': 'Image', 'initrd': ['initrd', 'Image']}").initrd())
        .containsExactly(new HostPath("initrd"), new HostPath("Image"));
  }

  @Test
  void anInitrdMayBeADirectory() throws IOException {
    Files.createDirectory(directory.resolve("modules"));

    assertThat(read("{'kernel': 'Image', 'initrd': ['initrd', 'modules']}").initrd())
        .containsExactly(new HostPath("initrd"), new HostPath("modules"));
  }

  @Test
  void everyKeyOfAKernelReachesTheSpecification() {
    BootSpec boot =
        read(
            """
            {'kernel': 'Image', 'cmdline': 'quiet', 'loadAddress': '0x40200000',
             'environment': ['boot_verbose=1', 'kern.hz=100']}""");

    assertThat(boot.kernel()).contains(new HostPath("Image"));
    assertThat(boot.cmdline()).isEqualTo("quiet");
    assertThat(boot.loadAddress()).contains(new GuestAddress(0x4020_0000));
    assertThat(boot.environment()).isEqualTo(List.of("boot_verbose=1", "kern.hz=100"));
  }

  @Test
  void aDiskIsBootedWithAnEntryAndMoreOfACommandLine() {
    BootSpec boot = read("{'disk': 0, 'entry': 'debian', 'cmdline': 'single'}");

    assertThat(boot.disk()).contains(0);
    assertThat(boot.entry()).contains("debian");
    assertThat(boot.cmdline()).isEqualTo("single");
    assertThat(boot.kernel()).isEmpty();
  }

  @Test
  void firmwareHasCodeAndVariables() {
    assertThat(
            read(
                """
                {'firmware': {'code': 'Image', 'variables': 'vm:v', 'copyOf': 'disk.img',
                              'acpi': true}}"""))
        .extracting(boot -> boot.firmware().orElseThrow())
        .isEqualTo(
            new FirmwareSpec(
                new HostPath("Image"),
                Optional.of(new VmFile("v")),
                Optional.of(new HostPath("disk.img")),
                true));
  }

  @Test
  void firmwareMayBootAKernelOfTheHosts() {
    BootSpec boot =
        read(
            "{'firmware': {'code': 'Image'}, 'kernel': 'Image', 'initrd': 'initrd', 'cmdline': 'q'}");

    assertThat(boot.kernel()).contains(new HostPath("Image"));
    assertThat(boot.cmdline()).isEqualTo("q");
  }

  @Test
  void firmwareMayBootADisk() {
    assertThat(read("{'firmware': {'code': 'Image'}, 'disk': 0}").disk()).contains(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                           | $.boot: a machine boots a",
        "{`kernel`: `Image`, `disk`: 0}               | $.boot: a machine boots a",
        "{`kernel`: `no`}                             | $.boot.kernel: there is no file",
        "{`kernel`: `Image`, `initrd`: `no`}          | $.boot.initrd: there is no file",
        "{`kernel`: `Image`, `initrd`: [`no`]}        | $.boot.initrd: there is no file",
        "{`kernel`: `Image`, `entry`: `a`}            | $.boot.entry: this goes with a \"disk\" without",
        "{`kernel`: `Image`, `loadAddress`: `40`}     | $.boot.loadAddress: '40' is no address",
        "{`kernel`: `Image`, `environment`: [`a`]}    | $.boot.environment[0]: 'a' does not match",
        "{`disk`: 1}                                  | $.boot.disk: the machine has disks 0 to 0",
        "{`disk`: -1}                                 | $.boot.disk: -1 makes no sense",
        "{`disk`: 0, `initrd`: `initrd`}              | $.boot.initrd: this goes with a \"kernel\" only",
        "{`disk`: 0, `environment`: [`a=b`]}          | $.boot.environment: this goes with",
        "{`firmware`: {`code`: `no`}}                 | $.boot.firmware.code: there is no file",
        "{`firmware`: {`code`: `Image`}, `cmdline`: `q`} | $.boot.cmdline: this goes with",
        "{`firmware`: {`code`: `Image`}, `disk`: 0, `entry`: `a`} | $.boot.entry: this goes with",
        "{`firmware`: {`code`: `Image`}, `disk`: 0, `cmdline`: `q`} | $.boot.cmdline: this goes",
        "{`firmware`: {`code`: `Image`}, `disk`: 1} | $.boot.disk: the machine has disks 0 to 0",
        "{`firmware`: {`code`: `Image`}, `kernel`: `Image`, `disk`: 0} | $.boot: a machine boots a",
        "{`firmware`: {`code`: `Image`}, `kernel`: `Image`, `loadAddress`: `0x40200000`} | without",
        "{`firmware`: {`code`: `Image`, `copyOf`: `Image`}} | copyOf: this goes with \"variables\"",
        "{`firmware`: {`code`: `Image`, `variables`: `vm:v`}} | variables: there is no file",
        "{`firmware`: {`code`: `Image`, `variables`: `vm:v`, `copyOf`: `no`}} | copyOf: there is no"
      })
  void whatDoesNotGoTogetherIsReportedAtItsKey(String boot, String problem) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> read(boot.replace('`', '\'')));

    assertThat(refused.problems()).hasSize(1).first().asString().contains(problem);
  }
}
