package io.jvmm.load.disk.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.disk.testkit.MemoryFileSystem;
import io.jvmm.load.disk.volume.Partition.Role;
import io.jvmm.load.disk.volume.Volume;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoaderEntriesTest {
  private final MemoryFileSystem esp =
      MemoryFileSystem.nameless().file("/linux", "kernel").file("/initrd", "i").file("/micro", "m");
  private final MemoryFileSystem boot =
      MemoryFileSystem.nameless().file("/linux", "kernel").file("/vmlinuz", "other");

  private Found find() {
    return LoaderEntries.find(search(), Optional.empty());
  }

  private Search search() {
    return new Search(List.of(esp.in(1, Role.ESP), boot.in(2, Role.XBOOTLDR)));
  }

  private static void entry(MemoryFileSystem files, String name, String text) {
    files.file("/loader/entries/" + name, "linux /linux\n" + text);
  }

  private List<String> ids() {
    return find().entries().stream().map(BootEntry::id).toList();
  }

  @Test
  void anEntryIsReadWithAllItsKeys() {
    entry(
        esp,
        "6a98-6.12.conf",
        """
        # a comment
        title      Debian GNU/Linux 13
        version    6.12.48
        machine-id 6a98
        sort-key   debian
        initrd     /micro
        initrd     initrd
        options    root=LABEL=root
        options    quiet  ro
        architecture AA64
        unknown    key
        """);

    BootEntry entry = find().entries().getFirst();

    assertThat(entry.title()).isEqualTo("Debian GNU/Linux 13 (6.12.48)");
    assertThat(entry.id()).isEqualTo("6a98-6.12");
    assertThat(entry.commandLine()).isEqualTo("root=LABEL=root quiet  ro");
    assertThat(entry.kernel()).hasToString("disk test.img, partition 1: /linux");
    assertThat(entry.initrds())
        .hasToString("[disk test.img, partition 1: /micro, disk test.img, partition 1: initrd]");
    assertThat(entry.origin())
        .isEqualTo("disk test.img, partition 1: /loader/entries/6a98-6.12.conf");
    assertThat(entry.notes()).isEmpty();
  }

  @Test
  void entriesAreSortedByTheSpecification() {
    entry(esp, "no-key-1.conf", "");
    entry(esp, "no-key-2.conf", "");
    entry(esp, "z-old.conf", "sort-key z\nversion 1");
    entry(esp, "a-machine-b.conf", "sort-key a\nmachine-id b\nversion 9");
    entry(esp, "a-machine-a-9.conf", "sort-key a\nmachine-id a\nversion 6.9");
    entry(esp, "a-machine-a-12.conf", "sort-key a\nmachine-id a\nversion 6.12");
    entry(boot, "a-bad+0-3.conf", "sort-key a\nmachine-id a\nversion 7");
    entry(boot, "z-new+2-1.conf", "sort-key z\nversion 2");

    assertThat(ids())
        .containsExactly(
            "a-machine-a-12",
            "a-machine-a-9",
            "a-machine-b",
            "z-new",
            "z-old",
            "no-key-2",
            "no-key-1",
            "a-bad");
    assertThat(find().entries().getLast().notes())
        .anyMatch(note -> note.contains("failed to boot"));
  }

  @Test
  void entriesForOthersAreHidden() {
    entry(esp, "x.conf", "architecture x64");
    entry(esp, "readme.txt", "");
    esp.file("/loader/entries/efi.conf", "title Shell\nefi /shell.efi\n");

    assertThat(ids()).isEmpty();
  }

  @Test
  void anEntryWithoutItsKernelIsNoted() {
    esp.file("/loader/entries/gone.conf", "linux /gone\n");
    Search search = search();

    assertThat(LoaderEntries.find(search, Optional.empty()).entries()).isEmpty();
    assertThat(search.notes())
        .containsExactly(
            "disk test.img, partition 1: /loader/entries/gone.conf: there is no kernel /gone");
  }

  @Test
  void anEntryWithoutItsInitrdSaysSo() {
    entry(esp, "a.conf", "initrd /gone\n");

    assertThat(find().entries().getFirst().notes())
        .containsExactly("there is no file /gone to load");
  }

  @Test
  void theFirstEntryIsTheDefault() {
    entry(esp, "a-1.conf", "");
    entry(esp, "a-2.conf", "");

    assertThat(find().preferred().orElseThrow().id()).isEqualTo("a-2");
  }

  @Test
  void aPatternNamesTheDefault() {
    entry(esp, "a-1+3.conf", "");
    entry(esp, "a-2.conf", "");
    esp.file("/loader/loader.conf", "timeout 3\n#default a-2\ndefault A-1*\n");

    assertThat(find().preferred().orElseThrow().id()).isEqualTo("a-1");
  }

  @Test
  void aDefaultThatIsNotThereIsNone() {
    entry(esp, "a-1.conf", "");
    esp.file("/loader/loader.conf", "default gone\n");

    assertThat(find().preferred().orElseThrow().id()).isEqualTo("a-1");
  }

  @Test
  void aDirectoryWithOtherSemanticsIsLeftAlone() {
    entry(esp, "a.conf", "");
    entry(boot, "b.conf", "");
    esp.file("/loader/entries.srel", "other\n");
    boot.file("/loader/entries.srel", "type1\n");

    assertThat(ids()).containsExactly("b");
  }

  @Test
  void grubsVariablesAreReplacedWhereGrubUsesTheEntries() {
    esp.file("/grub/grub.cfg", "kernelopts='root=/dev/vda2 ro'\ndefault=b\nblscfg\n");
    entry(esp, "a-1.conf", "options $kernelopts ${kernelopts}x $unset\ninitrd /initrd $unset\n");
    entry(esp, "b.conf", "");

    Found found = LoaderEntries.find(search(), GrubConfigs.read(search()).withLoaderEntries());

    BootEntry a =
        found.entries().stream().filter(e -> e.id().equals("a-1")).findFirst().orElseThrow();
    assertThat(a.commandLine()).isEqualTo("root=/dev/vda2 ro root=/dev/vda2 rox");
    assertThat(a.initrds()).hasSize(1);
    assertThat(found.preferred().orElseThrow().id()).isEqualTo("b");
  }

  @Test
  void withoutGrubADollarIsADollar() {
    entry(esp, "a.conf", "options a=$b\n");

    assertThat(find().entries().getFirst().commandLine()).isEqualTo("a=$b");
  }

  @Test
  void entriesInBootOfARootFileSystemAreFoundToo() {
    Volume root =
        MemoryFileSystem.nameless()
            .file("/boot/vmlinuz", "k")
            .file("/boot/loader/entries/a.conf", "linux /boot/vmlinuz\n")
            .alone();

    assertThat(LoaderEntries.find(new Search(List.of(root)), Optional.empty()).entries())
        .extracting(BootEntry::id)
        .containsExactly("a");
  }
}
