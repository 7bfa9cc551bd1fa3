package io.jvmm.monitor.machine;

import io.jvmm.load.BootLoader;
import io.jvmm.load.BootPlan;
import io.jvmm.load.BootRequest;
import io.jvmm.load.PageSize;
import io.jvmm.load.disk.GuestDisk;
import io.jvmm.load.disk.boot.BootEntry;
import io.jvmm.load.disk.boot.BootMenu;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.virtio.block.DiskImage;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.spec.BootSpec;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Plans what the guest starts with: what goes where in its memory, and the boot processor's
 * registers.
 *
 * @param resolved the machine
 * @param loader what places things
 * @param machine gives its device tree for the loader's {@code /chosen} node
 * @param pageSizes those that a kernel can use
 * @param user chooses from a disk's menu where the specification does not
 * @param notices is told, in a line each, what was found
 */
record BootPlanner(
    ResolvedSpec resolved,
    BootLoader loader,
    UnaryOperator<DeviceTreeNode> machine,
    Set<PageSize> pageSizes,
    Function<BootMenu, BootEntry> user,
    Consumer<String> notices) {
  private static final String STDOUT = "/serial@%x".formatted(GuestLayout.PL011.start().value());

  /** The console that {@link #STDOUT} is, in a kernel's words. */
  private static final String CONSOLE = "console=ttyAMA0";

  /** For a machine that runs elsewhere: what it has there is not known here. */
  static BootPlanner anywhere(ResolvedSpec resolved) {
    return new BootPlanner(
        resolved,
        BootLoader.withoutSeeds(),
        chosen -> DeviceTree.root(resolved.spec(), chosen, List.of()),
        EnumSet.allOf(PageSize.class),
        BootMenu::defaultEntry,
        _ -> {});
  }

  /**
   * The plan.
   *
   * @param disks the machine's disks, open
   * @throws io.jvmm.vmm.error.VmmException if there is nothing that can be booted, with the reasons
   */
  BootPlan plan(List<DiskImage> disks) {
    BootSpec spec = resolved.spec().boot();
    if (spec.firmware().isPresent()) {
      return loader.planFirmware(
          ram(), GuestLayout.FLASH_CODE.start(), Optional.of(STDOUT), machine);
    }
    BootRequest.Builder request = BootRequest.in(ram()).stdoutPath(STDOUT).pageSizes(pageSizes);
    spec.disk()
        .ifPresentOrElse(
            disk -> addEntry(request, entry(disks.get(disk), disk)), () -> addKernel(request));
    return loader.plan(request.build(), machine);
  }

  private void addKernel(BootRequest.Builder request) {
    BootSpec spec = resolved.spec().boot();
    resolved.boot().kernel().ifPresent(request::kernel);
    resolved.boot().initrds().forEach(request::initrd);
    request.commandLine(spec.cmdline()).environment(variables(spec.environment()));
    spec.loadAddress().ifPresent(request::loadAddress);
  }

  private static Map<String, String> variables(List<String> texts) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      variables.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return variables;
  }

  private void addEntry(BootRequest.Builder request, BootEntry entry) {
    request.kernel(new DiskSource("kernel", entry.kernel()));
    entry.initrds().forEach(file -> request.initrd(new DiskSource("initrd", file)));
    request.commandLine(commandLine(entry.commandLine(), resolved.spec().boot().cmdline()));
  }

  /** The entry's, then the user's; and a console, where neither names one. */
  static String commandLine(String entrys, String users) {
    String both = (entrys + " " + users).strip();
    return (" " + both).contains(" console=") ? both : (both + " " + CONSOLE).strip();
  }

  private BootEntry entry(DiskImage image, int index) {
    GuestDisk disk = GuestDisk.of(new ImageReader(image), "" + image.files().getFirst());
    disk.notes().forEach(notices);
    BootMenu menu = disk.menu();
    BootEntry entry =
        resolved
            .spec()
            .boot()
            .entry()
            .map(wanted -> menu.choose(wanted).orElseThrow(() -> noEntry(wanted, index, menu)))
            .orElseGet(() -> user.apply(menu));
    notices.accept("booting '%s': %s".formatted(entry.title(), entry.origin()));
    entry.notes().forEach(notices);
    return entry;
  }

  private static ConfigurationException noEntry(String wanted, int index, BootMenu menu) {
    return new ConfigurationException(
        "$.boot.entry: disk %d has no entry '%s'; it has:%n%s"
            .formatted(index, wanted, menu.text().stripTrailing()));
  }

  private AddressRange ram() {
    return GuestLayout.ram(resolved.spec().memory().bytes());
  }
}
