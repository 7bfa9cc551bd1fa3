package io.jvmm.cli.manual;

import io.jvmm.cli.manual.Page.Entry;
import io.jvmm.cli.manual.Page.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Reads a command's page out of picocli's model of it. What is hidden there is left out. */
public final class PageReader {
  private PageReader() {}

  /** The page of a command, with those of its own commands. */
  public static Page read(CommandSpec command) {
    List<OptionSpec> options = command.options().stream().filter(each -> !each.hidden()).toList();
    return new Page(
        command.qualifiedName(),
        text(command.usageMessage().description()),
        synopsis(command, options),
        command.positionalParameters().stream().map(PageReader::entry).toList(),
        Stream.concat(
                options.stream().filter(Predicate.not(PageReader::isCommon)),
                options.stream().filter(PageReader::isCommon))
            .map(PageReader::entry)
            .toList(),
        command.usageMessage().exitCodeList().entrySet().stream()
            .map(each -> new Entry(List.of(each.getKey()), "", each.getValue()))
            .toList(),
        PassageReader.read(command.usageMessage().footer()),
        command.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .distinct() // those with an alias come twice
            .filter(each -> !each.usageMessage().hidden())
            .map(PageReader::read)
            .toList());
  }

  /** Whether all commands have it; no synopsis shows it. */
  private static boolean isCommon(OptionSpec option) {
    return option.usageHelp()
        || option.versionHelp()
        || option.inherited()
        || option.scopeType() == CommandLine.ScopeType.INHERIT;
  }

  private static List<Word> synopsis(CommandSpec command, List<OptionSpec> options) {
    List<Word> words = new ArrayList<>();
    options.stream()
        .filter(option -> !isCommon(option) && option.group() == null)
        .forEach(option -> words.add(word(option)));
    command.argGroups().forEach(group -> addAlternatives(words, group));
    command.positionalParameters().forEach(parameter -> words.add(word(parameter)));
    if (!command.subcommands().isEmpty()) {
      words.add(new Word("", "", "COMMAND", ""));
    }
    return words;
  }

  private static Word word(OptionSpec option) {
    String many = option.isMultiValue() ? "]..." : "]";
    return option.required()
        ? new Word("", shortest(option), value(option), "")
        : new Word("[", shortest(option), value(option), many);
  }

  private static Word word(PositionalParamSpec parameter) {
    boolean optional = parameter.arity().min() == 0;
    String many = parameter.arity().max() > 1 ? "..." : "";
    return new Word(optional ? "[" : "", "", parameter.paramLabel(), (optional ? "]" : "") + many);
  }

  /** Of a group's options at most one is given. */
  private static void addAlternatives(List<Word> words, ArgGroupSpec group) {
    List<OptionSpec> options = group.options();
    for (int i = 0; i < options.size(); i++) {
      boolean last = i == options.size() - 1;
      OptionSpec option = options.get(i);
      words.add(new Word(i == 0 ? "[" : "", shortest(option), value(option), last ? "]" : " |"));
    }
  }

  private static String shortest(OptionSpec option) {
    return option.shortestName();
  }

  private static Entry entry(OptionSpec option) {
    return new Entry(
        List.of(option.names()), value(option), text(option.description()), choices(option));
  }

  private static Entry entry(PositionalParamSpec parameter) {
    return new Entry(
        List.of(), parameter.paramLabel(), text(parameter.description()), choices(parameter));
  }

  /** The constants of an enum, as users write them. */
  private static List<String> choices(ArgSpec argument) {
    return Stream.concat(Stream.of(argument.type()), Stream.of(argument.auxiliaryTypes()))
        .filter(Class::isEnum)
        .findFirst()
        .map(type -> Stream.of(type.getEnumConstants()))
        .orElseGet(Stream::of)
        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }

  private static String value(ArgSpec argument) {
    return argument.arity().max() == 0 ? "" : argument.paramLabel();
  }

  private static String text(String... lines) {
    return PassageReader.plain(String.join(" ", lines));
  }
}
