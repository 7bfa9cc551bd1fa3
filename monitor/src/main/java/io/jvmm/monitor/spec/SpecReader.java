package io.jvmm.monitor.spec;

import io.jvmm.monitor.spec.Json.JsonObject;
import io.jvmm.monitor.spec.Json.Place;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.FirmwareSpec;
import io.jvmm.vmm.spec.VmSpec;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a specification. Strict: an unknown key, a wrong type, a size without sense and a missing
 * file are all reported, with line and JSON path, before anything is started.
 */
public final class SpecReader {
  private final Function<String, SpecFiles> filesOf;

  /**
   * A reader.
   *
   * @param filesOf where the files of the machine of a given name are
   */
  public SpecReader(Function<String, SpecFiles> filesOf) {
    this.filesOf = filesOf;
  }

  /**
   * Reads and checks a specification.
   *
   * @throws ConfigurationException with every problem found
   */
  public VmSpec read(Path file) {
    return parse(file.toString(), text(file));
  }

  /**
   * Reads and checks a specification, with what a command line changes of it.
   *
   * @throws ConfigurationException with every problem found
   */
  public VmSpec read(Path file, BootOverrides overrides) {
    VmSpec spec = read(file);
    return overrides.equals(BootOverrides.none()) ? spec : parse(overrides.in(spec));
  }

  /**
   * Checks the machine that a command line describes by itself.
   *
   * @param overrides {@linkplain BootOverrides#areComplete complete} ones
   * @throws ConfigurationException with every problem found
   */
  public VmSpec read(String machineName, BootOverrides overrides) {
    return parse(overrides.alone(machineName));
  }

  private VmSpec parse(Record made) {
    return parse("the command line", new RecordWriter().write(made));
  }

  /**
   * Checks a specification that is in memory.
   *
   * @param name what problems are said to be in
   * @throws ConfigurationException with every problem found
   */
  public VmSpec parse(String name, String text) {
    Problems problems = new Problems(name);
    Json root = JsonParser.parse(text, problems);
    if (root instanceof Json.JsonOther) {
      problems.throwIfAny();
    }
    SpecFiles files = filesOf.apply(machineName(root));
    RecordBinder binder =
        new RecordBinder(problems, (bound, source) -> check(bound, source, files, problems));
    Optional<VmSpec> spec = binder.bind(root, VmSpec.class);
    problems.throwIfAny();
    return spec.orElseThrow();
  }

  /** The machine's name if it has one: its directory is needed to look for its files. */
  private static String machineName(Json root) {
    return root instanceof JsonObject object
            && object.members().get("name") instanceof Json.JsonString(Place _, String name)
            && name.matches("[A-Za-z0-9._-]+")
        ? name
        : "unnamed";
  }

  private static void check(Record bound, JsonObject source, SpecFiles files, Problems problems) {
    switch (bound) {
      case BootSpec boot -> BootRules.check(boot, source, files, problems);
      case FirmwareSpec firmware -> BootRules.check(firmware, source, files, problems);
      case DiskSpec disk -> {
        checkOverlay(disk, source, problems);
        checkCache(disk, source, problems);
        checkEngine(disk, source, problems);
        checkDisk(disk, source, files, problems);
      }
      case ConsoleSpec console -> PortRules.check(console, source, files, problems);
      case VmSpec machine -> {
        NetworkRules.check(machine.networks(), source, problems);
        BootRules.checkDisk(machine.boot(), machine.disks().size(), source, problems);
        BootRules.checkTimers(machine, source, problems);
      }
      default -> {} // the other records need no more
    }
  }

  private static void checkOverlay(DiskSpec disk, JsonObject source, Problems problems) {
    if (disk.overlayOf().isEmpty()) {
      return;
    }
    if (disk.copyOf().isPresent()) {
      report(problems, source, "overlayOf", Optional.of("write this or \"copyOf\", not both"));
    }
    if (!disk.format().equals(Optional.of(DiskSpec.Format.QCOW2))) {
      String remedy = "an overlay is a qcow2 image: add \"format\": \"qcow2\"";
      report(problems, source, "overlayOf", Optional.of(remedy));
    }
  }

  /** Without a declared format its first bytes would have to be looked at. */
  private static void checkCache(DiskSpec disk, JsonObject source, Problems problems) {
    if (disk.cache() == DiskSpec.Cache.NONE
        && !disk.format().equals(Optional.of(DiskSpec.Format.RAW))) {
      String remedy = "only a raw image does without the host's cache: add \"format\": \"raw\"";
      report(problems, source, "cache", Optional.of(remedy));
    }
  }

  /** Whether the host has it is known only there: where the machine runs. */
  private static void checkEngine(DiskSpec disk, JsonObject source, Problems problems) {
    if (disk.engine() == DiskSpec.Engine.IO_URING
        && disk.format().equals(Optional.of(DiskSpec.Format.QCOW2))) {
      String remedy =
          "only a raw image is served by io_uring: leave this out, or write \"threads\"";
      report(problems, source, "engine", Optional.of(remedy));
    }
  }

  private static void checkDisk(
      DiskSpec disk, JsonObject source, SpecFiles files, Problems problems) {
    Optional<FileReference> origin = disk.origin().filter(_ -> !files.exists(disk.path()));
    if (origin.isEmpty()) {
      report(problems, source, "path", files.problemOfDisk(disk.path(), disk.readOnly()));
      return;
    }
    if (disk.path() instanceof FileReference.ImageFile) {
      report(problems, source, "path", files.problemOfDisk(disk.path(), false));
    }
    String key = disk.copyOf().isPresent() ? "copyOf" : "overlayOf";
    report(problems, source, key, files.problemOfReading(origin.get()));
  }

  private static void report(
      Problems problems, JsonObject source, String key, Optional<String> problem) {
    Json value = source.members().get(key);
    if (value != null) {
      problem.ifPresent(message -> problems.add(value.place(), message));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException("%s: there is no such file: check the path".formatted(file));
    } catch (AccessDeniedException e) {
      throw new ConfigurationException("%s: no permission to read it".formatted(file));
    } catch (CharacterCodingException e) {
      throw new ConfigurationException("%s: this is not UTF-8 text".formatted(file));
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s: cannot be read: %s"
              .formatted(file, Files.isDirectory(file) ? "it is a directory" : e));
    }
  }
}
