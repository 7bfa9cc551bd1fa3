package io.jvmm.load.disk.boot;

import io.jvmm.load.disk.volume.Volumes;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Finds what can be booted, in this order of preference: entries of the Boot Loader Specification,
 * {@code extlinux.conf}, {@code grub.cfg}; and if there are none, kernels that nothing names.
 *
 * @param menu what was found; none if there is nothing
 * @param notes what was odd, a line each
 */
public record BootEntries(Optional<BootMenu> menu, List<String> notes) {
  /** Looks through the volumes of a disk; what is damaged in one of them is noted. */
  public static BootEntries in(Volumes volumes) {
    Search search = new Search(volumes.readable());
    GrubConfigs grub = GrubConfigs.read(search);
    List<Found> configured =
        List.of(
            LoaderEntries.find(search, grub.withLoaderEntries()),
            Extlinux.find(search),
            grub.found());
    Optional<BootMenu> menu = menu(configured).or(() -> menu(List.of(PlainKernels.find(search))));
    return new BootEntries(
        menu, Stream.concat(volumes.notes().stream(), search.notes().stream()).toList());
  }

  /** What boots the same is in it once, where it is preferred most. */
  private static Optional<BootMenu> menu(List<Found> all) {
    SequencedMap<BootEntry.Boots, BootEntry> entries = new LinkedHashMap<>();
    all.stream()
        .flatMap(found -> found.entries().stream())
        .forEach(entry -> entries.putIfAbsent(entry.boots(), entry));
    return all.stream()
        .flatMap(found -> found.preferred().stream())
        .findFirst()
        .map(BootEntry::boots)
        .map(preferred -> List.copyOf(entries.sequencedKeySet()).indexOf(preferred))
        .map(index -> new BootMenu(List.copyOf(entries.values()), index));
  }

  /**
   * The menu.
   *
   * @param disk what the disk is called
   * @throws ConfigurationException if nothing was found: with everything that was odd
   */
  public BootMenu required(String disk) {
    if (menu.isPresent()) {
      return menu.get();
    }
    List<String> problems = new ArrayList<>();
    problems.add(
        "disk %s has no kernel that can be found on it: name one in the specification"
            .formatted(disk));
    problems.addAll(notes);
    throw new ConfigurationException(problems);
  }
}
