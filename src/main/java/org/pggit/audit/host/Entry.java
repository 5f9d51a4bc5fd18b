package org.pggit.audit.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pggit.audit.Audit;
import org.pggit.audit.catalog.SchemaObject;
import org.pggit.audit.change.BlobChange;
import org.pggit.audit.change.Change;
import org.pggit.audit.change.ChangeSummary;
import org.pggit.audit.change.RecordedChange;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.diff.TreeChange;
import org.pggit.audit.error.AuditException;
import org.pggit.audit.git.Commit;
import org.pggit.audit.git.ObjectFormat;
import org.pggit.audit.git.TreeEntry;

/**
 * What SQL calls, on both hosts: static methods from bytes to bytes. Each turns a {@link Block} into values, asks {@link Audit}, and turns the answer into a block.
 *
 * <p>Nothing is ever thrown across the border. The first byte of an answer is 0 for rows and 1 for an error; then a block of one row (SQLSTATE,
 * message, DETAIL, HINT) follows, which {@code pggit_audit.block_check} raises. So an error looks the same on both hosts, and neither a
 * StackOverflowError nor an OutOfMemoryError reaches the server.
 */
public final class Entry {
    private Entry() {
    }

    /** Input: one row (old tree text, new tree text). Rows: path, old mode, old sha, new mode, new sha, whether the path stands several times in one of them. */
    public static byte[] diffTrees(byte[] in) {
        return answer(in, 2, (block, out) -> {
            Optional<List<TreeChange>> changes = Audit.diffTrees(block.text(0, 0), block.text(0, 1));
            if (changes.isEmpty()) {
                throw new AuditException("PA007", "a tree of the store can not be read", "Its text is not a list of \"<mode> <path>|<sha>|\".",
                    "Run pggit_audit.validate_audit_integrity() to see which objects of the store are damaged.");
            }
            for (TreeChange c : changes.get()) {
                out.add(c.path(), c.oldMode(), c.oldSha(), c.newMode(), c.newSha(), flag(c.isShared()));
            }
        }, 6);
    }

    /** Input: rows (key, tree text). Rows: key, mode, path, sha; one row with mode NULL for a text that is no tree. */
    public static byte[] readTrees(byte[] in) {
        return answer(in, 2, (block, out) -> {
            for (int i = 0; i < block.rows(); i++) {
                String key = block.text(i, 0);
                Optional<List<TreeEntry>> entries = Audit.readTree(block.text(i, 1));
                if (entries.isEmpty()) {
                    out.add(key, null, null, null);
                }
                for (TreeEntry e : entries.orElse(List.of())) {
                    out.add(key, e.mode(), e.path(), e.sha());
                }
            }
        }, 4);
    }

    /** Input: rows (key, commit text). Rows: key, tree, parents (joined by a space), author, authored at, committer, committed at, message; no row for a text that is no commit. */
    public static byte[] readCommits(byte[] in) {
        return answer(in, 2, (block, out) -> {
            for (int i = 0; i < block.rows(); i++) {
                Optional<Commit> read = Audit.readCommit(block.text(i, 1));
                if (read.isPresent()) {
                    Commit c = read.get();
                    out.add(block.text(i, 0), c.tree(), String.join(" ", c.parents()), c.author(), Long.toString(c.authoredAt()),
                        c.committer(), Long.toString(c.committedAt()), c.message());
                }
            }
        }, 8);
    }

    /**
     * Input: rows (path, number as int4, DDL text, whether it is the whole text, side: C, D or A, small where the path is shared); the text is the new blob's, of a dropped entry the old
     * one's. Rows: numbers of the new and of the old entry, path where it is not the entry's, schema, name, type, change type, and for each entry
     * whose whole text is needed to decide: t.
     */
    public static byte[] extractChangesBetweenCommits(byte[] in) {
        return answer(in, 5, (block, out) -> {
            List<BlobChange> differing = new ArrayList<>(block.rows());
            for (int i = 0; i < block.rows(); i++) {
                differing.add(new BlobChange(block.int4(i, 1), block.text(i, 0), side(block.firstByte(i, 4)), Character.isLowerCase(block.firstByte(i, 4)), block.text(i, 2), block.isTrue(i, 3)));
            }
            for (Change c : Audit.extractChangesBetweenCommits(differing)) {
                String path = c.path() == null && c.newEntry() == 0 ? c.entryPath() : c.path();
                out.add(number(c.newEntry()), number(c.oldEntry()), path, c.schema(), c.name(), c.type().name(), c.changeType().name(), flag(c.needsText()));
            }
        }, 8);
    }

    /**
     * Input: rows (group as int4, side: C, D or A, small where the text is only its head, path, DDL text as for extractChangesBetweenCommits, and of the change that is recorded under
     * the path what record_send gives of type, schema, name, change type and old path; NULL where there is none). Rows: the groups that are not exactly as recorded.
     */
    public static byte[] compareChanges(byte[] in) {
        return answer(in, 5, (block, out) -> {
            Map<Integer, List<RecordedChange.Pair>> groups = new LinkedHashMap<>();
            for (int i = 0; i < block.rows(); i++) {
                byte letter = block.firstByte(i, 1);
                String[] r = block.record(i, 4, 5);
                BlobChange entry = new BlobChange(0, block.text(i, 2), side(letter), false, block.text(i, 3), Character.isUpperCase(letter));
                groups.computeIfAbsent(block.int4(i, 0), g -> new ArrayList<>()).add(new RecordedChange.Pair(entry, r == null ? null : new RecordedChange(r[0], r[1], r[2], r[3], r[4])));
            }
            groups.forEach((group, pairs) -> {
                if (!Audit.isAsRecorded(pairs)) {
                    out.add(Integer.toString(group));
                }
            });
        }, 1);
    }

    private static BlobChange.Side side(byte letter) {
        return switch (Character.toUpperCase(letter)) {
            case 'C' -> BlobChange.Side.CREATED;
            case 'D' -> BlobChange.Side.DROPPED;
            default -> BlobChange.Side.ALTERED;
        };
    }

    private static String number(int entry) {
        return entry == 0 ? null : Integer.toString(entry);
    }

    /** Input: rows (sha, type, content; a tree's content before base64). Rows: sha, name of the rule or NULL. */
    public static byte[] hashRules(byte[] in) {
        return answer(in, 3, (block, out) -> {
            for (int i = 0; i < block.rows(); i++) {
                ObjectFormat.Rule rule = Audit.hashRule(block.text(i, 0), block.text(i, 1), block.text(i, 2));
                out.add(block.text(i, 0), rule == null ? null : rule.name());
            }
        }, 2);
    }

    /** Input: rows (path, DDL text), one of path '' (the search_path of the script) or none, the last one (NULL, name of the schema or NULL for all). Rows: the statements of the script. */
    public static byte[] schemaAt(byte[] in) {
        return answer(in, 2, (block, out) -> {
            int last = block.rows() - 1;
            List<SchemaObject> objects = new ArrayList<>(block.rows());
            String searchPath = "";
            for (int i = 0; i < last; i++) {
                if (block.text(i, 0).isEmpty()) {
                    searchPath = block.text(i, 1);
                } else {
                    objects.add(new SchemaObject(block.text(i, 0), block.text(i, 1)));
                }
            }
            for (String statement : Audit.schemaAt(objects, block.text(last, 1), searchPath)) {
                out.add(statement);
            }
        }, 1);
    }

    /** Input: rows (object type, path, old DDL, new DDL). Rows: unified diff, summary, risk or NULL. */
    public static byte[] diffCommits(byte[] in) {
        return answer(in, 4, (block, out) -> {
            for (int i = 0; i < block.rows(); i++) {
                ChangeSummary summary = Audit.summarizeChange(block.text(i, 0), block.text(i, 1), block.text(i, 2), block.text(i, 3));
                out.add(Audit.diffTexts(block.text(i, 2), block.text(i, 3)), summary.summary(), summary.risk().words());
            }
        }, 3);
    }

    /** Input and answer: {@link BackfillBlocks}. */
    public static byte[] backfillFromV1History(byte[] in) {
        return guarded(() -> BackfillBlocks.answer(Block.of(in, BackfillBlocks.COLUMNS)));
    }

    /** Input: rows (key, definition). Rows: key, a text that is equal for definitions that say the same. */
    public static byte[] likeness(byte[] in) {
        return answer(in, 2, (block, out) -> {
            for (int i = 0; i < block.rows(); i++) {
                out.add(block.text(i, 0), block.isNull(i, 1) ? null : Audit.likeness(block.text(i, 1)));
            }
        }, 2);
    }

    /**
     * Input: one row (DDL text, NULL for none). Rows: statement's number, tag, kind, then of each object that it names or drops type, schema, name, identity
     * after the statement, parent's identity, new name or schema; statement's text, why it is no DDL or was not read, character at which reading stopped.
     */
    public static byte[] parseDdl(byte[] in) {
        return answer(in, 1, (block, out) -> {
            int number = 0;
            int counted = 0;
            int characters = 1;
            String ddl = block.isNull(0, 0) ? "" : block.text(0, 0);
            for (DdlStatement s : Audit.parseDdl(ddl)) {
                number++;
                String position = null;
                if (s.problemAt() >= 0) {
                    characters += ddl.codePointCount(counted, s.problemAt());
                    counted = s.problemAt();
                    position = Integer.toString(characters);
                }
                List<DdlObject> objects = s.objectsAndDropped();
                if (objects.isEmpty()) {
                    out.add(Integer.toString(number), s.tag(), s.kind().name(), null, null, null, null, null, null, s.text(), s.reason(), position);
                }
                for (DdlObject o : objects) {
                    String newName = o.newName() != null ? o.newName() : o.newSchema();
                    out.add(Integer.toString(number), s.tag(), s.kind().name(), o.type().name(), o.schema(), o.name(), o.newIdentity(), o.parent(), newName, s.text(),
                        s.reason(), position);
                }
            }
        }, 12);
    }

    /** Input: nothing. Rows: one, the parser's version. */
    public static byte[] parserVersion(byte[] in) {
        return answer(in, 1, (block, out) -> out.add(Integer.toString(Audit.parserVersion())), 1);
    }

    /** Input: rows (note, key). Rows: t where the key has signed the note, else f. */
    public static byte[] verifyNotes(byte[] in) {
        return answer(in, 2, (block, out) -> {
            for (int i = 0; i < block.rows(); i++) {
                out.add(flag(Audit.isSignedBy(block.text(i, 0), block.text(i, 1))));
            }
        }, 1);
    }

    /** Input: rows of five columns. Rows: the same. For tests of the border and its benchmark. */
    public static byte[] echo(byte[] in) {
        return answer(in, 5, (block, out) -> {
            for (int i = 0; i < block.rows(); i++) {
                out.add(block.text(i, 0), block.text(i, 1), block.text(i, 2), block.text(i, 3), block.text(i, 4));
            }
        }, 5);
    }

    /** Input: nothing, or one row naming a failure to provoke. Rows: name and value of what the JVM says of itself. */
    public static byte[] selfTest(byte[] in) {
        return answer(in, 1, (block, out) -> SelfTest.run(block.rows() == 0 ? null : block.text(0, 0), out), 2);
    }

    /** Input: nothing. Rows: one, what became of the backend's signal handlers. For PL/Java only. */
    public static byte[] repairSignals(byte[] in) {
        return answer(in, 1, (block, out) -> out.add(Signals.restore()), 1);
    }

    private interface Question {
        void ask(Block in, BlockWriter out);
    }

    private static byte[] answer(byte[] in, int columns, Question question, int answerColumns) {
        return guarded(() -> {
            BlockWriter out = new BlockWriter(answerColumns);
            question.ask(Block.of(in, columns), out);
            return out.toBytes();
        });
    }

    private interface Answer {
        byte[] bytes();
    }

    private static byte[] guarded(Answer answer) {
        try {
            return answer.bytes();
        } catch (AuditException e) {
            return error(e.sqlState(), e.getMessage(), e.detail(), e.hint());
        } catch (StackOverflowError e) {
            return error("54001", "the Java stack is too small for this input", null, "Raise -Xss in the JVM options (docs/hosts.md).");
        } catch (OutOfMemoryError e) {
            return error("53200", "the Java heap is too small for this input: " + e.getMessage(), null, "Raise -Xmx in the JVM options (docs/hosts.md).");
        } catch (Throwable e) {
            return error("XX000", "internal error in pgGit Audit: " + e, trace(e), "This is a bug: please report it with the DETAIL.");
        }
    }

    private static String trace(Throwable e) {
        StringBuilder where = new StringBuilder();
        StackTraceElement[] trace = e.getStackTrace();
        for (int i = 0; i < Math.min(trace.length, 6); i++) {
            StackTraceElement frame = trace[i];
            where.append(i == 0 ? "at " : ", ").append(frame.getClassName()).append('.').append(frame.getMethodName()).append(':').append(frame.getLineNumber());
        }
        return where.isEmpty() ? null : where.toString();
    }

    private static byte[] error(String... reply) {
        BlockWriter block = new BlockWriter(4);
        for (int i = 0; i < reply.length; i++) {
            reply[i] = reply[i] == null ? null : reply[i].replace('\0', '?');
        }
        block.add(reply);
        byte[] bytes = block.toBytes();
        bytes[0] = 1;
        return bytes;
    }

    private static String flag(boolean b) {
        return b ? "t" : "f";
    }
}
