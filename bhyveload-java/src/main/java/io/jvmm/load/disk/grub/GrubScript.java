package io.jvmm.load.disk.grub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a {@code grub.cfg}, and then the body of each entry as if it had been chosen. */
public final class GrubScript {
  private static final int MOST_ITEMS = 1000;
  private static final int DEEPEST_MENU = 8;

  /** What GRUB for arm64 with EFI defines, as scripts ask for it. */
  private static final Map<String, String> FEATURES =
      Map.of(
          "grub_cpu", "arm64",
          "grub_platform", "efi",
          "feature_200_final", "y",
          "feature_default_font_path", "y",
          "feature_menuentry_id", "y",
          "feature_menuentry_options", "y",
          "feature_nativedisk_cmd", "y",
          "feature_platform_search_hint", "y",
          "feature_timeout_style", "y");

  private final List<MenuNode> nodes = new ArrayList<>();
  private final Scope scope;
  private boolean usesLoaderEntries;
  private int items;

  private GrubScript(Scope scope) {
    this.scope = scope;
  }

  /**
   * Runs a script. Never fails: what cannot be evaluated is noted.
   *
   * @param script the text of the script
   * @param path where it is: that device is the root, that directory the prefix
   * @param files what it sees of the disk
   */
  public static GrubMenu run(String script, GrubPath path, GrubFiles files) {
    GrubScript menu = new GrubScript(new Scope(files, new Limits()));
    menu.define(path);
    try {
      Interpreter interpreter = new Interpreter(menu.scope);
      interpreter.run(script);
      menu.usesLoaderEntries = interpreter.outcome().usesLoaderEntries();
      menu.evaluate(interpreter, "", "", menu.nodes, 0);
    } catch (Limits.LimitException e) {
      menu.scope.note("it was given up: " + e.getMessage());
    }
    return menu.result();
  }

  private void define(GrubPath path) {
    String directory = path.path().substring(0, Math.max(0, path.path().lastIndexOf('/')));
    scope.variables().putAll(FEATURES);
    scope.variables().put("root", path.device());
    scope.variables().put("prefix", new GrubPath(path.device(), directory).toString());
  }

  /**
   * Evaluates what an interpreter has put into its menu.
   *
   * @param titles what comes before their titles
   * @param ids what comes before their ids
   * @param evaluated where they go
   */
  private void evaluate(
      Interpreter menu, String titles, String ids, List<MenuNode> evaluated, int depth) {
    for (MenuItem item : menu.outcome().items()) {
      if (++items > MOST_ITEMS || depth > DEEPEST_MENU) {
        throw new Limits.LimitException("its menu has too many entries");
      }
      Interpreter chosen = new Interpreter(menu.scope().copy());
      chosen.call(item.body(), item.arguments());
      String title = titles + item.title();
      String id = ids + item.id();
      List<MenuNode> children = new ArrayList<>();
      evaluated.add(new MenuNode(item.title(), item.id(), entry(chosen, title, id), children));
      evaluate(chosen, title + " > ", id + ">", children, depth + 1);
    }
  }

  private static Optional<GrubEntry> entry(Interpreter chosen, String title, String id) {
    Outcome outcome = chosen.outcome();
    return outcome
        .kernel()
        .map(
            kernel ->
                new GrubEntry(
                    title,
                    id,
                    kernel,
                    outcome.commandLine(),
                    outcome.initrds(),
                    chosen.scope().notes()));
  }

  private GrubMenu result() {
    List<GrubEntry> entries = nodes.stream().flatMap(MenuNode::entries).toList();
    return new GrubMenu(
        entries,
        MenuNode.named(nodes, scope.get("default").isEmpty() ? "0" : scope.get("default")),
        Map.copyOf(scope.variables()),
        usesLoaderEntries,
        scope.notes());
  }
}
