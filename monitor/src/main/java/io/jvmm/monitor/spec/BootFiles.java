package io.jvmm.monitor.spec;

import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.FirmwareSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that a machine boots from, as absolute paths.
 *
 * @param kernel the kernel, where it is one of the host's
 * @param initrds its initial RAM file systems, in order
 * @param firmware the firmware
 * @param variables the firmware's variables, which it may change
 * @param overlays changes to the device tree, in order
 */
public record BootFiles(
    Optional<Path> kernel,
    List<Path> initrds,
    Optional<Path> firmware,
    Optional<Path> variables,
    List<Path> overlays) {
  /** Copies the lists. */
  public BootFiles {
    initrds = List.copyOf(initrds);
    overlays = List.copyOf(overlays);
  }

  /** Finds them; builds the guest images and copies the variables that are not there yet. */
  static BootFiles of(BootSpec boot, SpecFiles files) {
    return new BootFiles(
        boot.kernel().map(files::absolute),
        boot.initrd().stream().map(files::absolute).toList(),
        boot.firmware().map(firmware -> files.absolute(firmware.code())),
        boot.firmware().flatMap(firmware -> variables(firmware, files)),
        boot.overlays().stream().map(files::absolute).toList());
  }

  private static Optional<Path> variables(FirmwareSpec firmware, SpecFiles files) {
    Optional<Path> variables = firmware.variables().map(files::absolute);
    variables.ifPresent(
        path ->
            firmware
                .copyOf()
                .ifPresent(from -> SparseCopy.ifMissing(() -> files.locate(from), path)));
    return variables;
  }

  /** Those that are only read. */
  public List<Path> readOnly() {
    return Stream.of(kernel.stream(), initrds.stream(), firmware.stream(), overlays.stream())
        .flatMap(each -> each)
        .toList();
  }

  /** The same boot with these files in the place of the user's names for them. */
  BootSpec in(BootSpec boot) {
    return boot.withFiles(
        kernel.map(BootFiles::reference),
        initrds.stream().map(BootFiles::reference).toList(),
        boot.firmware()
            .flatMap(
                spec ->
                    firmware.map(
                        code ->
                            spec.withFiles(reference(code), variables.map(BootFiles::reference)))),
        overlays.stream().map(BootFiles::reference).toList());
  }

  static FileReference reference(Path path) {
    return new FileReference.HostPath(path.toString());
  }
}
