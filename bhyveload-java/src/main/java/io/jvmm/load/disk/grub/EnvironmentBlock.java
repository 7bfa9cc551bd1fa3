package io.jvmm.load.disk.grub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The file {@code grubenv} (GNU GRUB Manual 2.12, "Environment block"): a first line that says what
 * it is, then {@code name=value} lines; a backslash keeps the character behind it.
 */
public final class EnvironmentBlock {
  private static final String SIGNATURE = "# GRUB Environment Block\n";
  private static final Pattern LINE_END = Pattern.compile("(?<!\\\\)\n");

  private EnvironmentBlock() {}

  /** The variables in it; none if it is no such file. */
  public static Map<String, String> parse(String text) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (text.startsWith(SIGNATURE)) {
      for (String line : LINE_END.splitAsStream(text).toList()) {
        int equals = line.indexOf('=');
        if (equals > 0 && !line.startsWith("#")) {
          String value = line.substring(equals + 1).replaceAll("(?s)\\\\(.)", "$1");
          variables.put(line.substring(0, equals), value);
        }
      }
    }
    return variables;
  }
}
