package io.jvmm.cli;

import io.jvmm.cli.manual.ManPage;
import io.jvmm.cli.manual.Page;
import io.jvmm.cli.manual.PageReader;
import io.jvmm.cli.manual.ShellCompletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes what a release has in {@code share}: the manual pages, and the shell's completion. Run by
 * the build.
 */
public final class ReleaseFiles {
  private ReleaseFiles() {}

  /**
   * Writes them anew.
   *
   * @param arguments one: the directory {@code share} of a release
   */
  public static void main(String[] arguments) throws IOException {
    Path share = Path.of(arguments[0]);
    writeManual(Files.createDirectories(share.resolve("man/man1")));
    Path completions = Files.createDirectories(share.resolve("bash-completion/completions"));
    Files.writeString(completions.resolve("jvmm"), ShellCompletion.bash(manual()));
    Path functions = Files.createDirectories(share.resolve("zsh/site-functions"));
    Files.writeString(functions.resolve("_jvmm"), ShellCompletion.zshFile(manual()));
  }

  /** The manual of all commands. */
  static Page manual() {
    return PageReader.read(JvmmCommand.commandLine().getCommandSpec());
  }

  private static void writeManual(Path directory) throws IOException {
    Page jvmm = manual();
    for (Page page : jvmm.all().toList()) {
      Files.writeString(
          directory.resolve(ManPage.file(page)), ManPage.of(page, related(jvmm, page)));
    }
  }

  /** The page above, and those below. */
  private static List<Page> related(Page root, Page page) {
    Stream<Page> above = root.all().filter(each -> each.commands().contains(page));
    return Stream.concat(above, page.commands().stream()).toList();
  }
}
