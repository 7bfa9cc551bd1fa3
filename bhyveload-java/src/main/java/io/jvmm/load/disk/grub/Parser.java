package io.jvmm.load.disk.grub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From tokens to statements. Keywords are such only where a command starts, as in every shell. */
final class Parser {
  private static final int DEEPEST = 64;
  private static final Set<String> NOTHING = Set.of();

  private final List<Token> tokens;
  private int at;
  private int depth;
  private int line = 1;

  private Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * The statements of a script.
   *
   * @throws GrubSyntaxException if it has none that GRUB would take
   */
  static List<Statement> parse(String script) throws GrubSyntaxException {
    Parser parser = new Parser(Lexer.tokens(script));
    List<Statement> statements = parser.statements(NOTHING, Token.Mark.END_OF_SCRIPT);
    if (parser.peek() != Token.Mark.END_OF_SCRIPT) {
      throw new GrubSyntaxException("line " + parser.line + " is before a brace too many");
    }
    return statements;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private String keyword() {
    return peek() instanceof Token.OfWord(Word word, _) ? word.keyword() : "";
  }

  private Word word(String what) throws GrubSyntaxException {
    if (peek() instanceof Token.OfWord(Word word, int where)) {
      line = where;
      at++;
      return word;
    }
    throw missing(what);
  }

  private boolean take(Token.Mark mark) {
    boolean is = peek() == mark;
    at += is ? 1 : 0;
    return is;
  }

  private void skipEnds() {
    while (take(Token.Mark.END_OF_COMMAND)) {
      // several of them mean what one does
    }
  }

  private void expect(String keyword) throws GrubSyntaxException {
    skipEnds();
    if (!keyword().equals(keyword)) {
      throw missing(keyword);
    }
    at++;
  }

  private GrubSyntaxException missing(String what) {
    return new GrubSyntaxException("there is no " + what + " after line " + line);
  }

  /** The statements up to one of the keywords, or to a mark; neither is taken. */
  private List<Statement> statements(Set<String> keywords, Token.Mark end)
      throws GrubSyntaxException {
    if (++depth > DEEPEST) {
      throw new GrubSyntaxException("line " + line + " is in more than " + DEEPEST + " blocks");
    }
    List<Statement> statements = new ArrayList<>();
    skipEnds();
    while (peek() != end
        && peek() != Token.Mark.END_OF_SCRIPT
        && peek() != Token.Mark.CLOSE
        && !keywords.contains(keyword())) {
      statements.add(statement());
      skipEnds();
    }
    depth--;
    return List.copyOf(statements);
  }

  private Statement statement() throws GrubSyntaxException {
    return switch (keyword()) {
      case "if" -> ifStatement();
      case "for" -> forStatement();
      case "while" -> loop(true);
      case "until" -> loop(false);
      case "function" -> function();
      default -> command();
    };
  }

  private Statement ifStatement() throws GrubSyntaxException {
    List<Statement.Branch> branches = new ArrayList<>();
    do {
      at++; // if, elif
      List<Statement> condition = until("then");
      expect("then");
      branches.add(new Statement.Branch(condition, until("elif", "else", "fi")));
    } while (keyword().equals("elif"));
    List<Statement> otherwise = List.of();
    if (keyword().equals("else")) {
      at++;
      otherwise = until("fi");
    }
    expect("fi");
    return new Statement.If(branches, otherwise);
  }

  private List<Statement> until(String... keywords) throws GrubSyntaxException {
    return statements(Set.of(keywords), Token.Mark.END_OF_SCRIPT);
  }

  private Statement forStatement() throws GrubSyntaxException {
    at++;
    String variable = word("name").keyword();
    expect("in");
    List<Word> words = words();
    return new Statement.For(variable, words, body());
  }

  private Statement loop(boolean whether) throws GrubSyntaxException {
    at++;
    return new Statement.Loop(until("do"), whether, body());
  }

  private List<Statement> body() throws GrubSyntaxException {
    expect("do");
    List<Statement> body = until("done");
    expect("done");
    return body;
  }

  private Statement function() throws GrubSyntaxException {
    at++;
    String name = word("name").keyword();
    skipEnds();
    return new Statement.Function(name, block().orElseThrow(() -> missing("body")));
  }

  private Statement command() throws GrubSyntaxException {
    List<Word> words = words();
    if (words.isEmpty()) {
      throw missing("command");
    }
    int where = line;
    return new Statement.Command(words, block(), where);
  }

  private List<Word> words() throws GrubSyntaxException {
    List<Word> words = new ArrayList<>();
    while (peek() instanceof Token.OfWord) {
      words.add(word("word"));
    }
    return List.copyOf(words);
  }

  private Optional<List<Statement>> block() throws GrubSyntaxException {
    if (!take(Token.Mark.OPEN)) {
      return Optional.empty();
    }
    List<Statement> statements = statements(NOTHING, Token.Mark.CLOSE);
    if (!take(Token.Mark.CLOSE)) {
      throw missing("closing brace");
    }
    return Optional.of(statements);
  }
}
