package io.jvmm.monitor.spec;

import io.jvmm.monitor.spec.Json.JsonObject;
import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.FirmwareSpec;
import io.jvmm.vmm.spec.VmSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a {@code boot} has to keep to, beyond the types of its keys. */
final class BootRules {
  private static final String KERNEL = "kernel";
  private static final String DISK = "disk";
  private static final String FIRMWARE = "firmware";
  private static final String A_KERNEL = "a \"kernel\"";
  private static final String OWN_KERNEL = A_KERNEL + " without \"firmware\"";
  private static final String OWN_DISK = "a \"disk\" without \"firmware\"";
  private static final String A_LINE = A_KERNEL + ", or " + OWN_DISK;

  private BootRules() {}

  static void check(BootSpec boot, JsonObject source, SpecFiles files, Problems problems) {
    List<String> ways =
        Stream.of(KERNEL, DISK, FIRMWARE).filter(source.members()::containsKey).toList();
    if (ways.isEmpty() || ways.containsAll(List.of(KERNEL, DISK))) {
      problems.add(
          source.place(),
          "a machine boots a \"kernel\", or what is on a \"disk\", by itself or by \"firmware\","
              + " or leaves it to the firmware what to boot: write one of them");
      return;
    }
    checkCompany(ways, boot, source, problems);
    boot.kernel().ifPresent(kernel -> report(problems, source, KERNEL, files, kernel));
    boot.initrd()
        .forEach(initrd -> add(problems, source, "initrd", files.problemOfReadingTree(initrd)));
    boot.overlays().forEach(overlay -> report(problems, source, "overlays", files, overlay));
  }

  /** Keys that mean something only beside others; what they say by default is no matter. */
  private static void checkCompany(
      List<String> ways, BootSpec boot, JsonObject source, Problems problems) {
    boolean kernel = ways.contains(KERNEL);
    boolean direct = !ways.contains(FIRMWARE);
    boolean loaded = kernel && direct;
    boolean onDisk = ways.contains(DISK) && direct;
    boolean hasLine = kernel || onDisk;
    require(kernel || boot.initrd().isEmpty(), "initrd", A_KERNEL, source, problems);
    require(loaded || boot.environment().isEmpty(), "environment", OWN_KERNEL, source, problems);
    require(loaded || boot.loadAddress().isEmpty(), "loadAddress", OWN_KERNEL, source, problems);
    require(onDisk || boot.entry().isEmpty(), "entry", OWN_DISK, source, problems);
    require(hasLine || boot.cmdline().isEmpty(), "cmdline", A_LINE, source, problems);
  }

  private static void require(
      boolean met, String key, String company, JsonObject source, Problems problems) {
    Json value = source.members().get(key);
    if (value != null && !met) {
      problems.add(
          value.place(), "this goes with %s only: remove it, or add that".formatted(company));
    }
  }

  static void check(FirmwareSpec firmware, JsonObject source, SpecFiles files, Problems problems) {
    report(problems, source, "code", files, firmware.code());
    if (firmware.variables().isEmpty()) {
      require(firmware.copyOf().isEmpty(), "copyOf", "\"variables\"", source, problems);
      return;
    }
    FileReference variables = firmware.variables().get();
    if (firmware.copyOf().isPresent() && !files.exists(variables)) {
      report(problems, source, "copyOf", files, firmware.copyOf().get());
    } else {
      add(problems, source, "variables", files.problemOfDisk(variables, false));
    }
  }

  private static void report(
      Problems problems, JsonObject source, String key, SpecFiles files, FileReference file) {
    add(problems, source, key, files.problemOfReading(file));
  }

  private static void add(
      Problems problems, JsonObject source, String key, Optional<String> problem) {
    Json value = source.members().get(key);
    if (value != null) {
      problem.ifPresent(message -> problems.add(value.place(), message));
    }
  }

  /** No ACPI table tells how fast the timers' counter is. */
  static void checkTimers(VmSpec machine, JsonObject source, Problems problems) {
    boolean acpi = machine.boot().firmware().filter(FirmwareSpec::acpi).isPresent();
    if (acpi
        && machine.cpu().timerFrequency().isPresent()
        && source.members().get("cpu") instanceof JsonObject cpu) {
      String problem =
          "only the device tree tells this, and with \"acpi\" the guest gets none:"
              + " remove one of them";
      add(problems, cpu, "timerFrequency", Optional.of(problem));
    }
  }

  /** That the disk which is booted is one of the machine's. */
  static void checkDisk(BootSpec boot, int disks, JsonObject source, Problems problems) {
    if (boot.disk().filter(disk -> disk >= disks).isEmpty()
        || !(source.members().get("boot") instanceof JsonObject object)) {
      return;
    }
    String problem =
        disks == 0
            ? "the machine has no disks: list one under \"disks\""
            : "the machine has disks 0 to %d only".formatted(disks - 1);
    add(problems, object, DISK, Optional.of(problem));
  }
}
