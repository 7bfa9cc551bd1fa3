package io.jvmm.load.disk.boot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The contents of an {@code extlinux.conf} (U-Boot, doc/README.pxe, "pxe file format"; Syslinux's
 * documentation of its configuration): lines of a keyword in any case and a value; what follows a
 * {@code label} belongs to it.
 */
final class ExtlinuxConfig {
  private static final int DEEPEST_INCLUDE = 16;
  private static final int MOST_LINES = 10_000;
  private static final int MOST_LABELS = 1000;
  private static final int MOST_INCLUDES = 100;
  private static final String INITRD_OPTION = "initrd=";

  private final Function<String, Optional<String>> files;
  private final List<Builder> builders = new ArrayList<>();
  private Optional<String> defaultLabel = Optional.empty();
  private String globalAppend = "";
  private int lines;
  private int includes;

  /**
   * A label.
   *
   * @param name what {@code default} calls it
   * @param title what a menu shows
   * @param kernel path of the kernel
   * @param initrds paths of initial RAM disks
   * @param append the command line
   * @param notes what is not done of it
   */
  record Label(
      String name,
      String title,
      String kernel,
      List<String> initrds,
      String append,
      List<String> notes) {}

  /** A label while it is read. */
  private static final class Builder {
    private final String name;
    private Optional<String> title = Optional.empty();
    private Optional<String> kernel = Optional.empty();
    private Optional<String> append = Optional.empty();
    private final List<String> initrds = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Builder(String name) {
      this.name = name;
    }
  }

  private ExtlinuxConfig(Function<String, Optional<String>> files) {
    this.files = files;
  }

  /**
   * Reads a configuration; what is not known in it is passed over.
   *
   * @param files the texts of files that it includes
   */
  static ExtlinuxConfig parse(String text, Function<String, Optional<String>> files) {
    ExtlinuxConfig config = new ExtlinuxConfig(files);
    config.read(text, 0);
    return config;
  }

  private void read(String text, int depth) {
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (++lines > MOST_LINES) {
        return;
      }
      String[] words = line.strip().split("\\s+", 2);
      String value = words.length == 2 ? words[1] : "";
      String keyword = words[0].toLowerCase(Locale.ROOT);
      if (keyword.equals("include")) {
        include(value, depth);
      } else if (keyword.equals("menu")) {
        menu(value, depth);
      } else {
        keyword(keyword, value);
      }
    }
  }

  private void menu(String value, int depth) {
    String[] words = value.split("\\s+", 2);
    String rest = words.length == 2 ? words[1] : "";
    switch (words[0].toLowerCase(Locale.ROOT)) {
      case "label" -> last().ifPresent(label -> label.title = Optional.of(rest.replace("^", "")));
      case "default" -> last().ifPresent(label -> defaultLabel = Optional.of(label.name));
      case "include" -> include(rest.split("\\s+", 2)[0], depth);
      default -> {} // colours, titles, passwords
    }
  }

  private void include(String path, int depth) {
    if (depth < DEEPEST_INCLUDE && ++includes <= MOST_INCLUDES) {
      files.apply(path).ifPresent(text -> read(text, depth + 1));
    }
  }

  private Optional<Builder> last() {
    return builders.isEmpty() ? Optional.empty() : Optional.of(builders.getLast());
  }

  private void keyword(String keyword, String value) {
    switch (keyword) {
      case "label" -> {
        if (builders.size() < MOST_LABELS) {
          builders.add(new Builder(value));
        }
      }
      case "default" -> defaultLabel = Optional.of(value);
      case "append" ->
          last()
              .ifPresentOrElse(
                  label -> label.append = Optional.of(value), () -> globalAppend = value);
      case "kernel", "linux" -> last().ifPresent(label -> label.kernel = Optional.of(value));
      case "initrd" -> last().ifPresent(label -> label.initrds.addAll(list(value)));
      case "fdt", "devicetree", "fdtdir", "devicetreedir", "fdtoverlays" ->
          last()
              .ifPresent(
                  label ->
                      label.notes.add(
                          keyword + " is not used: the machine has its own device tree"));
      default -> {} // timeout, prompt, say, ...
    }
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split("[,\\s]+")).filter(path -> !path.isEmpty()).toList();
  }

  /** The labels that have a kernel. */
  List<Label> labels() {
    return builders.stream().filter(each -> each.kernel.isPresent()).map(this::label).toList();
  }

  // A kernel of U-Boot's may name a part of a FIT image behind #; one of Syslinux's has its initial
  // RAM disks among its options.
  private Label label(Builder builder) {
    String append = builder.append.orElse(globalAppend);
    List<String> initrds = new ArrayList<>(builder.initrds);
    List<String> options = Arrays.stream(append.split("\\s+")).toList();
    if (initrds.isEmpty()) {
      options.stream()
          .filter(option -> option.startsWith(INITRD_OPTION))
          .forEach(option -> initrds.addAll(list(option.substring(INITRD_OPTION.length()))));
    }
    return new Label(
        builder.name,
        builder.title.filter(title -> !title.isBlank()).orElse(builder.name),
        builder.kernel.orElseThrow().split("#", 2)[0],
        initrds,
        options.stream()
            .filter(option -> !option.startsWith(INITRD_OPTION))
            .collect(Collectors.joining(" ")),
        builder.notes);
  }

  /** Whether a label is what {@code default} names. */
  boolean isDefault(Label label) {
    return defaultLabel.filter(label.name()::equals).isPresent();
  }
}
