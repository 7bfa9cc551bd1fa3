package io.jvmm.load.disk.grub;

import java.util.ArrayList;
import java.util.List;

/** Splits a script into words and marks (GNU GRUB Manual 2.12, "Shell-like scripting", Quoting). */
final class Lexer {
  private static final String ENDS_WORD = " \t\r\n;{}";
  private static final String SPECIAL_VARIABLES = "?*@#";

  private final String script;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Word.Part> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private boolean quoted;
  private int at;
  private int line = 1;

  private Lexer(String script) {
    this.script = script;
  }

  /** The tokens of a script; quotes that are not closed go on to its end. */
  static List<Token> tokens(String script) {
    Lexer lexer = new Lexer(script);
    while (lexer.at < script.length()) {
      lexer.token();
    }
    lexer.endWord();
    lexer.tokens.add(Token.Mark.END_OF_COMMAND);
    lexer.tokens.add(Token.Mark.END_OF_SCRIPT);
    return lexer.tokens;
  }

  private void token() {
    char c = script.charAt(at);
    switch (c) {
      case '\'' -> singleQuotes();
      case '"' -> doubleQuotes();
      case '\\' -> escape();
      case '$' -> variable(false);
      case '#' -> hash();
      default -> {
        at++;
        if (ENDS_WORD.indexOf(c) < 0) {
          text.append(c);
        } else {
          endWord();
          mark(c);
        }
      }
    }
  }

  private void mark(char c) {
    switch (c) {
      case '\n' -> {
        line++;
        tokens.add(Token.Mark.END_OF_COMMAND);
      }
      case ';' -> tokens.add(Token.Mark.END_OF_COMMAND);
      case '{' -> tokens.add(Token.Mark.OPEN);
      case '}' -> tokens.add(Token.Mark.CLOSE);
      default -> {}
    }
  }

  /** A comment, if it starts a word. */
  private void hash() {
    if (!text.isEmpty() || !parts.isEmpty()) {
      text.append(script.charAt(at++));
      return;
    }
    int end = script.indexOf('\n', at);
    at = end < 0 ? script.length() : end;
  }

  private void singleQuotes() {
    int end = script.indexOf('\'', at + 1);
    int stop = end < 0 ? script.length() : end;
    append(script.substring(at + 1, stop));
    at = Math.min(stop + 1, script.length());
  }

  private void doubleQuotes() {
    append("");
    at++;
    while (at < script.length() && script.charAt(at) != '"') {
      char c = script.charAt(at);
      if (c == '$') {
        variable(true);
      } else if (c == '\\'
          && at + 1 < script.length()
          && "$\"\\\n".indexOf(script.charAt(at + 1)) >= 0) {
        escape();
      } else {
        append(String.valueOf(c));
        at++;
      }
    }
    at = Math.min(at + 1, script.length());
  }

  /** The next character as it is; the end of a line joins it with the next one. */
  private void escape() {
    at++;
    if (at < script.length()) {
      char c = script.charAt(at++);
      if (c == '\n') {
        line++;
      } else {
        text.append(c);
        quoted = true;
      }
    }
  }

  private void append(String more) {
    text.append(more);
    quoted = true;
    line += (int) more.chars().filter(c -> c == '\n').count();
  }

  private void variable(boolean inQuotes) {
    int start = at + 1;
    boolean braces = start < script.length() && script.charAt(start) == '{';
    int from = braces ? start + 1 : start;
    int end = endOfName(from);
    if (end == from || (braces && (end == script.length() || script.charAt(end) != '}'))) {
      text.append('$');
      at++;
      return;
    }
    endText();
    parts.add(new Word.Variable(script.substring(from, end), inQuotes));
    at = braces ? end + 1 : end;
  }

  private int endOfName(int from) {
    if (from < script.length() && SPECIAL_VARIABLES.indexOf(script.charAt(from)) >= 0) {
      return from + 1;
    }
    int end = from;
    while (end < script.length()
        && (Character.isLetterOrDigit(script.charAt(end)) || script.charAt(end) == '_')) {
      end++;
    }
    return end;
  }

  private void endText() {
    if (!text.isEmpty() || quoted) {
      parts.add(new Word.Text(text.toString(), quoted));
      text.setLength(0);
      quoted = false;
    }
  }

  private void endWord() {
    endText();
    if (!parts.isEmpty()) {
      tokens.add(new Token.OfWord(new Word(List.copyOf(parts)), line));
      parts.clear();
    }
  }
}
