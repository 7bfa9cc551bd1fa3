package io.jvmm.load.text;

/** The indefinite article in front of a format's name. */
public final class Article {
  private static final String VOWELS = "aeioAEIO";

  private Article() {}

  /** {@code noun} with its article; a capital U is spoken as a consonant, as in U-Boot. */
  public static String with(String noun) {
    return (VOWELS.indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }
}
