package io.jvmm.stage2;

import io.jvmm.lpae.TableFormat;
import java.util.Optional;

/** What is to become of the entries of a range. */
sealed interface TableChange {
  /**
   * Where an entry is.
   *
   * @param format how it is written
   * @param level the level of its table
   * @param ipa the first address that it describes
   */
  record Place(TableFormat format, int level, long ipa) {
    private Descriptor leaf(long output, Stage2Attributes attributes) {
      return new Descriptor(format.leaf(level, output, attributes.bits(format)));
    }
  }

  /**
   * What an entry that lies wholly inside the range becomes; empty if it takes a table of the next
   * level to say it. Level 3 always has an answer.
   */
  Optional<Descriptor> replace(Descriptor old, Place place);

  /** Whether invalid entries that lie partly inside the range get a table of the next level. */
  boolean fillsHoles();

  /** Maps the range; {@code offset} is what output addresses have over guest addresses. */
  record Map(long offset, Stage2Attributes attributes) implements TableChange {
    @Override
    public Optional<Descriptor> replace(Descriptor old, Place place) {
      long output = place.ipa() + offset;
      boolean aligned = output % place.format().granule().entrySize(place.level()) == 0;
      return place.level() >= place.format().firstBlockLevel() && aligned
          ? Optional.of(place.leaf(output, attributes))
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
    public Optional<Descriptor> replace(Descriptor old, Place place) {
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
    public Optional<Descriptor> replace(Descriptor old, Place place) {
      return switch (place.format().kind(old.bits(), place.level())) {
        case INVALID -> Optional.of(Descriptor.INVALID);
        case TABLE -> Optional.empty();
        case LEAF -> {
          long output = place.format().output(old.bits(), place.level());
          yield Optional.of(place.leaf(output, attributes));
        }
      };
    }

    @Override
    public boolean fillsHoles() {
      return false;
    }
  }
}
