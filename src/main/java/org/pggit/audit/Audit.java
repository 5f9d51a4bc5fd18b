package org.pggit.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pggit.audit.backfill.HistoryRow;
import org.pggit.audit.backfill.Likeness;
import org.pggit.audit.backfill.Replay;
import org.pggit.audit.catalog.SchemaObject;
import org.pggit.audit.catalog.SchemaScript;
import org.pggit.audit.change.BlobChange;
import org.pggit.audit.change.Change;
import org.pggit.audit.change.ChangeReader;
import org.pggit.audit.change.ChangeSummary;
import org.pggit.audit.change.RecordedChange;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.diff.TextDiff;
import org.pggit.audit.diff.TreeChange;
import org.pggit.audit.diff.TreeDiff;
import org.pggit.audit.git.Commit;
import org.pggit.audit.git.ObjectFormat;
import org.pggit.audit.git.Tree;
import org.pggit.audit.git.TreeEntry;
import org.pggit.audit.verify.SignedNote;

/**
 * The table of contents: one method for each Java function that SQL calls. SQL gathers the input and stores the output (sql/*.sql); what is said here is
 * pure: no SQL, no files, no clock.
 */
public final class Audit {
    private Audit() {
    }

    /**
     * What differs between two trees given as their texts. For trees that the store's tree_entries does not hold completely; else the difference is
     * a join in SQL. A null text is the empty tree; a text that is no tree is an empty result.
     */
    public static Optional<List<TreeChange>> diffTrees(String oldTree, String newTree) {
        Optional<List<TreeEntry>> o = Tree.parse(oldTree == null ? "" : oldTree);
        Optional<List<TreeEntry>> n = Tree.parse(newTree == null ? "" : newTree);
        return o.isEmpty() || n.isEmpty() ? Optional.empty() : Optional.of(TreeDiff.between(o.get(), n.get()));
    }

    /** The entries of a tree's text, empty where it is none. */
    public static Optional<List<TreeEntry>> readTree(String text) {
        return Tree.parse(text);
    }

    /** A commit as its text says, empty where the text is none. */
    public static Optional<Commit> readCommit(String text) {
        return Commit.parse(text);
    }

    /** From differing tree entries and their DDL texts to changes: type, schema, name, CREATE / ALTER / DROP / RENAME. */
    public static List<Change> extractChangesBetweenCommits(List<BlobChange> differing) {
        return ChangeReader.read(differing);
    }

    /** Whether the differing entries of one commit give exactly the changes that are recorded; false also where that takes more than what was handed in. */
    public static boolean isAsRecorded(List<RecordedChange.Pair> differing) {
        return RecordedChange.areExactly(differing);
    }

    /** The rule under which the store object has its sha; null: the content is not what the sha says. */
    public static ObjectFormat.Rule hashRule(String sha, String type, String content) {
        return ObjectFormat.ruleOf(sha, type, content);
    }

    /** v1's history rows, in id order, replayed on top of a commit's tree (path to definition): the commits that they make, and what became of each row. */
    public static Replay.Result backfillFromV1History(Replay.Options options, Map<String, String> headTree, List<HistoryRow> rows) {
        return Replay.run(options, headTree, rows);
    }

    /** Equal for two definitions that say the same in other words. */
    public static String likeness(String definition) {
        return Likeness.key(definition);
    }

    /** The statements of a script. Never throws: what can not be read is a statement of kind UNCLASSIFIED. */
    public static List<DdlStatement> parseDdl(String script) {
        return DdlParser.parse(script);
    }

    /** Changes when some statement is read otherwise than before. */
    public static int parserVersion() {
        return DdlParser.PARSER_VERSION;
    }

    /** Whether the note (C2SP signed-note) has a signature by the key, "name+hash+base64". */
    public static boolean isSignedBy(String note, String key) {
        return SignedNote.isSignedBy(note, key);
    }

    /** The statements that build the objects in an empty database, in order; schema: only that one's, null: all; searchPath: where names without a schema are looked for. */
    public static List<String> schemaAt(List<SchemaObject> objects, String schema, String searchPath) {
        return SchemaScript.of(objects, schema, searchPath);
    }

    /** A unified diff of two texts, without file names; empty where they are equal. */
    public static String diffTexts(String oldText, String newText) {
        return TextDiff.unified(oldText, newText);
    }

    /** A change in a few words, and its risk. */
    public static ChangeSummary summarizeChange(String objectType, String path, String oldText, String newText) {
        return ChangeSummary.of(objectType, path, oldText, newText);
    }
}
