package io.jvmm.load.disk.grub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Any text is a script that comes to a menu. */
class GrubFuzzTest {
  private static final int CASES = 3000;
  private static final int MOST_WORDS = 60;
  private static final List<String> WORDS =
      List.of(
          "if",
          "then",
          "elif",
          "else",
          "fi",
          "for",
          "in",
          "do",
          "done",
          "while",
          "until",
          "function",
          "menuentry",
          "submenu",
          "{",
          "}",
          ";",
          "\n",
          "[",
          "]",
          "test",
          "-a",
          "-o",
          "!",
          "=",
          "-z",
          "-f",
          "'",
          "\"",
          "\\",
          "$",
          "$a",
          "${a}",
          "${",
          "\"$a\"",
          "a=b",
          "a=$a$a",
          "set",
          "unset",
          "linux",
          "initrd",
          "/k",
          "(hd0",
          "(hd0,1)/k",
          "search",
          "--set=root",
          "--fs-uuid",
          "--id",
          "load_env",
          "-f",
          "source",
          "eval",
          "blscfg",
          "default=0",
          "f",
          "#",
          "true",
          "false",
          "é",
          "1");

  private static final GrubFiles SAME_EVERYWHERE =
      new GrubFiles() {
        @Override
        public Optional<String> search(By by, String value) {
          return Optional.of("hd0").filter(_ -> value.length() % 2 == 0);
        }

        @Override
        public boolean isDirectory(GrubPath path) {
          return path.path().length() % 3 == 0;
        }

        @Override
        public Optional<Long> size(GrubPath path) {
          return Optional.of((long) path.path().length());
        }

        @Override
        public Optional<String> text(GrubPath path) {
          return Optional.of("a=b; menuentry A { linux /k $a }");
        }
      };

  @Test
  void noScriptMakesTheInterpreterFailOrRunForEver() {
    int entries = 0;
    int noted = 0;
    for (long seed = 0; seed < CASES; seed++) {
      GrubMenu menu = GrubScript.run(script(seed), new GrubPath("hd0", "/x"), SAME_EVERYWHERE);
      entries += menu.entries().size();
      noted += menu.notes().isEmpty() ? 0 : 1;
    }
    assertThat(entries).as("entries that were found").isPositive();
    assertThat(noted).as("scripts with notes").isPositive();
  }

  private static String script(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    StringBuilder script = new StringBuilder();
    for (int i = random.nextInt(MOST_WORDS); i > 0; i--) {
      script.append(WORDS.get(random.nextInt(WORDS.size())));
      script.append(random.nextInt(4) == 0 ? "" : " ");
    }
    return script.toString();
  }
}
