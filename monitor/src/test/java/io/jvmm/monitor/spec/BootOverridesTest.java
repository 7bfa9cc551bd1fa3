package io.jvmm.monitor.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.FileReference.HostPath;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command line changes of a specification. */
class BootOverridesTest {
  @TempDir private Path directory;

  private SpecReader reader;
  private Optional<Path> kernel = Optional.empty();
  private Optional<Path> disk = Optional.empty();
  private List<Path> initrds = List.of();
  private List<Path> added = List.of();
  private Optional<String> commandLine = Optional.empty();
  private List<String> environment = List.of();
  private Optional<MemorySize> memory = Optional.empty();

  @BeforeEach
  void filesExist() throws IOException {
    for (String name : List.of("Image", "other", "initrd", "disk.img")) {
      Files.writeString(directory.resolve(name), name);
    }
    Files.createDirectory(directory.resolve("modules"));
    reader = new SpecReader(_ -> new SpecFiles(directory, directory.resolve("vm"), new NoImages()));
  }

  private BootOverrides overrides() {
    return new BootOverrides(kernel, disk, initrds, added, commandLine, environment, memory);
  }

  private VmSpec of(String boot) throws IOException {
    Path file = directory.resolve("vm.json");
    String spec = "{'name': 'a', 'boot': %s, 'disks': [{'path': 'disk.img'}]}".formatted(boot);
    Files.writeString(file, spec.replace('\'', '"'));
    return reader.read(file, overrides());
  }

  private HostPath file(String name) {
    return new HostPath(directory.resolve(name).toString());
  }

  @Test
  void withoutAnyTheSpecificationIsAsItIs() throws IOException {
    assertThat(of("{'kernel': 'Image', 'cmdline': 'quiet'}").boot().kernel())
        .contains(new HostPath("Image"));
  }

  @Test
  void anotherKernelTakesOverWhatTheFirstWasGiven() throws IOException {
    kernel = Optional.of(directory.resolve("other"));

    BootSpec boot = of("{'kernel': 'Image', 'initrd': 'initrd', 'cmdline': 'quiet'}").boot();

    assertThat(boot.kernel()).contains(file("other"));
    assertThat(boot.initrd()).containsExactly(new HostPath("initrd"));
    assertThat(boot.cmdline()).isEqualTo("quiet");
  }

  @Test
  void aKernelInThePlaceOfFirmwareStartsAnew() throws IOException {
    kernel = Optional.of(directory.resolve("other"));

    BootSpec boot = of("{'firmware': {'code': 'Image'}}").boot();

    assertThat(boot.kernel()).contains(file("other"));
    assertThat(boot.firmware()).isEmpty();
  }

  @Test
  void aDiskIsAddedAndBooted() throws IOException {
    disk = Optional.of(directory.resolve("other"));

    VmSpec spec = of("{'kernel': 'Image', 'cmdline': 'quiet', 'loadAddress': '0x40200000'}");

    assertThat(spec.disks().getLast().path()).isEqualTo(file("other"));
    assertThat(spec.boot().disk()).contains(1);
    assertThat(spec.boot().kernel()).isEmpty();
    assertThat(spec.boot().cmdline()).isEmpty();
  }

  @Test
  void initrdsReplaceAndDirectoriesAreAdded() throws IOException {
    added = List.of(directory.resolve("modules"));
    assertThat(of("{'kernel': 'Image', 'initrd': 'initrd'}").boot().initrd())
        .containsExactly(new HostPath("initrd"), file("modules"));

    initrds = List.of(directory.resolve("other"));
    assertThat(of("{'kernel': 'Image', 'initrd': 'initrd'}").boot().initrd())
        .containsExactly(file("other"), file("modules"));
  }

  @Test
  void linesVariablesAndMemoryChangeToo() throws IOException {
    commandLine = Optional.of("single");
    environment = List.of("b=2");
    memory = Optional.of(MemorySize.parse("1GiB"));

    VmSpec spec = of("{'kernel': 'Image', 'cmdline': 'quiet', 'environment': ['a=1']}");

    assertThat(spec.boot().cmdline()).isEqualTo("single");
    assertThat(spec.boot().environment()).containsExactly("a=1", "b=2");
    assertThat(spec.memory()).isEqualTo(MemorySize.parse("1GiB"));
  }

  @Test
  void aKernelAloneIsAMachineWithDefaults() {
    kernel = Optional.of(directory.resolve("other"));

    VmSpec spec = reader.read("load", overrides());

    assertThat(spec.name()).isEqualTo("load");
    assertThat(spec.cpus()).isEqualTo(1);
    assertThat(spec.memory()).isEqualTo(MemorySize.parse("512MiB"));
    assertThat(spec.boot().kernel()).contains(file("other"));
  }

  @Test
  void aDiskAloneIsTheFirst() {
    disk = Optional.of(directory.resolve("disk.img"));

    assertThat(reader.read("load", overrides()).boot().disk()).contains(0);
  }

  @Test
  void whatDoesNotGoTogetherIsSaidAsOfASpecification() {
    kernel = Optional.of(directory.resolve("other"));
    disk = Optional.of(directory.resolve("disk.img"));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> reader.read("load", overrides()))
        .withMessageContaining("the command line")
        .withMessageContaining("write one of them");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    kernel = Optional.of(directory.resolve("missing"));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> reader.read("load", overrides()))
        .withMessageContaining("$.boot.kernel: there is no file '%s'".formatted(kernel.get()));
  }
}
