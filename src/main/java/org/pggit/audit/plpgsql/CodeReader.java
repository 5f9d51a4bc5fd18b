package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** Reads a body into {@link Code}: its blocks, branches and loops. What is no PL/pgSQL ends in Other, behind its semicolon. Chapters 43.2 and 43.6 of the manual. */
final class CodeReader {
    private final Words words;
    private int at;
    private int depth;

    private CodeReader(Words words) {
        this.words = words;
    }

    /** Of PL/pgSQL, whose body is one block; of SQL, statements. */
    static List<Code> read(Words words) {
        CodeReader reader = new CodeReader(words);
        List<Code> all = new ArrayList<>();
        while (reader.at < words.count()) {
            if (reader.words.written(reader.at).equals("#")) {
                reader.at += 3;
                continue;
            }
            int before = reader.at;
            all.addAll(reader.statements());
            if (reader.at == before || reader.isEnd()) {
                reader.at = reader.semicolon(reader.at) + 1;
            }
        }
        return all;
    }

    private boolean isEnd() {
        return words.isAny(at, "END", "ELSE", "ELSIF", "ELSEIF", "WHEN", "EXCEPTION");
    }

    private List<Code> statements() {
        List<Code> all = new ArrayList<>();
        while (at < words.count() && !isEnd()) {
            int before = at;
            Code code = statement();
            if (code != null) {
                all.add(code);
            }
            at = at == before ? at + 1 : at;
        }
        return all;
    }

    private Code statement() {
        if (words.type(at) == TokenType.SEMICOLON) {
            at++;
            return null;
        }
        if (depth > Budget.NESTED) {
            return other();
        }
        depth++;
        String label = null;
        if (words.written(at).equals("<<")) {
            label = words.name(at + 1);
            at += 3;
        }
        Code code = words.isAny(at, "DECLARE", "BEGIN") ? block(label)
            : words.is(at, "IF") ? branch()
            : words.is(at, "CASE") ? cases()
            : words.isAny(at, "LOOP", "WHILE", "FOR", "FOREACH") ? loop(label)
            : simple();
        depth--;
        return code;
    }

    private Code block(String label) {
        List<Code.Declaration> declarations = new ArrayList<>();
        if (words.is(at, "DECLARE")) {
            at++;
            while (at < words.count() && !words.is(at, "BEGIN")) {
                declaration(declarations);
            }
        }
        at++;
        List<Code> body = statements();
        List<Code.Handler> handlers = new ArrayList<>();
        if (words.is(at, "EXCEPTION")) {
            at++;
            while (words.is(at, "WHEN")) {
                int when = at;
                at = until(at, "THEN") + 1;
                List<String> conditions = SimpleStatement.conditions(words, when + 1, at - 1);
                handlers.add(new Code.Handler(conditions, statements()));
            }
        }
        end();
        return new Code.Block(label, declarations, body, handlers);
    }

    private void declaration(List<Code.Declaration> declarations) {
        int end = semicolon(at);
        if (words.is(at, "DECLARE")) {
            at++;
            return;
        }
        int type = words.is(at + 1, "CONSTANT") ? at + 2 : at + 1;
        int value = type;
        while (value < end && !(words.is(value, "DEFAULT") || words.type(value) == TokenType.COLON_EQUALS || words.written(value).equals("="))) {
            value = words.skip(value);
        }
        if (words.isName(at) && words.isName(type) && !words.isAny(type, "ALIAS", "CURSOR")) {
            TypeName name = TypeName.read(words, type, Math.min(value, end));
            declarations.add(new Code.Declaration(words.name(at), name.whole(), value < end ? new Code.Range(value + 1, end) : null));
        } else if (words.isPhrase(type, "ALIAS FOR")) {
            declarations.add(new Code.Declaration(words.name(at), "record", new Code.Range(type + 2, end)));
        }
        at = end + 1;
    }

    /** END [IF | LOOP | CASE] [label]; */
    private void end() {
        at = semicolon(at) + 1;
    }

    private Code branch() {
        List<Code.Arm> arms = new ArrayList<>();
        while (words.isAny(at, "IF", "ELSIF", "ELSEIF")) {
            int then = until(at, "THEN");
            Code.Range condition = new Code.Range(at + 1, then);
            at = then + 1;
            arms.add(new Code.Arm(null, condition, statements()));
        }
        otherwise(arms);
        end();
        return new Code.Branch(arms);
    }

    private void otherwise(List<Code.Arm> arms) {
        if (words.is(at, "ELSE")) {
            at++;
            arms.add(new Code.Arm(null, null, statements()));
        }
    }

    private Code cases() {
        int when = until(at, "WHEN");
        Code.Range operand = when > at + 1 ? new Code.Range(at + 1, when) : null;
        at = when;
        List<Code.Arm> arms = new ArrayList<>();
        while (words.is(at, "WHEN")) {
            int then = until(at, "THEN");
            Code.Range condition = new Code.Range(at + 1, then);
            at = then + 1;
            arms.add(new Code.Arm(operand, condition, statements()));
        }
        otherwise(arms);
        end();
        return new Code.Branch(arms);
    }

    private Code loop(String label) {
        int begin = at;
        int loop = words.is(at, "LOOP") ? at : until(at, "LOOP");
        at = loop + 1;
        List<Code> body = statements();
        end();
        if (words.is(begin, "LOOP")) {
            return loop(label, Code.LoopKind.FOREVER, List.of(), null, body);
        }
        if (words.is(begin, "WHILE")) {
            return loop(label, Code.LoopKind.WHILE, List.of(), new Code.Range(begin + 1, loop), body);
        }
        List<String> targets = new ArrayList<>();
        int in = SimpleStatement.names(words, begin + 1, targets);
        return words.is(begin, "FOREACH") ? elements(label, targets, in, loop, body) : range(label, targets, in, loop, body);
    }

    private static Code loop(String label, Code.LoopKind kind, List<String> targets, Code.Range source, List<Code> body) {
        return new Code.Loop(label, kind, targets, false, 0, source, null, null, List.of(), body);
    }

    /** FOREACH a [SLICE n] IN ARRAY b. */
    private Code elements(String label, List<String> targets, int behind, int loop, List<Code> body) {
        boolean isSlice = words.is(behind, "SLICE");
        int in = isSlice ? behind + 2 : behind;
        boolean isWhole = words.isPhrase(in, "IN ARRAY") && (!isSlice || words.written(behind + 1).matches("\\d"));
        int slice = isWhole && isSlice ? Integer.parseInt(words.written(behind + 1)) : 0;
        return new Code.Loop(label, Code.LoopKind.ELEMENTS, targets, false, slice, isWhole ? new Code.Range(in + 2, loop) : null, null, null, List.of(), body);
    }

    /** FOR a IN [REVERSE] b .. c BY d, FOR a IN query, FOR a IN EXECUTE text USING b. */
    private Code range(String label, List<String> targets, int in, int loop, List<Code> body) {
        if (words.is(in + 1, "EXECUTE")) {
            return new Code.Loop(label, Code.LoopKind.EXECUTE, targets, false, 0, SimpleStatement.text(words, in + 2, loop), null, null, SimpleStatement.given(words, in + 2, loop), body);
        }
        boolean isReverse = words.is(in + 1, "REVERSE");
        int source = isReverse ? in + 2 : in + 1;
        int dots = source;
        while (dots < loop && words.type(dots) != TokenType.DOT_DOT) {
            dots = words.skip(dots);
        }
        if (dots >= loop) {
            return loop(label, Code.LoopKind.QUERY, targets, new Code.Range(source, loop), body);
        }
        int by = dots;
        while (by < loop && !words.is(by, "BY")) {
            by = words.skip(by);
        }
        Code.Range step = by < loop ? new Code.Range(by + 1, loop) : null;
        return new Code.Loop(label, Code.LoopKind.NUMBERS, targets, isReverse, 0, new Code.Range(source, dots), new Code.Range(dots + 1, by), step, List.of(), body);
    }

    private Code simple() {
        int begin = at;
        int end = semicolon(at);
        at = end + 1;
        return SimpleStatement.read(words, begin, end);
    }

    private Code other() {
        int begin = at;
        at = semicolon(at) + 1;
        return new Code.Other(SimpleStatement.into(words, begin, at), true, List.of());
    }

    private int until(int from, String word) {
        int i = from + 1;
        while (i < words.count() && !words.is(i, word) && words.type(i) != TokenType.SEMICOLON) {
            i = words.skip(i);
        }
        return Math.min(i, words.count());
    }

    private int semicolon(int from) {
        int i = from;
        while (i < words.count() && words.type(i) != TokenType.SEMICOLON) {
            i = words.skip(i);
        }
        return Math.min(i, words.count());
    }
}
