package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;

/** The statements of one query string, to be tied to the history rows that the string caused. */
final class ScriptMatch {
    /** Kinds that v1 writes rows about, by the words that statements use for them. */
    private static final Set<ObjectType> RECORDED = EnumSet.of(ObjectType.TABLE, ObjectType.INDEX, ObjectType.VIEW, ObjectType.MATERIALIZED_VIEW,
        ObjectType.FOREIGN_TABLE, ObjectType.SEQUENCE, ObjectType.FUNCTION, ObjectType.PROCEDURE, ObjectType.AGGREGATE, ObjectType.ROUTINE);

    private final String text;
    private final List<DdlStatement> statements;
    private final Map<DdlObject, Integer> places = new IdentityHashMap<>();
    /** The last statement that a row was tied to: rows follow the order of the statements. */
    private int last;
    private final Map<String, Integer> takenBy = new HashMap<>();

    private ScriptMatch(String text, List<DdlStatement> statements) {
        this.text = text;
        this.statements = statements;
    }

    static ScriptMatch of(String text) {
        return new ScriptMatch(text, text == null ? List.of() : DdlParser.parse(text));
    }

    int placeOf(DdlObject object) {
        return places.getOrDefault(object, -1);
    }

    /** In characters (code points), as SQL's substr counts. */
    int start(int statement) {
        return text.codePointCount(0, statements.get(statement).start());
    }

    int length(int statement) {
        DdlStatement s = statements.get(statement);
        return text.codePointCount(s.start(), s.end());
    }

    /** The object's identity before, where the statement is a RENAME or SET SCHEMA that gave the object its present name, else null. */
    String identityBefore(int statement, HistoryRow row, String name) {
        for (DdlObject object : statements.get(statement).objects()) {
            if (RECORDED.contains(object.type()) && isNowNamed(object, row, name) && (object.newName() != null || object.newSchema() != null)) {
                String identity = object.identity() == null ? QualifiedName.quote(object.name()) : object.identity();
                if (object.schema() != null) {
                    return identity;
                }
                // Which schema an unqualified name was moved out of depends on the search_path, which v1 does not record.
                return object.newSchema() != null ? null : QualifiedName.quote(row.schema()) + '.' + identity;
            }
        }
        return null;
    }

    /**
     * For each row: the function that it is about, null where the row is about none or can not be told. The k-th row of a function is the k-th CREATE or ALTER FUNCTION
     * of the text; one CREATE EXTENSION in between takes the rows that are too many (its members). Where the numbers do not fit: null.
     */
    DdlObject[] functionsOf(List<HistoryRow> rows) {
        DdlObject[] result = new DdlObject[rows.size()];
        List<Integer> functionRows = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if ("FUNCTION".equals(rows.get(i).objectType()) && !"DROP".equals(rows.get(i).changeType())) {
                functionRows.add(i);
            }
        }
        if (functionRows.isEmpty()) {
            return result;
        }
        List<DdlObject> functions = new ArrayList<>();
        int beforeExtension = -1;
        int extensions = 0;
        for (int s = 0; s < statements.size(); s++) {
            if ("CREATE EXTENSION".equals(statements.get(s).tag())) {
                beforeExtension = extensions++ == 0 ? functions.size() : beforeExtension;
            }
            addFunctions(s, functions);
        }
        int members = functionRows.size() - functions.size();
        if (members < 0 || members > 0 && extensions == 0) {
            return result;
        }
        int before = extensions == 0 || members == 0 ? functions.size() : beforeExtension;
        for (int k = 0; k < before; k++) {
            result[functionRows.get(k)] = functions.get(k);
        }
        if (extensions <= 1) {
            for (int k = before; k < functions.size(); k++) {
                result[functionRows.get(k + members)] = functions.get(k);
            }
        } else if (members > 0) {
            matchAfterLastExtension(functionRows, functions, result);
        }
        return disagreeing(rows, result);
    }

    private void addFunctions(int statement, List<DdlObject> functions) {
        String tag = statements.get(statement).tag();
        if ("CREATE FUNCTION".equals(tag) || "ALTER FUNCTION".equals(tag)) {
            for (DdlObject object : statements.get(statement).objects()) {
                if (object.type() == ObjectType.FUNCTION) {
                    functions.add(object);
                    places.put(object, statement);
                }
            }
        }
    }

    /** The functions behind the last CREATE EXTENSION are the last rows, however the members before them are spread. */
    private void matchAfterLastExtension(List<Integer> functionRows, List<DdlObject> functions, DdlObject[] result) {
        int last = statements.size() - 1;
        while (!"CREATE EXTENSION".equals(statements.get(last).tag())) {
            last--;
        }
        for (int k = 1; k <= functions.size() && placeOf(functions.get(functions.size() - k)) > last; k++) {
            result[functionRows.get(functionRows.size() - k)] = functions.get(functions.size() - k);
        }
    }

    /** A row of another schema than its statement names, or ALTER against CREATE: the count fitted by chance, so nothing of this text is told. */
    private static DdlObject[] disagreeing(List<HistoryRow> rows, DdlObject[] result) {
        for (int i = 0; i < result.length; i++) {
            DdlObject object = result[i];
            if (object != null && object.schema() != null && object.newSchema() == null && !object.schema().equals(rows.get(i).schema())) {
                return new DdlObject[result.length];
            }
        }
        return result;
    }

    /**
     * The statement that explains the row: names its object with its change; searched from the last one tied on, and behind the one that a row of the
     * same object and change took; -1 where none does.
     */
    int statementOf(HistoryRow row, String name) {
        String key = row.changeType() + ' ' + row.objectType() + ' ' + row.schema() + ' ' + name;
        Integer taken = takenBy.get(key);
        int from = taken == null ? last : taken + 1;
        for (int k = 0; k < statements.size(); k++) {
            int s = (from + k) % statements.size();
            if (explains(statements.get(s), row, name)) {
                takenBy.put(key, s);
                last = s;
                return s;
            }
        }
        return -1;
    }

    private static boolean explains(DdlStatement statement, HistoryRow row, String name) {
        for (DdlObject object : statement.implied()) {
            if (object.action().name().equals(row.changeType()) && isNowNamed(object, row, name)) {
                return true;
            }
        }
        if (statement.tag() == null || !statement.tag().startsWith(row.changeType())) {
            return false;
        }
        for (DdlObject object : statement.objects()) {
            if (RECORDED.contains(object.type()) && isNowNamed(object, row, name)) {
                return true;
            }
        }
        return false;
    }

    /** v1 records the name and schema that the object has after the statement. */
    private static boolean isNowNamed(DdlObject object, HistoryRow row, String name) {
        String schema = object.newSchema() != null ? object.newSchema() : object.schema();
        String now = object.newName() != null ? object.newName() : object.name();
        return name.equals(now) && (schema == null || schema.equals(row.schema()));
    }
}
