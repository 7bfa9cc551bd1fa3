package io.jvmm.mmio.insn;

import io.jvmm.mmio.insn.AddressMode.Literal;
import io.jvmm.mmio.insn.AddressMode.Offset;
import io.jvmm.mmio.insn.AddressMode.PostIndex;
import io.jvmm.mmio.insn.AddressMode.PostIndexRegister;
import io.jvmm.mmio.insn.AddressMode.PreIndex;
import io.jvmm.mmio.insn.AddressMode.RegisterOffset;
import io.jvmm.mmio.insn.AddressMode.RegisterOffset.Extend;
import io.jvmm.mmio.insn.LoadStore.Direction;
import io.jvmm.mmio.insn.Transfer.Extension;
import io.jvmm.mmio.insn.Transfer.General;
import io.jvmm.mmio.insn.Transfer.Lane;
import io.jvmm.mmio.insn.Transfer.Lane.Rest;
import io.jvmm.mmio.insn.Transfer.Quad;
import io.jvmm.mmio.insn.Transfer.Replicated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes loads and stores a second time, by the tree of Arm ARM, C4.1, "Loads and Stores", instead
 * of by a table: what {@link LoadStores} is compared with. Knows what is carried out only.
 */
final class ReferenceDecoder {
  private final int word;

  private ReferenceDecoder(int word) {
    this.word = word;
  }

  static Optional<LoadStore> decode(int word) {
    return new ReferenceDecoder(word).decode();
  }

  private int bits(int high, int low) {
    return word << (31 - high) >>> (31 - high + low);
  }

  private int signedBits(int high, int low) {
    return word << (31 - high) >> (31 - high + low);
  }

  private boolean bit(int n) {
    return bits(n, n) == 1;
  }

  private Optional<LoadStore> decode() {
    if (!bit(27) || bit(25)) {
      return Optional.empty();
    }
    return switch (bits(29, 28)) {
      case 0 -> bit(26) ? structures() : ordered();
      case 1 -> bit(24) ? releaseConsistent() : literal();
      case 2 -> pair();
      default -> single();
    };
  }

  private Optional<LoadStore> ordered() {
    boolean fixed = !bit(24) && bit(23) && !bit(21) && bits(20, 16) == 31 && bits(14, 10) == 31;
    return fixed ? plain(bit(22), new Offset(bits(9, 5), 0)) : Optional.empty();
  }

  private Optional<LoadStore> plain(boolean load, AddressMode address) {
    return Optional.of(of(load, address, general(1 << bits(31, 30), Extension.ZERO)));
  }

  private Optional<LoadStore> releaseConsistent() {
    if (bit(26) || bit(21) || bits(11, 10) != 0) {
      return Optional.empty();
    }
    return moved().map(moved -> of(isLoad(), new Offset(bits(9, 5), signedBits(20, 12)), moved));
  }

  private Optional<LoadStore> literal() {
    Literal address = new Literal(signedBits(23, 5) * 4L);
    int size = bits(31, 30);
    if (bit(24) || size == 3) {
      return Optional.empty();
    }
    Transfer vector = size == 2 ? new Quad(bits(4, 0)) : low(bits(4, 0), 4 << size);
    Transfer general =
        size == 2 ? general(4, Extension.SIGN_64) : general(4 << size, Extension.ZERO);
    return Optional.of(of(true, address, bit(26) ? vector : general));
  }

  private Optional<LoadStore> pair() {
    int opc = bits(31, 30);
    int mode = bits(24, 23);
    boolean signed = opc == 1 && !bit(26);
    if (opc == 3 || (signed && (mode == 0 || !bit(22)))) {
      return Optional.empty();
    }
    int bytes = bit(26) ? 4 << opc : opc == 2 ? 8 : 4;
    AddressMode address = indexed(mode == 0 ? 2 : mode, (long) signedBits(21, 15) * bytes);
    Extension extension = signed ? Extension.SIGN_64 : Extension.ZERO;
    return Optional.of(
        of(bit(22), address, pairMember(4, bytes, extension), pairMember(14, bytes, extension)));
  }

  private Transfer pairMember(int high, int bytes, Extension extension) {
    int register = bits(high, high - 4);
    if (!bit(26)) {
      return new General(register, bytes, extension);
    }
    return bytes == 16 ? new Quad(register) : low(register, bytes);
  }

  private AddressMode indexed(int mode, long offset) {
    int base = bits(9, 5);
    return switch (mode) {
      case 1 -> new PostIndex(base, offset);
      case 3 -> new PreIndex(base, offset);
      default -> new Offset(base, offset);
    };
  }

  private Optional<LoadStore> single() {
    boolean ordered = bits(23, 22) == 2 && bits(20, 16) == 31 && bits(15, 12) == 0b1100;
    if (!bit(24) && bit(21) && bits(11, 10) == 0) {
      return ordered && !bit(26) ? plain(true, new Offset(bits(9, 5), 0)) : Optional.empty();
    }
    return moved()
        .flatMap(moved -> singleAddress(moved.bytes()).map(at -> of(isLoad(), at, moved)));
  }

  private Optional<AddressMode> singleAddress(int bytes) {
    if (bit(24)) {
      return Optional.of(new Offset(bits(9, 5), (long) bits(21, 10) * bytes));
    }
    if (bit(21)) {
      return bits(11, 10) == 2 && bit(14) ? Optional.of(registerOffset(bytes)) : Optional.empty();
    }
    return bits(11, 10) == 2 && bit(26)
        ? Optional.empty()
        : Optional.of(indexed(bits(11, 10), signedBits(20, 12)));
  }

  private AddressMode registerOffset(int bytes) {
    Extend extend = bit(13) ? Extend.X : bit(15) ? Extend.SXTW : Extend.UXTW;
    int shift = bit(12) ? Integer.numberOfTrailingZeros(bytes) : 0;
    return new RegisterOffset(bits(9, 5), bits(20, 16), extend, shift);
  }

  private boolean isLoad() {
    return bit(22) || (bit(23) && !bit(26));
  }

  private Optional<Transfer> moved() {
    int size = bits(31, 30);
    if (bit(26)) {
      int scale = bits(23, 23) << 2 | size;
      Transfer vector = scale == 4 ? new Quad(bits(4, 0)) : low(bits(4, 0), 1 << (scale & 3));
      return scale > 4 ? Optional.empty() : Optional.of(vector);
    }
    return switch (bits(23, 22)) {
      case 0, 1 -> Optional.of(general(1 << size, Extension.ZERO));
      case 2 -> size == 3 ? Optional.empty() : Optional.of(general(1 << size, Extension.SIGN_64));
      default -> size >= 2 ? Optional.empty() : Optional.of(general(1 << size, Extension.SIGN_32));
    };
  }

  private Transfer general(int bytes, Extension extension) {
    return new General(bits(4, 0), bytes, extension);
  }

  private static Transfer low(int vector, int bytes) {
    return new Lane(vector, 0, bytes, Rest.CLEARED_ABOVE);
  }

  private Optional<LoadStore> structures() {
    boolean offset = !bit(23) && bits(20, 16) != 0;
    if (bit(31) || offset || (!bit(24) && bit(21))) {
      return Optional.empty();
    }
    List<Transfer> transfers = bit(24) ? singleStructure() : multipleStructures();
    int bytes = transfers.stream().mapToInt(Transfer::bytes).sum();
    return transfers.isEmpty()
        ? Optional.empty()
        : Optional.of(new LoadStore(direction(bit(22)), structureAddress(bytes), transfers));
  }

  private AddressMode structureAddress(int bytes) {
    int base = bits(9, 5);
    if (!bit(23)) {
      return new Offset(base, 0);
    }
    int index = bits(20, 16);
    return index == 31 ? new PostIndex(base, bytes) : new PostIndexRegister(base, index);
  }

  // The loops of the manual's pseudocode: repetitions, elements, structure.
  private List<Transfer> multipleStructures() {
    int opcode = bits(15, 12);
    int repetitions =
        switch (opcode) {
          case 0b0000, 0b0100, 0b0111, 0b1000 -> 1;
          case 0b1010 -> 2;
          case 0b0110 -> 3;
          case 0b0010 -> 4;
          default -> 0;
        };
    int structure =
        switch (opcode) {
          case 0b0000 -> 4;
          case 0b0100 -> 3;
          case 0b1000 -> 2;
          default -> 1;
        };
    int bytes = 1 << bits(11, 10);
    int elements = (bit(30) ? 16 : 8) / bytes;
    List<Transfer> transfers = new ArrayList<>();
    for (int r = 0; r < repetitions && (structure == 1 || elements > 1); r++) {
      for (int e = 0; e < elements; e++) {
        for (int s = 0; s < structure; s++) {
          transfers.add(new Lane((bits(4, 0) + r + s) & 31, e, bytes, Rest.CLEARED_ABOVE));
        }
      }
    }
    return transfers;
  }

  private List<Transfer> singleStructure() {
    int structure = (bits(13, 13) << 1 | bits(21, 21)) + 1;
    int size = bits(11, 10);
    int numbered = bits(30, 30) << 3 | bits(12, 12) << 2 | size;
    List<Transfer> transfers = new ArrayList<>();
    for (int s = 0; s < structure; s++) {
      int vector = (bits(4, 0) + s) & 31;
      switch (bits(15, 14)) {
        case 0 -> transfers.add(new Lane(vector, numbered, 1, Rest.KEPT));
        case 1 -> addIf(size % 2 == 0, transfers, new Lane(vector, numbered >> 1, 2, Rest.KEPT));
        case 2 -> {
          addIf(size == 0, transfers, new Lane(vector, numbered >> 2, 4, Rest.KEPT));
          addIf(size == 1 && !bit(12), transfers, new Lane(vector, numbered >> 3, 8, Rest.KEPT));
        }
        default -> {
          int lanes = (bit(30) ? 16 : 8) >> size;
          addIf(bit(22) && !bit(12), transfers, new Replicated(vector, 1 << size, lanes));
        }
      }
    }
    return transfers;
  }

  private static void addIf(boolean condition, List<Transfer> transfers, Transfer transfer) {
    if (condition) {
      transfers.add(transfer);
    }
  }

  private static Direction direction(boolean load) {
    return load ? Direction.LOAD : Direction.STORE;
  }

  private static LoadStore of(boolean load, AddressMode address, Transfer... transfers) {
    return new LoadStore(direction(load), address, List.of(transfers));
  }
}
