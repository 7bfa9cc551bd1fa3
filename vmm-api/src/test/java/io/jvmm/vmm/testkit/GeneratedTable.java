package io.jvmm.vmm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.mmio.Register;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table in the documentation that is generated from code, between two marker lines, and compared
 * by a test. Run the tests with {@code -Djvmm.docs.update=true} to write it anew.
 */
public final class GeneratedTable {
  private static final int USUAL_LENGTH = 8; // bytes; what is longer shows where it ends

  private final Path page;
  private final String begin;
  private final String end;

  /**
   * A table.
   *
   * @param page its page in {@code docs}: {@code devices/pl011.md}
   * @param name what the marker lines call it
   */
  public GeneratedTable(String page, String name) {
    this.page = Path.of("..", "docs").resolve(page);
    this.begin = "<!-- %s: generated -->\n".formatted(name);
    this.end = "<!-- end of %s -->".formatted(name);
  }

  /** The only table of a page, of a device's registers. */
  public static GeneratedTable ofDevice(String page) {
    return new GeneratedTable("devices/" + page, "register table");
  }

  /** Requires that the page has this table; or puts it there. */
  public void requireIs(String table) throws IOException {
    String text = Files.readString(page);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end, from);
    assertThat(to).as("%s needs '%s' and '%s'", page, begin.strip(), end).isNotNegative();
    String found = text.substring(from, to);
    if (Boolean.getBoolean("jvmm.docs.update")) {
      Files.writeString(page, text.substring(0, from) + table + text.substring(to));
      found = table;
    }
    assertThat(found)
        .as("%s is out of date: run the tests with -Djvmm.docs.update=true", page)
        .isEqualTo(table);
  }

  /** Requires that the page has a table of these registers. */
  public void requireRegisters(List<? extends Register> registers) throws IOException {
    requireIs(
        "| offset | register | access | widths | what it is |\n"
            + "| --- | --- | --- | --- | --- |\n"
            + registers.stream().map(GeneratedTable::row).collect(Collectors.joining()));
  }

  private static String row(Register register) {
    return "| %s | %s | %s | %s | %s |\n"
        .formatted(
            offsets(register),
            register.name(),
            access(register.mode(), "RAZ/WI"),
            widths(register.widths()),
            register.note());
  }

  private static String offsets(Register register) {
    int last = register.offset() + register.length() - 1;
    return register.length() > USUAL_LENGTH
        ? "0x%03x-0x%03x".formatted(register.offset(), last)
        : "0x%03x".formatted(register.offset());
  }

  /**
   * How a register may be accessed.
   *
   * @param unimplemented what to say of those that are not there
   */
  public static String access(Register.Mode mode, String unimplemented) {
    return switch (mode) {
      case READ_ONLY -> "RO";
      case WRITE_ONLY -> "WO";
      case READ_WRITE -> "RW";
      case RAZ_WI -> unimplemented;
    };
  }

  /** In bits, from a mask of bytes. */
  public static String widths(int widths) {
    return Stream.of(1, 2, 4, 8)
        .filter(width -> (widths & width) != 0)
        .map(width -> Integer.toString(width * Byte.SIZE))
        .collect(Collectors.joining(", "));
  }
}
