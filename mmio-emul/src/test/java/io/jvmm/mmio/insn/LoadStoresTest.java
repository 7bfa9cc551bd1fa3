package io.jvmm.mmio.insn;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.mmio.insn.Decoded.Unsupported;
import io.jvmm.mmio.insn.Decoded.ZeroBlock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LoadStoresTest {
  private static final int WORDS_PER_ROW = 300;
  private static final int RANDOM_WORDS = 50_000;

  private final Random random = new Random(31);

  @Test
  void noWordBelongsToTwoRows() {
    List<Encoding> rows = LoadStores.encodings();

    assertThat(rows)
        .allSatisfy(row -> assertThat(rows).filteredOn(other -> overlap(row, other)).hasSize(1));
  }

  private static boolean overlap(Encoding one, Encoding other) {
    int decisive = one.pattern().mask() & other.pattern().mask();
    return ((one.pattern().value() ^ other.pattern().value()) & decisive) == 0;
  }

  static Stream<Encoding> rows() {
    return LoadStores.encodings().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRowSaysWhatTheManualsTreeSays(Encoding row) {
    for (int i = 0; i < WORDS_PER_ROW; i++) {
      requireSameAsReference(row.pattern().value() | (random.nextInt() & ~row.pattern().mask()));
    }
  }

  @Test
  void whatTheManualsTreeKnowsIsInTheTable() {
    for (int i = 0; i < RANDOM_WORDS; i++) {
      requireSameAsReference((random.nextInt() | 1 << 27) & ~(1 << 25));
    }
  }

  private static void requireSameAsReference(int word) {
    Optional<LoadStore> decoded =
        switch (LoadStores.decode(word)) {
          case LoadStore loadStore -> Optional.of(loadStore);
          case ZeroBlock _, Unsupported _ -> Optional.empty();
        };
    Optional<LoadStore> reference = ReferenceDecoder.decode(word);
    if (!decoded.equals(reference)) { // asserting each would take longer than decoding it
      assertThat(decoded).as("0x%08x", word).isEqualTo(reference);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a8c17c20, 'C6.2 LDP, post-index'",
    "f9400020, 'C6.2 LDRB, LDRH, LDR, unsigned offset'",
    "3dc00020, 'C7.2 LDR (SIMD&FP), 128 bits, unsigned offset'",
    "4c407020, 'C7.2 LD1 (multiple structures), 1 register'",
    "d50b7420, 'C6.2 DC ZVA, block'",
    "c85f7c20, 'C6.2 STXR, STLXR, LDXR, LDAXR, any'",
    "f8e10020, 'C6.2 LDADD to LDUMIN, any'",
    "f8200420, 'C6.2 LDRAA, LDRAB, any'",
    "d9600020, 'C6.2 LDG, STG and others, any'",
    "a5e0a000, 'C8.2 SVE, any'"
  })
  void aWordIsFoundInItsRow(String word, String row) {
    int instruction = Integer.parseUnsignedInt(word, 16);

    assertThat(LoadStores.find(instruction).map(Encoding::toString)).contains(row);
  }

  @Test
  void aWordThatIsNoLoadOrStoreIsUnsupported() {
    int nop = 0xd503201f;

    assertThat(LoadStores.find(nop)).isEmpty();
    assertThat(LoadStores.decode(nop)).isInstanceOf(Unsupported.class);
  }

  @Test
  void noWordAtAllMakesTheDecoderFail() {
    for (int i = 0; i < RANDOM_WORDS; i++) {
      assertThat(LoadStores.decode(random.nextInt())).isNotNull();
    }
  }
}
