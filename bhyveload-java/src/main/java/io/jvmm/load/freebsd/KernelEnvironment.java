package io.jvmm.load.freebsd;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A FreeBSD kernel's environment, {@code kenv}, made of the user's variables and of the command
 * line, whose words are letters behind a minus sign, {@code name=value}, or {@code name} for {@code
 * name=1} (FreeBSD, sys/kern/subr_boot.c, boot_parse_arg).
 */
public final class KernelEnvironment {
  private static final Pattern WORDS = Pattern.compile("[ \\t\\n]+");

  private final Map<String, String> variables;
  private int howto;

  /** Puts the command line's variables behind, and over, the given ones. */
  public KernelEnvironment(Map<String, String> variables, String commandLine) {
    this.variables = new LinkedHashMap<>(variables);
    WORDS.splitAsStream(commandLine).filter(word -> !word.isEmpty()).forEach(this::word);
    for (BootOption option : BootOption.values()) {
      String value = this.variables.getOrDefault(option.variable(), "no");
      howto |= value.equalsIgnoreCase("no") ? 0 : option.mask();
    }
  }

  private void word(String word) {
    if (word.startsWith("-")) {
      letters(word);
      return;
    }
    int equals = word.indexOf('=');
    variables.put(
        equals < 0 ? word : word.substring(0, equals),
        equals < 0 ? "1" : word.substring(equals + 1));
  }

  private void letters(String word) {
    for (int i = 1; i < word.length(); i++) {
      if (word.charAt(i) == 'S') {
        variables.put("comconsole_speed", word.substring(i + 1));
        return;
      }
      BootOption.of(word.charAt(i)).ifPresent(option -> howto |= option.mask());
    }
  }

  /** How to boot, as bits (boothowto). */
  public int howto() {
    return howto;
  }

  /** The variables as {@code name=value}, each ended by NUL, and a NUL behind the last. */
  public byte[] bytes() {
    StringBuilder text = new StringBuilder();
    variables.forEach((name, value) -> text.append(name).append('=').append(value).append('\0'));
    return text.append('\0').toString().getBytes(StandardCharsets.UTF_8);
  }
}
