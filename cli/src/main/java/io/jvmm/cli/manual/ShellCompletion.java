package io.jvmm.cli.manual;

import io.jvmm.cli.manual.Page.Entry;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the script by which a shell completes a command's arguments. It is made of three tables:
 * which words lead to another command, what follows an option, and what a command takes. What a
 * value is, is told by its label.
 */
public final class ShellCompletion {
  private static final String ZSH =
      """
      autoload -Uz compinit bashcompinit
      (( $+functions[compdef] )) || compinit
      bashcompinit
      """;

  private static final String SCRIPT =
      """
      # Completes the arguments of jvmm. Made by 'jvmm completion'.

      _jvmm_words() {
        COMPREPLY+=($(compgen -W "$*" -- "$current"))
      }

      _jvmm_files() {
        local IFS=$'\\n'
        COMPREPLY+=($(compgen "$1" -- "$current"))
        type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
      }

      # The directories that jvmm keeps machines in.
      _jvmm_machines() {
        local home names=
        for home in "${XDG_STATE_HOME:-$HOME/.local/state}"/jvmm/vms/*/; do
          [ -d "$home" ] || continue
          home=${home%/}
          names="$names ${home##*/}"
        done
        _jvmm_words $names
      }

      _jvmm() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        local command=jvmm i
        COMPREPLY=()
        if [ "$current" = = ]; then
          current=
        elif [ "$previous" = = ]; then
          previous=${COMP_WORDS[COMP_CWORD-2]}
        fi
        for ((i = 1; i < COMP_CWORD; i++)); do
          case "$command ${COMP_WORDS[i]}" in
      @commands@        *) ;;
          esac
        done
        case "$command $previous" in
      @values@    esac
        case "$command:$current" in
      @arguments@    esac
      }

      complete -F _jvmm jvmm
      """;

  // zsh calls what it loads from the file once; what it loaded takes the same name from then on.
  private static final String ZSH_FILE =
      """
      #compdef jvmm
      autoload -Uz bashcompinit
      bashcompinit
      @script@
      _bash_complete -F _jvmm
      """;

  private ShellCompletion() {}

  /** For bash, with or without its package bash-completion. */
  public static String bash(Page page) {
    return SCRIPT
        .replace("@commands@", lines(page.all().skip(1).map(ShellCompletion::command)))
        .replace("@values@", lines(page.all().flatMap(ShellCompletion::values)))
        .replace("@arguments@", lines(page.all().map(ShellCompletion::arguments)));
  }

  /** For zsh, which knows bash's way, too. */
  public static String zsh(Page page) {
    return ZSH + bash(page);
  }

  /** For zsh, as a file {@code _jvmm} in a directory of its {@code fpath}. */
  public static String zshFile(Page page) {
    return ZSH_FILE.replace("@script@", bash(page));
  }

  private static String lines(Stream<String> lines) {
    return lines.collect(Collectors.joining());
  }

  private static String command(Page page) {
    return "        '%1$s') command='%1$s' ;;\n".formatted(page.name());
  }

  /** What may follow each option that takes something. */
  private static Stream<String> values(Page page) {
    return page.options().stream()
        .filter(option -> !option.value().isEmpty())
        .map(
            option ->
                "    %s) %sreturn ;;\n"
                    .formatted(
                        option.names().stream()
                            .map(name -> "'%s %s'".formatted(page.name(), name))
                            .collect(Collectors.joining(" | ")),
                        completions(option)));
  }

  private static String arguments(Page page) {
    Stream<String> options = page.options().stream().flatMap(option -> option.names().stream());
    String commands =
        page.commands().isEmpty() ? "" : words(page.commands().stream().map(ShellCompletion::verb));
    String parameters =
        page.parameters().stream()
            .map(ShellCompletion::completions)
            .distinct()
            .collect(Collectors.joining());
    return "    '%1$s':-*) %2$s;;\n    '%1$s':*) %3$s;;\n"
        .formatted(page.name(), words(options), commands + parameters);
  }

  private static String verb(Page page) {
    return page.name().substring(page.name().lastIndexOf(' ') + 1);
  }

  private static String completions(Entry entry) {
    if (!entry.choices().isEmpty()) {
      return words(entry.choices().stream());
    }
    return switch (entry.value()) {
      case "NAME" -> "_jvmm_machines; ";
      case "SPEC" -> "_jvmm_machines; _jvmm_files -f; ";
      case "DIR" -> "_jvmm_files -d; ";
      case "FILE", "IMAGE", "DISK", "SOURCE", "TARGET" -> "_jvmm_files -f; ";
      default -> ""; // a number, a size, a text
    };
  }

  private static String words(Stream<String> words) {
    return "_jvmm_words " + words.collect(Collectors.joining(" ")) + "; ";
  }
}
