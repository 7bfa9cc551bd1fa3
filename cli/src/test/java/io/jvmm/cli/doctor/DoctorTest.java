package io.jvmm.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jvmm.cli.doctor.Doctor.Diagnosis;
import io.jvmm.cli.doctor.Finding.State;
import io.jvmm.vmm.HostFeature;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine that is a directory. */
class DoctorTest {
  private static final HostFeature VCPUS =
      new HostFeature("KVM_CAP_MAX_VCPUS", 512, true, "no machine runs", "Linux 3.1");
  private static final HostFeature NO_SVE =
      new HostFeature("KVM_CAP_ARM_SVE", 0, false, "no SVE in guests", "Linux 5.2");
  private static final HostFeature NO_NISV =
      new HostFeature("KVM_CAP_ARM_NISV_TO_USER", 0, true, "no machine runs", "Linux 5.5");

  @TempDir private Path directory;

  @Test
  void anArmMachineWithKvmRunsMachinesOnIt() throws IOException {
    device("dev/kvm");

    Diagnosis diagnosis = diagnose("aarch64", () -> List.of(VCPUS, NO_SVE));

    assertThat(diagnosis.onKvm()).isTrue();
    assertThat(diagnosis.isHealthy()).isTrue();
    assertThat(diagnosis.findings())
        .extracting(Finding::check, Finding::state, Finding::costs)
        .contains(
            tuple("/dev/kvm", State.OK, ""),
            tuple("KVM_CAP_MAX_VCPUS", State.OK, ""),
            tuple("KVM_CAP_ARM_SVE", State.NOTE, "no SVE in guests"),
            tuple("/dev/net/tun", State.NOTE, "no networks of type \"tap\""),
            tuple("passt", State.NOTE, "no networks of type \"user\""));
  }

  @Test
  void aKernelThatLacksWhatIsRequiredRunsNone() throws IOException {
    device("dev/kvm");

    Diagnosis diagnosis = diagnose("aarch64", () -> List.of(VCPUS, NO_NISV));

    assertThat(diagnosis.isHealthy()).isFalse();
    assertThat(diagnosis.findings())
        .filteredOn(each -> each.state() == State.MISSING)
        .extracting(Finding::check, Finding::remedy)
        .containsExactly(tuple("KVM_CAP_ARM_NISV_TO_USER", "needs Linux 5.5"));
  }

  @Test
  void aKvmThatCannotBeAskedSaysWhy() throws IOException {
    device("dev/kvm");

    Diagnosis diagnosis =
        diagnose(
            "aarch64",
            () -> {
              throw new HostException("open(/dev/kvm) failed: do this");
            });

    assertThat(diagnosis.isHealthy()).isFalse();
    assertThat(diagnosis.findings())
        .filteredOn(each -> each.check().equals("KVM"))
        .extracting(Finding::remedy)
        .containsExactly("open(/dev/kvm) failed: do this");
  }

  @ParameterizedTest
  @CsvSource({"aarch64, there is no /dev/kvm", "amd64, this machine is amd64"})
  void anyOtherMachineRunsThemInTheNestedHost(String architecture, String found)
      throws IOException {
    program("apt-get", "");

    Diagnosis diagnosis = diagnose(architecture, List::of);

    assertThat(diagnosis.onKvm()).isFalse();
    assertThat(diagnosis.isHealthy()).isTrue();
    assertThat(diagnosis.findings())
        .extracting(Finding::check, Finding::state, Finding::found)
        .contains(
            tuple("ARM64 KVM", State.NOTE, found),
            tuple("qemu-system-aarch64", State.NOTE, "is not installed"),
            tuple("nested host", State.NOTE, "its images are not built yet"));
  }

  @Test
  void withoutAnEmulatorAndAWayToGetOneNoneRuns() {
    Host host = new Host(directory, Map.of("PATH", "/nowhere"), "amd64");

    assertThat(new QemuCheck().findings(host))
        .extracting(Finding::state, Finding::remedy)
        .containsExactly(tuple(State.MISSING, "sudo apt-get install qemu-system-arm"));
  }

  @Test
  void anInstalledEmulatorTellsItsVersion() throws IOException {
    program("qemu-system-aarch64", "QEMU emulator version 10.0");

    assertThat(new QemuCheck().findings(host("amd64")))
        .containsExactly(Finding.ok("qemu-system-aarch64", "QEMU emulator version 10.0"));
  }

  @Test
  void builtImagesAreFound() throws IOException {
    Files.createDirectories(directory.resolve("cache/images/nested-boot-1"));
    Files.createDirectories(directory.resolve("cache/images/nested-root-1"));

    assertThat(new ImageCheck(directory.resolve("cache")).findings(host("amd64")))
        .extracting(Finding::state)
        .containsExactly(State.OK);
  }

  @ParameterizedTest
  @CsvSource({"unlimited, OK", "8388608, OK", "65536, NOTE"})
  void littleLockedMemoryIsNoted(String limit, State state) throws IOException {
    file("proc/self/limits", "Max locked memory         %s 67108864 bytes\n".formatted(limit));

    assertThat(new LockedMemoryCheck().findings(host("aarch64")))
        .extracting(Finding::state)
        .containsExactly(state);
  }

  @ParameterizedTest
  @CsvSource({"[always] madvise never, OK", "always [madvise] never, NOTE", "'', NOTE"})
  void smallPagesAreNoted(String choice, State state) throws IOException {
    file("sys/kernel/mm/transparent_hugepage/enabled", choice);

    assertThat(new HugePageCheck().findings(host("aarch64")))
        .extracting(Finding::state)
        .containsExactly(state);
  }

  @Test
  void anIoUringThatIsForbiddenSaysSo() {
    assertThat(new RingCheck(() -> Optional.of("forbidden")).findings(host("aarch64")))
        .extracting(Finding::state, Finding::found)
        .containsExactly(tuple(State.NOTE, "forbidden"));
    assertThat(new RingCheck(Optional::empty).findings(host("aarch64")))
        .extracting(Finding::state)
        .containsExactly(State.OK);
  }

  @Test
  void anOldJavaIsMissing() {
    assertThat(new JavaCheck(Runtime.Version.parse("21.0.1")).findings(host("aarch64")))
        .extracting(Finding::state, Finding::remedy)
        .containsExactly(tuple(State.MISSING, "sudo apt-get install openjdk-25-jdk-headless"));
  }

  @Test
  void aDirectoryThatDoesNotExistYetIsJudgedByTheOneAboveIt() {
    Path state = directory.resolve("not/yet");

    assertThat(new DirectoryCheck("machines", state, "X", 1, "").findings(host("aarch64")))
        .extracting(Finding::state)
        .containsExactly(State.OK);
    assertThat(
            new DirectoryCheck("machines", state, "X", Long.MAX_VALUE, "").findings(host("amd64")))
        .extracting(Finding::state, Finding::remedy)
        .containsExactly(tuple(State.NOTE, "free some, or point X elsewhere"));
  }

  @Test
  void aFileInTheDirectorysPlaceIsMissing() throws IOException {
    Path state = file("state", "");

    assertThat(new DirectoryCheck("machines", state, "X", 1, "").findings(host("aarch64")))
        .extracting(Finding::state)
        .containsExactly(State.MISSING);
  }

  @Test
  void onKvmMachinesRunWithoutACacheOfImages() throws IOException {
    device("dev/kvm");
    file("cache", "");

    Diagnosis diagnosis = diagnose("aarch64", () -> List.of(VCPUS));

    assertThat(diagnosis.isHealthy()).isTrue();
    assertThat(diagnosis.findings())
        .filteredOn(each -> each.check().equals("images"))
        .extracting(Finding::state)
        .containsExactly(State.NOTE);
  }

  @Test
  void theNestedHostNeedsACacheOfImages() throws IOException {
    program("apt-get", "");
    file("cache", "");

    assertThat(diagnose("amd64", List::of).isHealthy()).isFalse();
  }

  private Diagnosis diagnose(String architecture, Supplier<List<HostFeature>> features) {
    return new Doctor(
            host(architecture), features, directory.resolve("state"), directory.resolve("cache"))
        .diagnose();
  }

  private Host host(String architecture) {
    return new Host(directory, Map.of("PATH", directory.resolve("bin").toString()), architecture);
  }

  private void device(String path) throws IOException {
    file(path, "");
  }

  private Path file(String path, String contents) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, contents);
  }

  /** A program that prints a line. */
  private void program(String name, String line) throws IOException {
    Path file = file("bin/" + name, "#!/bin/sh\necho '%s'\n".formatted(line));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
