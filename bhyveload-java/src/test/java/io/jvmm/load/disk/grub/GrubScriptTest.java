package io.jvmm.load.disk.grub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrubScriptTest {
  private static final GrubPath PATH = new GrubPath("hd0,gpt2", "/boot/grub/grub.cfg");
  private static final String ENVIRONMENT = "# GRUB Environment Block\n";

  private final Disk disk = new Disk();

  /** A disk with two partitions and some files. */
  private static final class Disk implements GrubFiles {
    private final Map<String, String> files = new HashMap<>();

    @Override
    public Optional<String> search(By by, String value) {
      return switch (by) {
        case UUID -> value.equals("1111-2222") ? Optional.of("hd0,gpt1") : Optional.empty();
        case LABEL -> value.equals("root") ? Optional.of("hd0,gpt2") : Optional.empty();
        case FILE -> value.equals("/marker") ? Optional.of("hd0,gpt1") : Optional.empty();
      };
    }

    @Override
    public boolean isDirectory(GrubPath path) {
      return path.path().equals("/boot");
    }

    @Override
    public Optional<Long> size(GrubPath path) {
      return text(path).map(text -> (long) text.length());
    }

    @Override
    public Optional<String> text(GrubPath path) {
      return Optional.ofNullable(files.get(path.toString()));
    }
  }

  private GrubMenu run(String script) {
    return GrubScript.run(script, PATH, disk);
  }

  private String value(String script, String variable) {
    return run(script).variables().getOrDefault(variable, "(unset)");
  }

  @Test
  void aMenuAsDebianWritesIt() {
    disk.files.put("(hd0,gpt2)/boot/grub/grubenv", ENVIRONMENT + "saved_entry=other\n####");
    GrubMenu menu =
        run(
            """
            if [ -s $prefix/grubenv ]; then
              set have_grubenv=true
              load_env
            fi
            if [ "${next_entry}" ] ; then
               set default="${next_entry}"
            else
               set default="0"
            fi
            if [ x"${feature_menuentry_id}" = xy ]; then
              menuentry_id_option="--id"
            else
              menuentry_id_option=""
            fi
            export menuentry_id_option
            function load_video {
              if [ x$feature_all_video_module = xy ]; then insmod all_video; else insmod efi_gop; fi
            }
            menuentry 'Debian GNU/Linux' --class debian --class os $menuentry_id_option 'simple-1' {
            	load_video
            	insmod gzio
            	if [ x$grub_platform = xxen ]; then insmod xzio; insmod lzopio; fi
            	set root='hd0,gpt9'
            	search --no-floppy --fs-uuid --set=root 1111-2222
            	echo	'Loading Linux 6.12 ...'
            	linux	/vmlinuz-6.12 root=UUID=abc ro  quiet
            	initrd	/initrd.img-6.12
            }
            submenu 'Advanced options' $menuentry_id_option 'advanced-1' {
            	menuentry 'Debian, with Linux 6.11' --class debian $menuentry_id_option 'old-1' {
            		linux	(hd0,gpt2)/boot/vmlinuz-6.11 root=UUID=abc ro single
            		initrd	/early.img /initrd.img-6.11
            	}
            }
            menuentry 'UEFI Firmware Settings' $menuentry_id_option 'uefi-firmware' {
            	fwsetup
            }
            """);

    assertThat(menu.entries()).hasSize(2);
    GrubEntry first = menu.entries().getFirst();
    assertThat(first.title()).isEqualTo("Debian GNU/Linux");
    assertThat(first.id()).isEqualTo("simple-1");
    assertThat(first.kernel()).hasToString("(hd0,gpt1)/vmlinuz-6.12");
    assertThat(first.commandLine()).isEqualTo("root=UUID=abc ro quiet");
    assertThat(first.initrds()).hasToString("[(hd0,gpt1)/initrd.img-6.12]");
    assertThat(first.notes()).isEmpty();
    GrubEntry second = menu.entries().getLast();
    assertThat(second.title()).isEqualTo("Advanced options > Debian, with Linux 6.11");
    assertThat(second.id()).isEqualTo("advanced-1>old-1");
    assertThat(second.kernel()).hasToString("(hd0,gpt2)/boot/vmlinuz-6.11");
    assertThat(second.initrds()).hasToString("[(hd0,gpt2)/early.img, (hd0,gpt2)/initrd.img-6.11]");
    assertThat(menu.defaultEntry()).contains(first);
    assertThat(menu.notes()).isEmpty();
  }

  @Test
  void aScriptThatUsesLoaderEntriesAsFedoraHasIt() {
    disk.files.put(
        "(hd0,gpt2)/boot/grub/grubenv", ENVIRONMENT + "saved_entry=f00-6.11\nboot_success=1\n");
    GrubMenu menu =
        run(
            """
            set pager=1
            if [ -f ${config_directory}/grubenv ]; then
              load_env -f ${config_directory}/grubenv
            elif [ -s $prefix/grubenv ]; then
              load_env
            fi
            set default="${saved_entry}"
            insmod part_gpt
            search --no-floppy --label root --set=root
            if [ -z "${kernelopts}" ]; then
              set kernelopts="root=/dev/vda3 ro rhgb quiet "
            fi
            insmod blscfg
            blscfg
            if [ "${boot_success}" = "1" -o "${boot_indeterminate}" = "1" ]; then
              set menu_hide_ok=1
            else
              set menu_hide_ok=0
            fi
            """);

    assertThat(menu.usesLoaderEntries()).isTrue();
    assertThat(menu.entries()).isEmpty();
    assertThat(menu.variables())
        .containsEntry("default", "f00-6.11")
        .containsEntry("kernelopts", "root=/dev/vda3 ro rhgb quiet ")
        .containsEntry("menu_hide_ok", "1")
        .containsEntry("root", "hd0,gpt2");
    assertThat(menu.notes()).isEmpty();
  }

  @Test
  void aStubLeadsToTheScriptThatItNames() {
    disk.files.put("(hd0,gpt1)/grub/grub.cfg", "menuentry A { linux /k a }");
    GrubMenu menu =
        run(
            """
            search.fs_uuid 1111-2222 root hd0,gpt2
            set prefix=($root)'/grub'
            configfile $prefix/grub.cfg
            """);

    assertThat(menu.entries().getFirst().kernel()).hasToString("(hd0,gpt1)/k");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set a=b                          | b",
        "a=b                              | b",
        "set a='b c'                      | b c",
        "set a=\"b\"'c'\\ d               | bc d",
        "b=c; set a=\"<$b>${b}\\$b\"      | <c>c$b",
        "b=c; set a='$b'                  | $b",
        "set a=b#c # not this             | b#c",
        "set a=b; unset a                 | (unset)",
        "set a=x${unset}y                 | xy",
        "b='set a=c'; $b                  | c",
        "b='c d'; for i in $b; do a=$i$a; done | dc",
        "b='c d'; for i in \"$b\"; do a=\"$i\"; done | c d",
        "for i in 1 2 3; do set a=$a$i; done | 123",
        "a=1; while [ $a -lt 5 ]; do if [ $a = 1 ]; then a=3; else a=7; fi; done | 7",
        "a=1; until [ $a = 2 ]; do a=2; done | 2",
        "function f { set a=$1$2; }; f x y | xy",
        "if true; then a=1; else a=2; fi  | 1",
        "if ! true; then a=1; else a=2; fi | 2",
        "if ! ! true; then a=1; else a=2; fi | 1",
        "if !; then a=1; else a=2; fi     | 1",
        "if false; then a=1; elif true; then a=2; else a=3; fi | 2",
        "if nonsense; then a=1; else a=2; fi | 2",
        "eval 'set a=b'                   | b",
        "set if=1; set a=$if              | 1",
      })
  void variablesAndControlWorkAsInGrub(String script, String expected) {
    assertThat(value(script, "a")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a = a              | true",
        "a != a             | false",
        "a == b             | false",
        "a '<' b            | true",
        "10 -gt 9           | true",
        "10 '>' 9           | false",
        "-z ''              | true",
        "-n ''              | false",
        "''                 | false",
        "a                  | true",
        "! a                | false",
        "! ! a              | true",
        "-n a -a -z a       | false",
        "-n a -o -z a       | true",
        "-z a -a -z a -o a  | true",
        "! -z a -a b = b    | true",
        "! = !              | true",
        "-z = -z            | true",
        "-f /file           | true",
        "-f /boot           | false",
        "-d /boot           | true",
        "-e /boot           | true",
        "-s /empty          | false",
        "-e /empty          | true",
        "-e (hd0,gpt1)/file | false",
        "a b                | false",
        "-o                 | true",
      })
  void conditionsHoldAsInGrub(String condition, boolean holds) {
    disk.files.put("(hd0,gpt2)/file", "text");
    disk.files.put("(hd0,gpt2)/empty", "");

    assertThat(value("if [ " + condition + " ]; then a=true; else a=false; fi", "a"))
        .isEqualTo(String.valueOf(holds));
    assertThat(value("if test " + condition + "; then a=true; else a=false; fi", "a"))
        .isEqualTo(String.valueOf(holds));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "search --fs-uuid --set=root 1111-2222        | hd0,gpt1",
        "search -u --set 1111-2222                    | hd0,gpt1",
        "search --no-floppy --label root --set=root   | hd0,gpt2",
        "search --set=root --hint-efi=hd0,gpt1 --file /marker | hd0,gpt1",
        "search.file /marker                          | hd0,gpt1",
        "search.fs_label root                         | hd0,gpt2",
        "set root='hd0,gpt7'                          | hd0,gpt7",
      })
  void aSearchSetsTheRoot(String script, String root) {
    assertThat(value("root=x;" + script, "root")).isEqualTo(root);
  }

  @Test
  void aSearchThatFindsNothingIsNoted() {
    GrubMenu menu = run("menuentry A { search --fs-uuid --set=root 9999; linux /k }");

    assertThat(menu.entries().getFirst().notes()).containsExactly("search finds nothing: 9999");
  }

  @ParameterizedTest
  @CsvSource({
    "0, A",
    "2, B > C",
    "id-a, A",
    "B, B > C",
    "B>D, B > D",
    "B>1, B > D",
    "1>id-c, B > C"
  })
  void theDefaultIsNamedByPlaceTitleOrId(String name, String title) {
    GrubMenu menu =
        run(
            """
            menuentry A --id id-a { linux /a }
            menuentry Firmware { fwsetup }
            submenu B {
              menuentry C --id=id-c { linux /c }
              menuentry D { linux /d }
            }
            set default='%s'
            """
                .formatted(name.equals("1>id-c") ? "2>id-c" : name));

    assertThat(menu.defaultEntry().orElseThrow().title()).isEqualTo(title);
  }

  @Test
  void aDefaultThatStartsNoKernelIsNone() {
    assertThat(run("menuentry A { fwsetup }\nmenuentry B { linux /k }").defaultEntry()).isEmpty();
    assertThat(run("default=7\nmenuentry B { linux /k }").defaultEntry()).isEmpty();
  }

  @Test
  void entriesDoNotChangeWhatOthersSee() {
    GrubMenu menu =
        run(
            """
            set options=one
            menuentry A { linux /a $options; set options=two }
            menuentry B { linux /b $options }
            set options=three
            """);

    assertThat(menu.entries())
        .extracting(GrubEntry::commandLine)
        .containsExactly("three", "three"); // as they are when the menu is shown
  }

  @Test
  void aWordWithBlanksStaysOneForTheKernel() {
    assertThat(run("menuentry A { linux /k dyndbg='file a.c +p' b }").entries())
        .extracting(GrubEntry::commandLine)
        .containsExactly("\"dyndbg=file a.c +p\" b");
  }

  @Test
  void whatIsNotKnownIsNotedWithItsLine() {
    GrubMenu menu = run("menuentry A {\n  frobnicate x\n  devicetree /d\n  linux /k\n}");

    assertThat(menu.entries().getFirst().notes())
        .containsExactly(
            "line 2: the command frobnicate is not known",
            "line 3: its device tree is not used: the machine has its own");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "if true; then a=1     | there is no fi after line",
        "if true               | there is no then after line",
        "menuentry A { linux /k | there is no closing brace after line",
        "}                     | before a brace too many",
        "for x in a; a=1       | there is no do after line",
        "function f            | there is no body after line",
      })
  void aScriptThatIsNoneIsNoted(String script, String words) {
    assertThat(run(script).notes()).singleElement().asString().contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "while true; do a=1; done                           | runs more than",
        "function f { f; }; f                               | calls are more than",
        "a=x; while true; do a=$a$a; done                   | words have more than",
        "menuentry A { submenu B { linux /k } }; source /grub.cfg | calls are more than",
      })
  void aScriptThatNeverEndsIsGivenUp(String script, String words) {
    disk.files.put("(hd0,gpt2)/grub.cfg", "source /grub.cfg");

    assertThat(run(script).notes()).anyMatch(note -> note.contains(words));
  }

  @Test
  void wordsWithoutEndAreReadInTheirOrder() {
    assertThat(value("${".repeat(300_000), "a")).isEqualTo("(unset)");
    assertThat(value("! ".repeat(100_001) + "true", "a")).isEqualTo("(unset)");
    assertThat(value("a='" + "x".repeat(100_000), "a")).hasSize(100_000);
  }

  @Test
  void blocksInBlocksInBlocksAreRefused() {
    String script = "if true; then ".repeat(10_000);

    assertThat(run(script).notes()).singleElement().asString().contains("more than 64 blocks");
  }

  @Test
  void aMenuThatMakesMenusForEverIsGivenUp() {
    GrubMenu menu = run("function f { submenu A { f; } ; menuentry B { linux /k; } ; } ; f");

    assertThat(menu.notes()).anyMatch(note -> note.contains("too many entries"));
  }

  @Test
  void anEnvironmentBlockKeepsEscapedCharacters() {
    assertThat(EnvironmentBlock.parse(ENVIRONMENT + "a=b\\\\c\\\nd\n#=x\nnothing\ne=f=g\n####"))
        .isEqualTo(Map.of("a", "b\\c\nd", "e", "f=g"));
    assertThat(EnvironmentBlock.parse("a=b\n")).isEmpty();
  }
}
