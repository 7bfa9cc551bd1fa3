package io.jvmm.nested;

import io.jvmm.provisioning.Tool;
import io.jvmm.provisioning.Toolbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How QEMU is started as a nested host: its {@code virt} board with EL2, no device that is not
 * used, and no way into any network but one forwarded port, unless more is asked for.
 *
 * @param program the words that start QEMU
 * @param config what the host looks like
 * @param image what it boots from
 */
record QemuCommand(List<String> program, HostConfig config, HostImage image) {
  /** QEMU's name for the host's network. */
  static final String NETWORK = "net";

  private static final Tool QEMU =
      new Tool("qemu-system-aarch64", "qemu-system-arm", "usr/bin/qemu-system-aarch64");

  QemuCommand {
    program = List.copyOf(program);
  }

  /** For a configuration, on this machine. */
  static QemuCommand of(HostConfig config, HostImages images) {
    return new QemuCommand(program(images.toolbox()), config, images.image(config));
  }

  private static List<String> program(Toolbox toolbox) {
    if (toolbox.installed(QEMU).isPresent()) {
      return toolbox.command(QEMU);
    }
    List<String> words = new ArrayList<>(toolbox.fetched(QEMU));
    words.addAll(List.of("-L", toolbox.tree(QEMU).resolve("usr/share/qemu").toString()));
    return words;
  }

  /**
   * All the words.
   *
   * @param directory where its files are: the initial RAM file system, with this host's own
   *     archive, its console's output, and the socket of QEMU's monitor
   * @param port the TCP port of this machine's loopback that leads to its ssh server
   */
  List<String> words(HostDirectory directory, int port) {
    List<String> words = new ArrayList<>(program);
    words.addAll(machine());
    words.addAll(List.of("-serial", "file:" + escaped(directory.console())));
    if (SocketForward.isShort(directory.monitor())) {
      String socket = escaped(directory.monitor());
      words.addAll(List.of("-qmp", "unix:" + socket + ",server=on,wait=off"));
    }
    words.addAll(List.of("-kernel", image.kernel().toString(), "-initrd", "" + directory.initrd()));
    words.addAll(List.of("-append", "console=ttyAMA0 quiet panic=-1"));
    image.layers().forEach(layer -> words.addAll(disk(layer)));
    words.addAll(network(port));
    words.addAll(shares());
    return words;
  }

  private List<String> machine() {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("-M", "virt,virtualization=on,gic-version=" + config.gicVersion()));
    words.addAll(List.of("-cpu", config.cpuModel(), "-smp", "" + config.cpus()));
    words.addAll(List.of("-m", config.memoryMib() + "M"));
    words.addAll(accelerator());
    words.addAll(List.of("-nodefaults", "-no-reboot", "-display", "none", "-monitor", "none"));
    return words;
  }

  private List<String> accelerator() {
    return switch (config.clock()) {
      case WALL -> List.of("-accel", "tcg,thread=multi");
      case INSTRUCTIONS -> List.of("-accel", "tcg,thread=single", "-icount", "shift=0,sleep=off");
    };
  }

  private List<String> disk(Path layer) {
    String id = "layer" + image.layers().indexOf(layer);
    return List.of(
        "-drive",
        "if=none,format=raw,readonly=on,id=" + id + ",file=" + escaped(layer),
        "-device",
        "virtio-blk-pci,drive=" + id);
  }

  private List<String> network(int port) {
    return List.of(
        "-netdev",
        "user,id=%s,restrict=%s,hostfwd=tcp:127.0.0.1:%d-:22"
            .formatted(NETWORK, config.network().restriction(), port),
        "-device",
        // No boot ROM: nothing boots from the network, and the ROMs are a package of their own.
        "virtio-net-pci,netdev=" + NETWORK + ",romfile=");
  }

  private List<String> shares() {
    List<String> words = new ArrayList<>();
    for (SharedDirectory each : config.shared()) {
      String tag = tag(config.shared().indexOf(each));
      String readOnly = each.isReadOnly() ? ",readonly=on" : "";
      words.add("-virtfs");
      words.add(
          "local,security_model=none,multidevs=remap,mount_tag=%s%s,path=%s"
              .formatted(tag, readOnly, escaped(each.path())));
    }
    return words;
  }

  /** What the nested host mounts: a line of tag, mode and path for each share. */
  String shareTable() {
    StringBuilder table = new StringBuilder();
    for (int index = 0; index < config.shared().size(); index++) {
      SharedDirectory each = config.shared().get(index);
      table.append("%s %s %s%n".formatted(tag(index), each.access().option(), each.mountPoint()));
    }
    return table.toString();
  }

  private static String tag(int index) {
    return "share" + index;
  }

  /** In QEMU's option lists a comma ends a value unless it is doubled. */
  private static String escaped(Path path) {
    return path.toString().replace(",", ",,");
  }
}
