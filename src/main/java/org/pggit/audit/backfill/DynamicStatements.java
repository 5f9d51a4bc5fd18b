package org.pggit.audit.backfill;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;
import org.pggit.audit.plpgsql.Catalog;
import org.pggit.audit.plpgsql.Interpreter;
import org.pggit.audit.plpgsql.Routine;

/** DDL that the code of a DO block holds or computes, or that of routines that a text calls. Whether the code ran it constants alone do not always say. */
final class DynamicStatements {
    private final SchemaState state;
    private final LocalDateTime now;
    /** Routines that the text itself has made so far, by bare name: the state does not know them yet. */
    private final Map<String, List<Made>> made = new HashMap<>();
    private final Interpreter interpreter;
    private List<Inner> found = new ArrayList<>();

    /** A statement that code holds. isInBranch: it stands in an IF, a loop, a handler, or behind a RETURN in one of these. */
    record Inner(DdlStatement statement, boolean isInBranch) {
    }

    private record Made(String schema, Routine routine) {
    }

    /** now: when the transaction of the text began; null where that is not known. */
    DynamicStatements(SchemaState state, LocalDateTime now) {
        this.state = state;
        this.now = now;
        this.interpreter = new Interpreter(new Names(), this::add);
    }

    List<Inner> of(DdlStatement statement) {
        found = new ArrayList<>();
        if ("DO".equals(statement.tag())) {
            Words words = Words.of(statement.text());
            for (int i = 1; i < words.count(); i++) {
                if (words.type(i).isString() && !words.is(i - 1, "LANGUAGE")) {
                    interpreter.block(words.string(i));
                }
            }
        } else if (("SELECT".equals(statement.tag()) || "CALL".equals(statement.tag())) && hasCall(Words.of(statement.text()))) {
            interpreter.query(statement.text());
        } else {
            remember(statement);
        }
        return found;
    }

    private boolean hasCall(Words words) {
        for (int i = 1; i < words.count(); i++) {
            if (words.type(i) == TokenType.LEFT_PAREN && words.isName(i - 1)) {
                String name = words.name(i - 1);
                if (made.containsKey(name) || !state.callable(null, name).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void remember(DdlStatement statement) {
        boolean isRoutine = "CREATE FUNCTION".equals(statement.tag()) || "CREATE PROCEDURE".equals(statement.tag());
        Routine routine = isRoutine && !statement.objects().isEmpty() ? Routine.of(statement.text()) : null;
        if (routine != null) {
            List<Made> all = made.computeIfAbsent(statement.objects().get(0).name(), n -> new ArrayList<>());
            all.removeIf(m -> m.routine.hasSignatureOf(routine));
            all.add(new Made(statement.objects().get(0).schema(), routine));
        }
    }

    private void add(String text, boolean isSure) {
        for (DdlStatement s : DdlParser.parse(text)) {
            if (s.kind() == DdlStatement.Kind.DDL) {
                found.add(new Inner(s, !isSure));
                remember(s);
            }
        }
    }

    /** What the code finds: the text's own routines before those of the state. */
    private final class Names implements Catalog {
        @Override
        public List<Routine> routines(String schema, String name) {
            List<Routine> all = new ArrayList<>();
            for (Made m : made.getOrDefault(name, List.of())) {
                if (schema == null || m.schema == null || schema.equals(m.schema)) {
                    all.add(m.routine);
                }
            }
            for (StoredObject known : state.callable(schema, name)) {
                Routine routine = Routine.of(known.head);
                if (routine != null && all.stream().noneMatch(m -> m.hasSignatureOf(routine))) {
                    all.add(routine);
                }
            }
            return all;
        }

        @Override
        public LocalDateTime now() {
            return now;
        }

        /** As regclass writes it: with its schema where it would not be found without. */
        @Override
        public String relation(String written) {
            Words words = Words.of(written);
            boolean isQualified = words.type(1) == TokenType.DOT;
            if (!words.isName(0) || words.count() != (isQualified ? 3 : 1) || isQualified && !words.isName(2)) {
                return null;
            }
            String name = words.name(isQualified ? 2 : 0);
            boolean isVisible = !isQualified || words.name(0).equals(state.creationSchema()) && state.searchPath.size() == 1;
            return isVisible ? QualifiedName.quote(name) : new QualifiedName(words.name(0), name).toString();
        }
    }
}
