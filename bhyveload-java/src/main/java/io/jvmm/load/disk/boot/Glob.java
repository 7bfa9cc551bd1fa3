package io.jvmm.load.disk.boot;

/** Patterns as loader.conf(5) has them: {@code *} for any characters, {@code ?} for one. */
final class Glob {
  private static final int LONGEST = 512;

  private Glob() {}

  /**
   * Whether a name matches, whatever the case of its letters. Takes time in the product of the two
   * lengths: only the last star can have to take more than it did. A pattern longer than any name
   * matches nothing.
   */
  static boolean matches(String glob, String name) {
    if (glob.length() > LONGEST) {
      return false;
    }
    int g = 0;
    int n = 0;
    int behindStar = -1;
    int taken = 0;
    while (n < name.length()) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        behindStar = ++g;
        taken = n;
      } else if (g < glob.length() && isSame(glob.charAt(g), name.charAt(n))) {
        g++;
        n++;
      } else if (behindStar >= 0) {
        g = behindStar;
        n = ++taken;
      } else {
        return false;
      }
    }
    return glob.substring(g).chars().allMatch(c -> c == '*');
  }

  private static boolean isSame(char pattern, char c) {
    return pattern == '?' || Character.toLowerCase(pattern) == Character.toLowerCase(c);
  }
}
