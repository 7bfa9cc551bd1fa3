package io.jvmm.monitor.spec;

import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.VmSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A specification whose files have all been found (or built, or copied), as absolute paths.
 *
 * @param spec what the user asked for
 * @param kernel the kernel
 * @param initrd the initial RAM file system
 * @param disks the disks' images, in the order of {@link VmSpec#disks}
 */
public record ResolvedSpec(VmSpec spec, Path kernel, Optional<Path> initrd, List<Path> disks) {
  /** Copies the list. */
  public ResolvedSpec {
    disks = List.copyOf(disks);
  }

  /**
   * Finds the files; builds the guest images and copies the disks that are not there yet.
   *
   * @throws io.jvmm.vmm.error.VmmException if that fails
   */
  public static ResolvedSpec of(VmSpec spec, SpecFiles files) {
    return new ResolvedSpec(
        spec,
        absolute(files.locate(spec.boot().kernel())),
        spec.boot().initrd().map(initrd -> absolute(files.locate(initrd))),
        spec.disks().stream().map(disk -> absolute(disk(disk, files))).toList());
  }

  private static Path disk(DiskSpec disk, SpecFiles files) {
    Path path = files.locate(disk.path());
    disk.copyOf().ifPresent(from -> SparseCopy.ifMissing(() -> files.locate(from), path));
    return path;
  }

  /** The same specification as JSON with absolute paths, for another process to run. */
  public String toJson() {
    ObjectMapper mapper = new JsonMapper();
    ObjectNode json = mapper.createObjectNode().put("name", spec.name());
    json.put("cpus", spec.cpus()).put("memory", spec.memory().bytes());
    ObjectNode boot = json.putObject("boot").put("kernel", kernel.toString());
    initrd.ifPresent(path -> boot.put("initrd", path.toString()));
    boot.put("cmdline", spec.boot().cmdline());
    for (int i = 0; i < disks.size(); i++) {
      DiskSpec disk = spec.disks().get(i);
      ObjectNode node = json.withArray("/disks").addObject().put("path", disks.get(i).toString());
      node.put("readOnly", disk.readOnly());
      disk.serial().ifPresent(serial -> node.put("serial", serial));
    }
    ObjectNode console = json.putObject("console");
    console.put("input", RecordBinder.jsonName(spec.console().input()));
    spec.console().inputAfter().ifPresent(text -> console.put("inputAfter", text));
    return mapper.writeValueAsString(json);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
