package io.jvmm.load.disk.boot;

import io.jvmm.load.disk.fs.FileSystem;
import io.jvmm.load.disk.grub.GrubMenu;
import io.jvmm.load.disk.volume.Volume;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Entries of type 1 of the Boot Loader Specification. They are looked for in every volume, not only
 * in the EFI system partition and its extension: Fedora's are in a plain {@code /boot}. There, GRUB
 * replaces variables in them.
 */
final class LoaderEntries {
  private static final List<String> DIRECTORIES = List.of("/loader", "/boot/loader");
  private static final int MOST_ENTRIES = 1000;
  private static final int LARGEST_ENTRY = 64 << 10;
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

  private final Search search;
  private final Optional<GrubMenu> grub;
  private final List<Located> located = new ArrayList<>();
  private final List<String> defaults = new ArrayList<>();

  /** An entry and where it is. */
  private record Located(LoaderEntry entry, Volume volume, String file) {
    String origin() {
      return volume.name() + ": " + file;
    }
  }

  private LoaderEntries(Search search, Optional<GrubMenu> grub) {
    this.search = search;
    this.grub = grub;
  }

  /**
   * Finds them.
   *
   * @param grub the menu of a GRUB that uses them too, if there is one
   */
  static Found find(Search search, Optional<GrubMenu> grub) {
    LoaderEntries entries = new LoaderEntries(search, grub);
    for (String directory : DIRECTORIES) {
      search.forEachVolume(volume -> entries.collect(volume, directory));
    }
    return entries.found();
  }

  private void collect(Volume volume, String directory) {
    if (!isStandard(volume, directory)) {
      return;
    }
    volume.fileSystem().text(directory + "/loader.conf").ifPresent(this::collectDefault);
    String entries = directory + "/entries";
    volume.fileSystem().names(entries).stream()
        .filter(name -> name.endsWith(".conf"))
        .limit(MOST_ENTRIES - located.size())
        .forEach(name -> search.attempt(() -> collectEntry(volume, entries, name)));
  }

  // "Standard-conformance Marker File"
  private static boolean isStandard(Volume volume, String directory) {
    Optional<String> marker = volume.fileSystem().text(directory + "/entries.srel");
    return marker.map(text -> text.strip().equals("type1")).orElse(true);
  }

  private void collectDefault(String loaderConf) {
    loaderConf
        .lines()
        .map(line -> line.strip().split("\\s+", 2))
        .filter(words -> words.length == 2 && words[0].equals("default"))
        .limit(1)
        .forEach(words -> defaults.add(words[1]));
  }

  private void collectEntry(Volume volume, String directory, String name) {
    String file = directory + "/" + name;
    volume
        .fileSystem()
        .file(file)
        .filter(found -> found.size() <= LARGEST_ENTRY)
        .map(FileSystem::text)
        .flatMap(text -> LoaderEntry.parse(name, text))
        .filter(LoaderEntry::isForArm64)
        .filter(entry -> entry.last("linux").isPresent())
        .ifPresent(entry -> located.add(new Located(entry, volume, file)));
  }

  private Found found() {
    List<BootEntry> entries = new ArrayList<>();
    located.sort(Comparator.comparing(Located::entry, LoaderEntry.ORDER));
    for (Located each : located) {
      search.attempt(() -> entry(each)).ifPresent(entries::add);
    }
    return new Found(entries, preferred(entries).or(() -> entries.stream().findFirst()));
  }

  private Optional<BootEntry> entry(Located located) {
    String path = located.entry().last("linux").orElseThrow();
    return search
        .kernel(located.volume(), path, located.origin())
        .map(kernel -> entry(located, kernel));
  }

  private BootEntry entry(Located located, BootFile kernel) {
    LoaderEntry entry = located.entry();
    List<String> notes = new ArrayList<>();
    if (entry.isBad()) {
      notes.add("it has failed to boot as often as it was to be tried");
    }
    return new BootEntry(
        entry.title(),
        entry.id(),
        located.origin(),
        kernel,
        search.files(located.volume(), initrds(entry), notes),
        entry.all("options").stream().map(this::expand).collect(Collectors.joining(" ")).strip(),
        notes);
  }

  private List<String> initrds(LoaderEntry entry) {
    return entry.all("initrd").stream()
        .flatMap(value -> BLANKS.splitAsStream(expand(value)))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Replaces variables as GRUB does, if it is there: what is not set is empty. */
  private String expand(String value) {
    if (grub.isEmpty()) {
      return value;
    }
    Map<String, String> variables = grub.get().variables();
    return VARIABLE
        .matcher(value)
        .replaceAll(
            match -> {
              String name = match.group(1) == null ? match.group(2) : match.group(1);
              return Matcher.quoteReplacement(variables.getOrDefault(name, ""));
            });
  }

  /** The default of loader.conf, or GRUB's; a default that matches nothing is none. */
  private Optional<BootEntry> preferred(List<BootEntry> entries) {
    List<String> globs = new ArrayList<>(defaults);
    grub.map(menu -> menu.variables().get("default")).ifPresent(globs::add);
    return globs.stream()
        .flatMap(glob -> entries.stream().filter(entry -> isNamed(glob, entry)).limit(1))
        .findFirst();
  }

  private static boolean isNamed(String glob, BootEntry entry) {
    return Glob.matches(glob, entry.id()) || Glob.matches(glob, entry.id() + ".conf");
  }
}
