package org.pggit.audit.backfill;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * What a text names without its schema, and the search_path of its script finds in another than {@code public}, gets its schema: the definition stands alone then,
 * whatever search_path it is run under. Only what surely is such a name: the relation that something is on, a query's relations, types.
 */
final class Qualifier {
    private final SchemaState state;

    Qualifier(SchemaState state) {
        this.state = state;
    }

    void qualify(StoredObject object) {
        if (!state.hasOtherSchemas() && object.parent == null) {
            return;
        }
        if (object.shape != null) {
            for (Column c : List.copyOf(object.shape.columns)) {
                Words words = Words.of(c.type());
                String type = words.type(1) == TokenType.DOT ? null : type(words, 0);
                if (type != null) {
                    object.shape.set(c.ofType(type + c.type().substring(words.end(0)), c.collation()));
                }
            }
            return;
        }
        if (object.head == null) {
            return;
        }
        if (object.parent != null && object.type != ObjectType.SEQUENCE) {
            object.head = replaced(object.head, parent(object));
        } else if (Queries.isQuery(object)) {
            Words words = Words.of(object.head);
            Map<Integer, String> names = new HashMap<>();
            Queries.unqualified(words, state).forEach((at, relation) -> {
                if (isElsewhere(relation.schema()) && state.relation(relation.schema(), relation.name()) != null) {
                    names.put(at, relation.toString());
                }
            });
            object.head = replaced(object.head, names);
        } else if (object.isRoutine() || object.type == ObjectType.TYPE) {
            object.head = replaced(object.head, types(Words.of(object.head)));
        }
    }

    private static boolean isElsewhere(String schema) {
        return schema != null && !schema.equals("public");
    }

    /** {@code ON t}, of a rule {@code TO t}. */
    private static Map<Integer, String> parent(StoredObject object) {
        Words words = Words.of(object.head);
        for (int i = 2; i < words.count() && isElsewhere(object.parent.schema()); i++) {
            int at = words.is(i, "ONLY") ? i + 1 : i;
            boolean isBehind = words.is(i - 1, object.type == ObjectType.RULE ? "TO" : "ON");
            if (isBehind && object.parent.name().equals(words.name(at)) && words.type(at + 1) != TokenType.DOT) {
                return Map.of(at, object.parent.toString());
            }
        }
        return Map.of();
    }

    /** Where a type may stand: behind an argument's or attribute's name, or alone; behind RETURNS, SETOF, AS of a domain. */
    private Map<Integer, String> types(Words words) {
        Map<Integer, String> names = new HashMap<>();
        for (int i = 3; i < words.count() && !words.type(i).isString(); i++) {
            boolean isPlain = words.isName(i) && words.type(i - 1) != TokenType.DOT && words.type(i + 1) != TokenType.DOT;
            boolean isEnd = words.type(i + 1) == TokenType.COMMA || words.type(i + 1) == TokenType.RIGHT_PAREN || words.type(i + 1) == TokenType.LEFT_BRACKET || words.is(i + 1, "DEFAULT");
            if (isPlain && (isEnd || words.isAny(i - 1, "RETURNS", "SETOF", "AS")) && type(words, i) != null) {
                names.put(i, type(words, i));
            }
        }
        return names;
    }

    private String type(Words words, int at) {
        String name = words.name(at);
        StoredObject type = name == null || Signature.isBuiltIn(name) ? null : state.find(ObjectType.TYPE, null, name);
        StoredObject known = type != null ? type : name == null || Signature.isBuiltIn(name) ? null : state.relation(null, name);
        boolean isFound = known != null && isElsewhere(known.schema) && state.searchPath.contains(known.schema) && (known.type == ObjectType.TYPE || known.type == ObjectType.TABLE || Queries.isQuery(known));
        return isFound ? known.qualifiedName().toString() : null;
    }

    private static String replaced(String text, Map<Integer, String> names) {
        if (names.isEmpty()) {
            return text;
        }
        Words words = Words.of(text);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        for (int i = 0; i < words.count(); i++) {
            if (names.containsKey(i)) {
                out.append(text, copied, words.start(i)).append(names.get(i));
                copied = words.end(i);
            }
        }
        return out.append(text.substring(copied)).toString();
    }
}
