package io.jvmm.provisioning.images;

import io.jvmm.provisioning.ExternalProgram;
import io.jvmm.provisioning.Tool;
import io.jvmm.provisioning.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A machine that QEMU emulates, without a network; it ends with this process. */
public record EmulatedBuildMachine(Toolbox toolbox) implements BuildMachine {
  private static final Tool QEMU =
      new Tool("qemu-system-aarch64", "qemu-system-arm", "usr/bin/qemu-system-aarch64");

  /** Emulation is slow, and stopping for ever is not excluded: then the user is told. */
  private static final String PATIENCE_SECONDS = "1800";

  @Override
  public void run(Job job, Consumer<String> console) {
    List<String> words = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--"));
    words.addAll(List.of("timeout", "--foreground", PATIENCE_SECONDS));
    words.addAll(program());
    words.addAll(List.of("-M", "virt", "-cpu", "cortex-a72", "-smp", "2", "-m", "1G"));
    words.addAll(List.of("-accel", "tcg,thread=multi", "-nodefaults", "-no-reboot"));
    words.addAll(List.of("-display", "none", "-monitor", "none", "-serial", "stdio"));
    words.addAll(List.of("-global", "virtio-mmio.force-legacy=false"));
    words.addAll(List.of("-kernel", "" + job.kernel(), "-initrd", "" + job.initrd()));
    words.addAll(List.of("-append", job.commandLine()));
    words.addAll(
        List.of(
            "-drive",
            "if=none,id=disk,format=raw,cache=unsafe,discard=unmap,detect-zeroes=unmap,file="
                + job.disk().toString().replace(",", ",,"),
            "-device",
            "virtio-blk-device,drive=disk"));
    new ExternalProgram(words, "check the free memory (1 GiB is needed) and the free disk space")
        .run(console);
  }

  private List<String> program() {
    if (toolbox.installed(QEMU).isPresent()) {
      return toolbox.command(QEMU);
    }
    List<String> words = new ArrayList<>(toolbox.fetched(QEMU));
    words.addAll(List.of("-L", toolbox.tree(QEMU).resolve("usr/share/qemu").toString()));
    return words;
  }
}
