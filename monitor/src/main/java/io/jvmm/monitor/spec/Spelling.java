package io.jvmm.monitor.spec;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Finds the word that somebody meant. */
final class Spelling {
  private static final int FARTHEST = 2;

  private Spelling() {}

  /** The known word at most {@value #FARTHEST} edits away. */
  static Optional<String> nearest(String word, Set<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= FARTHEST)
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The Levenshtein distance, one row of the table at a time; letter case does not count. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substitute = diagonal + (same(a.charAt(i - 1), b.charAt(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static boolean same(char a, char b) {
    return Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}
