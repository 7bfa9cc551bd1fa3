package io.jvmm.load.disk.fat;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the entries of a directory, sector by sector (FAT: General Overview, "FAT Directory
 * Structure" and "FAT Long Directory Entries"):
 *
 * <pre>
 *   0  u8[11] name, padded with blanks: 0 ends the directory, 0xe5 is a free entry, 5 stands for 0xe5
 *  11  u8     attributes          12  u8  lower-case letters, as Windows NT has them
 *  20  u16    first cluster, high 26  u16 first cluster, low    28  u32 size
 * </pre>
 *
 * <p>Pieces of a long name come before the entry, the last one first.
 */
final class FatEntryReader {
  private static final int ATTRIBUTES = 11;
  private static final int READ_ONLY_HIDDEN_SYSTEM_LABEL = 0x0f;
  private static final int LABEL = 0x08;
  private static final int DIRECTORY = 0x10;
  private static final int LOWER_CASE_BASE = 0x08;
  private static final int LOWER_CASE_EXTENSION = 0x10;
  private static final int FREE = 0xe5;
  private static final int STANDS_FOR_FREE = 0x05;
  private static final int NAME_LENGTH = 11;
  private static final int BASE_LENGTH = 8;

  private final LongName longName = new LongName();
  private Optional<String> label = Optional.empty();

  /**
   * Hands over the entries of one sector.
   *
   * @param isEnough says whether an entry was the last one that is needed
   * @return whether there is nothing more to read
   */
  boolean read(ByteBuffer sector, Predicate<FatEntry> isEnough) {
    for (int at = 0; at < sector.limit(); at += FatEntry.SIZE) {
      if (sector.get(at) == 0) {
        return true;
      }
      Optional<FatEntry> entry = take(sector.slice(at, FatEntry.SIZE).order(sector.order()));
      if (entry.isPresent() && isEnough.test(entry.get())) {
        return true;
      }
    }
    return false;
  }

  /** The volume's label, if it was among what was read. */
  Optional<String> label() {
    return label;
  }

  private Optional<FatEntry> take(ByteBuffer entry) {
    int attributes = entry.get(ATTRIBUTES);
    if ((entry.get(0) & 0xff) == FREE) {
      longName.clear();
      return Optional.empty();
    }
    if ((attributes & 0x3f) == READ_ONLY_HIDDEN_SYSTEM_LABEL) {
      longName.add(entry);
      return Optional.empty();
    }
    if ((attributes & LABEL) != 0) {
      label = Optional.of(characters(entry, 0, NAME_LENGTH, false));
      longName.clear();
      return Optional.empty();
    }
    return Optional.of(entry(entry, attributes)).filter(FatEntryReader::isNoDots);
  }

  private static boolean isNoDots(FatEntry entry) {
    return !entry.shortName().equals(".") && !entry.shortName().equals("..");
  }

  private FatEntry entry(ByteBuffer entry, int attributes) {
    String shortName = shortName(entry);
    long cluster =
        (Short.toUnsignedLong(entry.getShort(20)) << 16) | Short.toUnsignedLong(entry.getShort(26));
    return new FatEntry(
        longName.take(entry).orElse(shortName),
        shortName,
        (attributes & DIRECTORY) != 0,
        cluster,
        Integer.toUnsignedLong(entry.getInt(28)));
  }

  private static String shortName(ByteBuffer entry) {
    int lower = entry.get(12);
    String base = characters(entry, 0, BASE_LENGTH, (lower & LOWER_CASE_BASE) != 0);
    String extension =
        characters(entry, BASE_LENGTH, NAME_LENGTH, (lower & LOWER_CASE_EXTENSION) != 0);
    return extension.isEmpty() ? base : base + "." + extension;
  }

  // The code page is not on the disk; what is needed for booting is ASCII.
  private static String characters(ByteBuffer entry, int from, int to, boolean lowerCase) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      int c = entry.get(i) & 0xff;
      char stored = (char) (i == 0 && c == STANDS_FOR_FREE ? FREE : c);
      text.append(lowerCase && stored < 0x80 ? Character.toLowerCase(stored) : stored);
    }
    return text.toString().stripTrailing();
  }
}
