package org.pggit.audit.ddl;

import java.util.Arrays;

/**
 * The significant tokens of a statement by number, for readers that must know where a part of it stands, not only what it says: white space and
 * comments are left out. A number at or beyond {@link #count} is no token; asking for it answers "no", never an error.
 */
public final class Words {
    private final String text;
    /** More for what is longer, which often has a long string in it. */
    private static final int MOST_AT_FIRST = 256;
    private TokenType[] types;
    private int[] starts;
    private int[] ends;
    private int count;

    private Words(String text) {
        this.text = text;
        int size = Math.min(8 + text.length() / 4, MOST_AT_FIRST);
        this.types = new TokenType[size];
        this.starts = new int[size];
        this.ends = new int[size];
    }

    public static Words of(String text) {
        Words words = new Words(text);
        Lexer lexer = new Lexer(text);
        for (TokenType type = lexer.next(); type != TokenType.END; type = lexer.next()) {
            if (!type.isTrivia()) {
                words.add(type, lexer.start(), lexer.end());
            }
        }
        return words;
    }

    private void add(TokenType type, int start, int end) {
        if (count == types.length) {
            types = Arrays.copyOf(types, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        types[count] = type;
        starts[count] = start;
        ends[count++] = end;
    }

    public int count() {
        return count;
    }

    public String text() {
        return text;
    }

    public TokenType type(int i) {
        return i >= 0 && i < count ? types[i] : TokenType.END;
    }

    public int start(int i) {
        return i < count ? starts[i] : text.length();
    }

    public int end(int i) {
        return i < count ? ends[i] : text.length();
    }

    /** The token as written; empty beyond the end. */
    public String written(int i) {
        return i >= 0 && i < count ? text.substring(starts[i], ends[i]) : "";
    }

    /** The unquoted word stands here, in whatever case. */
    public boolean is(int i, String word) {
        return isPart(i, word, 0, word.length());
    }

    private boolean isPart(int i, String words, int from, int length) {
        // The first letter tells most words apart; what is asked for is letters only.
        return i >= 0 && i < count && ends[i] - starts[i] == length && types[i] == TokenType.WORD && (text.charAt(starts[i]) | 0x20) == (words.charAt(from) | 0x20)
            && text.regionMatches(true, starts[i], words, from, length);
    }

    /** The words stand here, one behind the other; {@code phrase} parts them by single spaces. */
    public boolean isPhrase(int i, String phrase) {
        int from = 0;
        for (int at = i; ; at++) {
            int space = phrase.indexOf(' ', from);
            if (!isPart(at, phrase, from, (space < 0 ? phrase.length() : space) - from)) {
                return false;
            }
            if (space < 0) {
                return true;
            }
            from = space + 1;
        }
    }

    /** One of the words stands here. */
    public boolean isAny(int i, String... words) {
        for (String word : words) {
            if (is(i, word)) {
                return true;
            }
        }
        return false;
    }

    public boolean isName(int i) {
        TokenType type = type(i);
        return type == TokenType.WORD || type == TokenType.QUOTED_NAME || type == TokenType.UNICODE_NAME;
    }

    /** The name that stands here, folded and without quotes; null where none does. */
    public String name(int i) {
        return isName(i) ? Literals.name(text, types[i], starts[i], ends[i], '\\') : null;
    }

    /** The content of the string constant that stands here; null where none does. */
    public String string(int i) {
        return type(i).isString() ? Literals.string(text, types[i], starts[i], ends[i]) : null;
    }

    /** Behind the token here, or behind the whole parenthesis or bracket that opens here. */
    public int skip(int i) {
        TokenType open = type(i);
        if (open != TokenType.LEFT_PAREN && open != TokenType.LEFT_BRACKET) {
            return i + 1;
        }
        int depth = 0;
        for (int at = i; at < count; at++) {
            TokenType type = types[at];
            if (type == TokenType.LEFT_PAREN || type == TokenType.LEFT_BRACKET) {
                depth++;
            } else if (type == TokenType.RIGHT_PAREN || type == TokenType.RIGHT_BRACKET) {
                depth--;
            }
            if (depth == 0) {
                return at + 1;
            }
        }
        return count;
    }

    /** The comma or closing parenthesis at this depth that ends the item which begins here; the end where there is none. */
    public int endOfItem(int from, int limit) {
        int at = from;
        while (at < limit && types[at] != TokenType.COMMA && types[at] != TokenType.RIGHT_PAREN && types[at] != TokenType.SEMICOLON) {
            at = skip(at);
        }
        return Math.min(at, limit);
    }

    /** The text from one token up to, but without, another, as written. */
    public String slice(int from, int to) {
        return from < to && from < count ? text.substring(starts[from], ends[Math.min(to, count) - 1]) : "";
    }

    /** The text between the tokens with every comment and run of white space as one space. */
    public String plain(int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < Math.min(to, count); i++) {
            if (i > from && ends[i - 1] < starts[i]) {
                out.append(' ');
            }
            out.append(text, starts[i], ends[i]);
        }
        return out.toString();
    }
}
