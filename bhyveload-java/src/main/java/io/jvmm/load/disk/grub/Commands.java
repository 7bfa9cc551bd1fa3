package io.jvmm.load.disk.grub;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * GRUB's commands. What only concerns a screen, a keyboard or modules succeeds and does nothing;
 * what asks about a machine fails; what is not known fails and is noted.
 */
final class Commands {
  private static final int SUCCESS = Interpreter.SUCCESS;
  private static final int FAILURE = Interpreter.FAILURE;

  private final Interpreter interpreter;
  private final Scope scope;

  /**
   * The commands of an interpreter.
   *
   * @param interpreter runs the scripts that commands name, and has their outcome
   * @param scope what they see and change
   */
  Commands(Interpreter interpreter, Scope scope) {
    this.interpreter = interpreter;
    this.scope = scope;
  }

  /**
   * Runs a command.
   *
   * @param words its name and its arguments
   * @param line where it is, for notes
   * @return its status
   */
  int run(List<String> words, int line) {
    String name = words.getFirst();
    List<String> arguments = words.subList(1, words.size());
    return switch (name) {
      case "set" -> arguments.isEmpty() ? SUCCESS : assign(arguments.getFirst());
      case "unset" -> unset(arguments);
      case "[", "test" -> test(name, arguments);
      case "!" -> not(arguments, line);
      case "true", ":" -> SUCCESS;
      case "false" -> FAILURE;
      case "linux", "linux16", "linuxefi" -> linux(arguments, line);
      case "initrd", "initrd16", "initrdefi" -> initrd(arguments);
      case "load_env" -> loadEnvironment(arguments);
      case "source", ".", "configfile" -> arguments.isEmpty() ? FAILURE : source(arguments, line);
      case "eval" -> interpreter.run(String.join(" ", arguments));
      case "blscfg" -> loaderEntries();
      case "devicetree" -> note(line, "its device tree is not used: the machine has its own");
      default -> name.startsWith("search") ? search(name, arguments) : other(name, line);
    };
  }

  private int other(String name, int line) {
    if (name.indexOf('=') > 0) {
      return assign(name);
    }
    return switch (name) {
      case "insmod", "rmmod", "export", "echo", "clear", "play", "sleep", "save_env" -> SUCCESS;
      case "loadfont", "background_image", "background_color", "gfxmode", "serial" -> SUCCESS;
      case "terminal", "terminal_input", "terminal_output", "videoinfo", "keymap" -> SUCCESS;
      case "password", "password_pbkdf2", "normal", "nativedisk", "increment" -> SUCCESS;
      case "keystatus", "cpuid", "hwmatch", "probe", "regexp", "cmostest" -> FAILURE;
      case "chainloader", "fwsetup", "exit", "halt", "reboot", "boot" -> SUCCESS;
      default -> {
        note(line, "the command %s is not known".formatted(name));
        yield FAILURE;
      }
    };
  }

  private int note(int line, String text) {
    scope.note("line " + line + ": " + text);
    return SUCCESS;
  }

  private int assign(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      return FAILURE;
    }
    scope.variables().put(assignment.substring(0, equals), assignment.substring(equals + 1));
    return SUCCESS;
  }

  private int unset(List<String> names) {
    names.forEach(scope.variables()::remove);
    return SUCCESS;
  }

  private int test(String name, List<String> words) {
    boolean closed = !name.equals("[") || (!words.isEmpty() && words.getLast().equals("]"));
    List<String> condition =
        name.equals("[") && closed ? words.subList(0, words.size() - 1) : words;
    return closed && Condition.holds(condition, scope) ? SUCCESS : FAILURE;
  }

  private int not(List<String> words, int line) {
    int marks = 0;
    while (marks < words.size() && words.get(marks).equals("!")) {
      marks++;
    }
    boolean succeeds =
        marks < words.size() && run(words.subList(marks, words.size()), line) == SUCCESS;
    return succeeds == (marks % 2 == 0) ? FAILURE : SUCCESS;
  }

  private int linux(List<String> arguments, int line) {
    if (arguments.isEmpty()) {
      return note(line, "the command linux names no file");
    }
    String commandLine =
        arguments.stream().skip(1).map(Commands::quoted).collect(Collectors.joining(" "));
    interpreter.outcome().setKernel(scope.path(arguments.getFirst()), commandLine);
    return SUCCESS;
  }

  // As GRUB passes on words that a kernel would take for several.
  private static String quoted(String word) {
    return word.indexOf(' ') < 0 ? word : '"' + word + '"';
  }

  private int initrd(List<String> arguments) {
    interpreter
        .outcome()
        .setInitrds(
            arguments.stream().filter(path -> !path.startsWith("--")).map(scope::path).toList());
    return SUCCESS;
  }

  private int loaderEntries() {
    interpreter.outcome().useLoaderEntries();
    return SUCCESS;
  }

  private int source(List<String> arguments, int line) {
    GrubPath path = scope.path(arguments.getFirst());
    Optional<String> script = text(path);
    if (script.isEmpty()) {
      note(line, "there is no file " + path);
      return FAILURE;
    }
    return interpreter.run(script.get());
  }

  private Optional<String> text(GrubPath path) {
    Optional<String> text = scope.files().text(path);
    text.ifPresent(found -> scope.limits().characters(found.length()));
    return text;
  }

  /**
   * Options are {@code -f file}, {@code --file file}, {@code --skip-sig}; names limit what is read.
   */
  private int loadEnvironment(List<String> arguments) {
    String file = scope.get("prefix") + "/grubenv";
    List<String> names = arguments.stream().filter(word -> !word.startsWith("-")).toList();
    int option = Math.max(arguments.indexOf("-f"), arguments.indexOf("--file"));
    if (option >= 0 && option + 1 < arguments.size()) {
      file = arguments.get(option + 1);
      names = names.subList(names.indexOf(file) + 1, names.size());
    }
    Optional<String> block = text(scope.path(file));
    Map<String, String> variables = EnvironmentBlock.parse(block.orElse(""));
    List<String> wanted = names;
    variables.forEach(
        (name, value) -> {
          if (wanted.isEmpty() || wanted.contains(name)) {
            scope.variables().put(name, value);
          }
        });
    return block.isPresent() ? SUCCESS : FAILURE;
  }

  private int search(String name, List<String> arguments) {
    Optional<Search> search = Search.parse(name, arguments);
    Optional<String> device =
        search.flatMap(wanted -> scope.files().search(wanted.by(), wanted.value()));
    if (device.isEmpty()) {
      scope.note(
          "%s finds nothing: %s"
              .formatted(name, search.map(Search::value).orElse(String.join(" ", arguments))));
      return FAILURE;
    }
    search
        .flatMap(Search::variable)
        .ifPresent(variable -> scope.variables().put(variable, device.get()));
    return SUCCESS;
  }
}
