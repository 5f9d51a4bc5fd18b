package org.pggit.audit.backfill;

import java.util.Locale;
import org.pggit.audit.ddl.Action;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.Flag;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.Words;

/** COMMENT, SECURITY LABEL, GRANT and REVOKE: kept with the object that they are about. */
final class Labels {
    private final SchemaState state;
    private final StatementReplay replay;

    Labels(SchemaState state, StatementReplay replay) {
        this.state = state;
        this.replay = replay;
    }

    /** A comment on a part is kept with the whole: a column's and a constraint's with the table. */
    void label(DdlStatement statement) {
        DdlObject labelled = statement.objects().get(0);
        boolean isPart = labelled.parent() != null && (labelled.type().name().endsWith("_COLUMN") || labelled.type() == ObjectType.TABLE_CONSTRAINT || labelled.type() == ObjectType.DOMAIN_CONSTRAINT);
        QualifiedName parent = isPart ? StatementReplay.written(labelled.parent()) : null;
        StoredObject owner = !isPart ? replay.target(labelled) : labelled.type() == ObjectType.DOMAIN_CONSTRAINT || labelled.type() == ObjectType.COMPOSITE_TYPE_COLUMN
            ? state.find(ObjectType.TYPE, parent.schema(), parent.name()) : state.relation(parent.schema(), parent.name());
        boolean isOfKey = owner == null && labelled.type() == ObjectType.INDEX && labelled.action() == Action.COMMENT;
        String ofPart = null;
        if (isOfKey) {
            owner = replay.tableOfKey(labelled.schema(), labelled.name());
            if (owner == null && new Partitions(state).write(labelled.schema(), labelled.name())) {
                label(statement);
                return;
            }
            ofPart = owner == null ? null : comment("INDEX", new QualifiedName(owner.schema, labelled.name()), statement.text());
        } else if (owner == null && labelled.type() == ObjectType.SEQUENCE && labelled.action() == Action.COMMENT) {
            IdentitySequences.Owner identity = IdentitySequences.owner(state, labelled.schema(), labelled.name());
            owner = identity == null ? null : identity.table();
            ofPart = identity == null ? null : comment("SEQUENCE", identity.sequence(), statement.text());
        }
        if (owner == null) {
            return;
        }
        Words words = Words.of(statement.text());
        state.touch(owner);
        if (labelled.action() == Action.COMMENT && words.is(words.count() - 1, "NULL")) {
            owner.extras.remove(Extras.key(ofPart != null ? ofPart : statement.text()));
        } else {
            boolean isConstraint = labelled.type() == ObjectType.TABLE_CONSTRAINT;
            owner.extras.put(ofPart != null ? ofPart : isConstraint || owner.isOnRelation() ? statement.text() : StatementReplay.qualified(owner, statement.text(), isPart ? parent.schema() == null : labelled.schema() == null));
        }
    }

    private static String comment(String kind, QualifiedName part, String statement) {
        Words words = Words.of(statement);
        return "COMMENT ON " + kind + ' ' + part + ' ' + words.plain(words.count() - 2, words.count());
    }

    /** One statement for each object, so that each definition stands alone. */
    void grant(DdlStatement statement) {
        Words words = Words.of(statement.text());
        int on = 1;
        while (on < words.count() && !words.is(on, "ON")) {
            on = words.skip(on);
        }
        int to = on;
        while (to < words.count() && !words.isAny(to, "TO", "FROM")) {
            to = words.skip(to);
        }
        for (DdlObject granted : statement.objects()) {
            StoredObject object = granted.has(Flag.ALL_IN_SCHEMA) || granted.type() == ObjectType.ROLE_MEMBERSHIP ? null : replay.target(granted);
            if (object != null) {
                state.touch(object);
                String kind = object.type == ObjectType.VIEW || object.type == ObjectType.MATERIALIZED_VIEW || object.type == ObjectType.FOREIGN_TABLE ? "TABLE" : object.type.spelling().toUpperCase(Locale.ROOT);
                String text = statement.objects().size() == 1 ? StatementReplay.qualified(object, statement.text(), granted.schema() == null)
                    : words.plain(0, on) + " ON " + kind + ' ' + object.identity() + ' ' + words.plain(to, words.count());
                object.extras.put(text);
            }
        }
    }
}
