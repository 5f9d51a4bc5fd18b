package org.pggit.audit.backfill;

import org.pggit.audit.ddl.Action;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** Whether a statement of a block ran that no row tells of: where v1 would have left a row it did not; else it did where the state lets it. */
final class Likelihood {
    private final SchemaState state;

    Likelihood(SchemaState state) {
        this.state = state;
    }

    boolean mayHaveRun(DdlStatement statement, boolean isInBranch) {
        if (statement.objects().isEmpty()) {
            return false;
        }
        DdlObject first = statement.objects().get(0);
        boolean hasRows = switch (first.type()) {
            // v1 has none of CREATE TABLE AS.
            case TABLE -> !"CREATE TABLE AS".equals(statement.tag()) && !isOfOtherKind(first);
            case INDEX, VIEW, FUNCTION -> true;
            default -> false;
        };
        return switch (first.action()) {
            case COMMENT -> true;
            case CREATE -> !hasRows && !Recovery.isThere(state, first, null);
            // v1 names functions by number, so it has no row for their drops; and none for what was made again after a first drop.
            case DROP -> (!hasRows || first.type() == ObjectType.FUNCTION || !isInBranch) && Recovery.isThere(state, first, null);
            case RENAME, SET_SCHEMA, ALTER -> !hasRows && isPossible(statement, first);
            // Such a branch asks for roles, which no history has.
            case GRANT, REVOKE -> !isInBranch;
            default -> false;
        };
    }

    /** ALTER TABLE of a sequence, a materialized view or a foreign table, of which v1 has no rows. */
    private boolean isOfOtherKind(DdlObject altered) {
        StoredObject known = altered.action() == Action.CREATE || altered.name() == null ? null : state.relation(altered.schema(), altered.name());
        return known != null && (known.type == ObjectType.SEQUENCE || known.type == ObjectType.MATERIALIZED_VIEW || known.type == ObjectType.FOREIGN_TABLE);
    }

    private boolean isPossible(DdlStatement statement, DdlObject altered) {
        boolean isColumn = altered.type() == ObjectType.TABLE_COLUMN;
        if (isColumn || altered.type() == ObjectType.TABLE_CONSTRAINT) {
            StoredObject table = altered.parent() == null ? null : relation(altered.parent());
            if (table == null || table.shape == null || altered.newName() == null) {
                return false;
            }
            return isColumn ? table.shape.has(altered.name()) && !table.shape.has(altered.newName())
                : table.shape.constraint(altered.name()) != null && table.shape.constraint(altered.newName()) == null;
        }
        return Recovery.isThere(state, altered, null) && !hasLabel(statement, altered);
    }

    private StoredObject relation(String identity) {
        QualifiedName written = StatementReplay.written(identity);
        return state.relation(written.schema(), written.name());
    }

    /** ADD VALUE of a label that the enum has. */
    private boolean hasLabel(DdlStatement statement, DdlObject altered) {
        String label = added(Words.of(statement.text()));
        StoredObject type = label == null ? null : StatementReplay.inSchema(state, altered, null);
        if (type == null || type.head == null) {
            return false;
        }
        Words head = Words.of(type.head);
        for (int i = 0; i < head.count(); i++) {
            if (head.type(i).isString() && label.equals(head.string(i))) {
                return true;
            }
        }
        return type.extras.all().stream().anyMatch(statementBefore -> label.equals(added(Words.of(statementBefore))));
    }

    /** The label of ALTER TYPE ... ADD VALUE; null where the statement is another. */
    private static String added(Words words) {
        int at = 2;
        while (at < words.count() && words.type(at) != TokenType.SEMICOLON && !words.isPhrase(at, "ADD VALUE")) {
            at++;
        }
        return words.isPhrase(0, "ALTER TYPE") && words.isPhrase(at, "ADD VALUE") ? words.string(words.isPhrase(at + 2, "IF NOT EXISTS") ? at + 5 : at + 2) : null;
    }
}
