package org.pggit.audit.backfill;

import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** The column that OWNED BY of a CREATE or ALTER SEQUENCE names; table and column are null for NONE. A table without a schema is in the sequence's: the server takes no other. */
record SequenceOwner(QualifiedName table, String column) {

    /** The last that the statement names; null where it names none. */
    static SequenceOwner of(Words words, String schema) {
        SequenceOwner owner = null;
        for (int i = 0; i < words.count(); i++) {
            if (words.isPhrase(i, "OWNED BY NONE")) {
                owner = new SequenceOwner(null, null);
            } else if (words.isPhrase(i, "OWNED BY") && words.isName(i + 2) && words.type(i + 3) == TokenType.DOT) {
                boolean isQualified = words.type(i + 5) == TokenType.DOT;
                owner = new SequenceOwner(new QualifiedName(isQualified ? words.name(i + 2) : schema, words.name(isQualified ? i + 4 : i + 2)), words.name(isQualified ? i + 6 : i + 4));
            }
        }
        return owner;
    }

    /** Gives a sequence, which must be in no state yet, the owner that its statements name. */
    static void readInto(StoredObject sequence) {
        read(sequence, sequence.head);
        sequence.extras.all().forEach(statement -> read(sequence, statement));
    }

    private static void read(StoredObject sequence, String statement) {
        SequenceOwner owner = of(Words.of(statement), sequence.schema);
        if (owner != null) {
            sequence.parent = owner.table;
            sequence.ownerColumn = owner.column;
        }
    }
}
