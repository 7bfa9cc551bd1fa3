package io.jvmm.load.disk.boot;

import java.util.Comparator;

/**
 * The order of versions, the oldest first (Version Format Specification, "Version Comparison"). A
 * tilde sorts below the end of a version, so that {@code 6.12~rc1} comes before {@code 6.12}, as
 * systemd has it: the specification wants it too, but its steps have the end first.
 */
final class VersionOrder implements Comparator<String> {
  private static final String SEPARATORS = "-^.";

  @Override
  public int compare(String left, String right) {
    return new Comparison(left, right).result();
  }

  /** Two versions, and how far they are the same. */
  private static final class Comparison {
    private final String left;
    private final String right;
    private int l;
    private int r;

    Comparison(String left, String right) {
      this.left = left;
      this.right = right;
    }

    int result() {
      while (true) {
        l = skipIgnored(left, l);
        r = skipIgnored(right, r);
        int order = takeMark('~', -1);
        if (order == 0 && (l == left.length() || r == right.length())) {
          return Boolean.compare(l < left.length(), r < right.length());
        }
        for (int i = 0; order == 0 && i < SEPARATORS.length(); i++) {
          char mark = SEPARATORS.charAt(i);
          order = takeMark(mark, mark == '^' ? 1 : -1);
        }
        order = order != 0 ? order : compareParts();
        if (order != 0) {
          return order;
        }
      }
    }

    private static int skipIgnored(String text, int from) {
      int at = from;
      while (at < text.length() && !isDigit(text, at) && !isLetter(text, at) && !isMark(text, at)) {
        at++;
      }
      return at;
    }

    private static boolean isMark(String text, int at) {
      return text.charAt(at) == '~' || SEPARATORS.indexOf(text.charAt(at)) >= 0;
    }

    private static boolean isDigit(String text, int at) {
      return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static boolean isLetter(String text, int at) {
      if (at >= text.length()) {
        return false;
      }
      char c = text.charAt(at);
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Skips a mark that both have; {@code whoHasIt} is the order of one that alone has it. */
    private int takeMark(char mark, int whoHasIt) {
      boolean inLeft = l < left.length() && left.charAt(l) == mark;
      boolean inRight = r < right.length() && right.charAt(r) == mark;
      if (inLeft && inRight) {
        l++;
        r++;
      }
      return inLeft == inRight ? 0 : inLeft ? whoHasIt : -whoHasIt;
    }

    private int compareParts() {
      return isDigit(left, l) || isDigit(right, r) ? compareNumbers() : compareLetters();
    }

    private int compareNumbers() {
      l = skipZeroes(left, l);
      r = skipZeroes(right, r);
      int leftEnd = endOfDigits(left, l);
      int rightEnd = endOfDigits(right, r);
      int order = Integer.compare(leftEnd - l, rightEnd - r);
      order =
          order != 0 ? order : left.substring(l, leftEnd).compareTo(right.substring(r, rightEnd));
      l = leftEnd;
      r = rightEnd;
      return order;
    }

    private static int skipZeroes(String text, int from) {
      int at = from;
      while (at < text.length() && text.charAt(at) == '0') {
        at++;
      }
      return at;
    }

    private static int endOfDigits(String text, int from) {
      int at = from;
      while (isDigit(text, at)) {
        at++;
      }
      return at;
    }

    private int compareLetters() {
      int order = 0;
      while (order == 0 && isLetter(left, l) && isLetter(right, r)) {
        order = Character.compare(left.charAt(l++), right.charAt(r++));
      }
      return order != 0 ? order : Boolean.compare(isLetter(left, l), isLetter(right, r));
    }
  }
}
