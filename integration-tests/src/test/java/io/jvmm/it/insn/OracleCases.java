package io.jvmm.it.insn;

import io.jvmm.mmio.insn.AddressMode;
import io.jvmm.mmio.insn.Decoded;
import io.jvmm.mmio.insn.Encoding;
import io.jvmm.mmio.insn.LoadStore;
import io.jvmm.mmio.insn.LoadStores;
import io.jvmm.mmio.insn.Transfer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes up instructions: each row of the decode table in turn, with random fields and registers,
 * and a base register such that the access stays inside the case's memory.
 */
final class OracleCases {
  /** What {@code qemu-aarch64 -cpu neoverse-v1} zeroes by DC ZVA. */
  static final int ZERO_BLOCK = 64;

  private static final List<Encoding> CARRIED_OUT =
      LoadStores.encodings().stream()
          .filter(row -> !(row.decode(row.pattern().value()) instanceof Decoded.Unsupported))
          .toList();

  private final RandomGenerator random;
  private final ByteOrder order;
  private final int cases;

  /** The cases of a program that has so many. */
  OracleCases(RandomGenerator random, ByteOrder order, int cases) {
    this.random = random;
    this.order = order;
    this.cases = cases;
  }

  List<OracleCase> all() {
    return IntStream.range(0, cases).mapToObj(this::make).toList();
  }

  private OracleCase make(int number) {
    Encoding encoding = CARRIED_OUT.get(number % CARRIED_OUT.size());
    return Stream.generate(() -> tryToMake(number, encoding))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }

  private Optional<OracleCase> tryToMake(int number, Encoding encoding) {
    int word = encoding.pattern().value() | (random.nextInt() & ~encoding.pattern().mask());
    return switch (encoding.decode(word)) {
      case Decoded.Unsupported _ -> Optional.empty();
      case Decoded.ZeroBlock(int register) -> zeroBlock(number, encoding, register);
      case LoadStore(_, AddressMode.Literal _, _) -> literal(number, encoding, word);
      case LoadStore loadStore when loadsTwice(loadStore) && order == ByteOrder.BIG_ENDIAN ->
          Optional.empty();
      case LoadStore loadStore -> ordinary(number, encoding, word, loadStore);
    };
  }

  /**
   * Whether a pair is loaded to one register, which the architecture leaves open: jvmm's choice
   * does not depend on the byte order of data, QEMU's does.
   */
  private static boolean loadsTwice(LoadStore loadStore) {
    return loadStore.direction() == LoadStore.Direction.LOAD
        && loadStore.transfers().size() == 2
        && loadStore.transfers().getFirst() instanceof Transfer.General
        && loadStore.transfers().getFirst().equals(loadStore.transfers().getLast());
  }

  private Optional<OracleCase> ordinary(
      int number, Encoding encoding, int word, LoadStore loadStore) {
    int base = encoding.pattern().field('n', word);
    if (loadStore.address() instanceof AddressMode.RegisterOffset offset
        && offset.index() == base) {
      return Optional.empty(); // hardly any such pair of registers meets the memory
    }
    ProcessorImage before = ProcessorImage.random(random, order);
    long target = target(number, encoding, loadStore);
    long address = loadStore.address().resolve(new ImageRegisters(before, 0)).address();
    before.setX(base, before.x(base) + target - address);
    return Optional.of(new OracleCase(number, encoding, word, target, before));
  }

  private long target(int number, Encoding encoding, LoadStore loadStore) {
    int bytes = loadStore.bytes();
    int offset = random.nextInt(ProcessorImage.MEMORY_BYTES - bytes + 1);
    // Loads and stores with an order need alignment, as in hardware.
    boolean ordered = encoding.page().matches("C6.2 (LDA|LDLA|STL).*");
    return OracleProgram.memoryAddress(number) + (ordered ? offset & -bytes : offset);
  }

  /** A literal is somewhere in the program's code. */
  private Optional<OracleCase> literal(int number, Encoding encoding, int word) {
    long pc = OracleProgram.instructionAddress(number);
    int words = OracleProgram.codeBytes(cases) / Integer.BYTES;
    long target = OracleProgram.CODE + random.nextInt(words - 4) * (long) Integer.BYTES;
    int distance = (int) (target - pc) / Integer.BYTES;
    if (distance != distance << 13 >> 13) {
      return Optional.empty();
    }
    return Optional.of(
        new OracleCase(
            number,
            encoding,
            encoding.pattern().with('i', distance, word),
            target,
            ProcessorImage.random(random, order)));
  }

  private Optional<OracleCase> zeroBlock(int number, Encoding encoding, int register) {
    if (register == 31) {
      return Optional.empty();
    }
    ProcessorImage before = ProcessorImage.random(random, order);
    long target = OracleProgram.memoryAddress(number) + random.nextInt(ProcessorImage.MEMORY_BYTES);
    before.setX(register, target);
    int word = encoding.pattern().with('t', register, encoding.pattern().value());
    return Optional.of(new OracleCase(number, encoding, word, target, before));
  }
}
