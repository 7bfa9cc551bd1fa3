package io.jvmm.linux.testkit;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What generated classes say of the kernel's interface, a fact a line: {@code sizeof STRUCT N},
 * {@code offsetof STRUCT.MEMBER N}, {@code value CONSTANT 0xN}.
 */
final class UapiFacts {
  private static final Path ARGUMENTS = Path.of("src/jextract/args.txt");

  private final Class<?> constants;

  /** Of the classes in the package of that which has the constants. */
  UapiFacts(Class<?> constants) {
    this.constants = constants;
  }

  /** Every fact, in the order of the arguments given to jextract. */
  List<String> all() throws ReflectiveOperationException, IOException {
    List<String> facts = new ArrayList<>();
    for (String struct : requested("struct")) {
      facts.addAll(struct(struct));
    }
    for (String constant : requested("constant")) {
      facts.add("value %s 0x%x".formatted(constant, value(constant)));
    }
    return facts;
  }

  /** The names that jextract was asked for. */
  static List<String> requested(String kind) throws IOException {
    String option = "--include-" + kind + " ";
    return Files.readAllLines(ARGUMENTS).stream()
        .filter(line -> line.startsWith(option))
        .map(line -> line.substring(option.length()))
        .toList();
  }

  private List<String> struct(String name) throws ReflectiveOperationException {
    GroupLayout layout =
        (GroupLayout)
            Class.forName(constants.getPackageName() + "." + name).getMethod("layout").invoke(null);
    List<String> facts = new ArrayList<>();
    facts.add("sizeof %s %d".formatted(name, layout.byteSize()));
    addMembers(facts, name, layout, 0);
    return facts;
  }

  private static void addMembers(List<String> facts, String path, GroupLayout group, long start) {
    long offset = start;
    for (MemoryLayout member : group.memberLayouts()) {
      if (!(member instanceof PaddingLayout)) {
        addMember(facts, path, member, offset);
      }
      if (group instanceof StructLayout) {
        offset += member.byteSize();
      }
    }
  }

  private static void addMember(List<String> facts, String path, MemoryLayout member, long offset) {
    String name = member.name().orElseThrow();
    // jextract's own name for an anonymous struct or union: C reaches its members without one.
    String memberPath = name.startsWith("$anon") ? path : path + '.' + name;
    if (member instanceof GroupLayout group) {
      addMembers(facts, memberPath, group, offset);
    } else {
      facts.add("offsetof %s %d".formatted(memberPath, offset));
    }
  }

  private long value(String constant) throws ReflectiveOperationException {
    Object value = constants.getMethod(constant).invoke(null);
    return value instanceof MemorySegment pointer
        ? pointer.address()
        : ((Number) value).longValue();
  }
}
