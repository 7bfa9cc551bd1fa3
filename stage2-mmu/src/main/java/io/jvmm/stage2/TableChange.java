package io.jvmm.stage2;

import java.util.Optional;

/** What is to become of the entries of a range. */
sealed interface TableChange {
  /**
   * What an entry that lies wholly inside the range becomes; empty if it takes a table of the next
   * level to say it. Level 3 always has an answer.
   */
  Optional<Descriptor> replace(Descriptor old, int level, long ipa);

  /** Whether invalid entries that lie partly inside the range get a table of the next level. */
  boolean fillsHoles();

  /** Maps the range; {@code offset} is what output addresses have over guest addresses. */
  record Map(long offset, Stage2Attributes attributes) implements TableChange {
    @Override
    public Optional<Descriptor> replace(Descriptor old, int level, long ipa) {
      long output = ipa + offset;
      boolean aligned = output % Granule.entrySize(level) == 0;
      return level >= Granule.FIRST_BLOCK_LEVEL && aligned
          ? Optional.of(Descriptor.leaf(level, output, attributes))
          : Optional.empty();
    }

    @Override
    public boolean fillsHoles() {
      return true;
    }
  }

  /** Unmaps the range. */
  record Unmap() implements TableChange {
    @Override
    public Optional<Descriptor> replace(Descriptor old, int level, long ipa) {
      return Optional.of(Descriptor.INVALID);
    }

    @Override
    public boolean fillsHoles() {
      return false;
    }
  }

  /** Gives what is mapped in the range other attributes. */
  record Protect(Stage2Attributes attributes) implements TableChange {
    @Override
    public Optional<Descriptor> replace(Descriptor old, int level, long ipa) {
      return switch (old.kind(level)) {
        case INVALID -> Optional.of(Descriptor.INVALID);
        case TABLE -> Optional.empty();
        case LEAF -> Optional.of(Descriptor.leaf(level, old.output(level), attributes));
      };
    }

    @Override
    public boolean fillsHoles() {
      return false;
    }
  }
}
