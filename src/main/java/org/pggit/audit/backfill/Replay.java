package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.change.BlobChange;
import org.pggit.audit.change.Change;
import org.pggit.audit.change.ChangeReader;
import org.pggit.audit.change.ChangeType;
import org.pggit.audit.git.Commit;
import org.pggit.audit.git.ObjectFormat;
import org.pggit.audit.git.TreeEntry;

/**
 * v1's history rows, in id order, to commits: the rows of one transaction make one commit, whose tree is every object alive then. Begins at the tree of the branch's
 * head and depends on nothing else: however the rows are parted into calls, the commits are the same.
 */
public final class Replay {
    /**
     * So many characters of definitions and trees, and a call ends at the next transaction: on their way to SQL the heap holds them up to seven times. A table with a
     * thousand columns has a definition of 80,000, anew for each ALTER.
     */
    private static final long MOST_CHARACTERS = 16_000_000;

    private final Options options;
    private final long mostCharacters;
    private long characters;
    private final SchemaState state = new SchemaState();
    private final TreeWriter trees;
    private final ScriptReplay scripts;
    private final Map<String, String> blobs = new HashMap<>();
    private final Set<String> written = new HashSet<>();
    private final Set<String> treesOfHead = new HashSet<>();
    private final Result result = new Result(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>(), new HashSet<>());
    private final StateReader reader = new StateReader(state);
    private String head;

    /** Where to begin and how. head: the branch's commit, null for none. v1Schema: v1's own. isRowByRow: a commit for each statement that rows tell of, with its rows, instead of one for each transaction. */
    public record Options(String head, String v1Schema, TreeLayout layout, boolean isRowByRow) {
    }

    /** A tree's text, and those of its entries that are blobs. */
    public record Tree(String sha, String text, List<TreeEntry> entries) {
    }

    public record Blob(String sha, String text) {
    }

    /**
     * What is to be stored, each in the order in which it may be. state: without snapshots, path and definition of what is alive at the end, for the next call to begin with.
     * usingTreesOfHead: the commits of which a tree that they changed came to what the head's tree had already, so that it is older than the commit.
     */
    public record Result(List<RowOutcome> rows, List<ReplayedCommit> commits, List<Blob> blobs, List<Tree> trees, Map<String, String> state, Set<String> usingTreesOfHead) {
    }

    private Replay(Options options, long mostCharacters) {
        this.options = options;
        this.mostCharacters = mostCharacters;
        this.head = options.head();
        this.trees = new TreeWriter(options.layout() == TreeLayout.FLAT);
        this.scripts = new ScriptReplay(state, options.v1Schema());
    }

    /**
     * {@code headTree}: path and definition of each blob of the head's tree; without snapshots, of the state that the call before came to. The result may end before the last
     * row, where it would grow too large otherwise: another call goes on behind its last row.
     */
    public static Result run(Options options, Map<String, String> headTree, List<HistoryRow> rows) {
        return run(options, headTree, rows, MOST_CHARACTERS);
    }

    static Result run(Options options, Map<String, String> headTree, List<HistoryRow> rows, long mostCharacters) {
        Replay replay = new Replay(options, mostCharacters);
        if (options.layout() == TreeLayout.NONE) {
            headTree.forEach(replay.reader::read);
            replay.all(rows);
            replay.state.all().forEach(object -> replay.result.state().put(object.path(), object.definition()));
            return replay.result;
        }
        headTree.forEach((path, definition) -> {
            replay.reader.read(path, definition);
            String sha = ObjectFormat.sha("blob", definition, ObjectFormat.Rule.UTF8);
            replay.blobs.put(path, sha);
            replay.trees.put(path, sha);
        });
        // What the head has is in the store already.
        replay.trees.write(tree -> replay.treesOfHead.add(tree.sha()));
        replay.written.addAll(replay.treesOfHead);
        replay.all(rows);
        return replay.result;
    }

    private void all(List<HistoryRow> rows) {
        scripts.learn(rows);
        for (int from = 0; from < rows.size(); ) {
            int to = from + 1;
            while (to < rows.size() && rows.get(to).transaction().equals(rows.get(from).transaction())) {
                to++;
            }
            transaction(rows.subList(from, to));
            // A string that spans several transactions is never parted.
            boolean isParted = to < rows.size() && rows.get(to).text() != null && rows.get(to).text() == rows.get(to - 1).text();
            from = characters > mostCharacters && !isParted ? rows.size() : to;
        }
    }

    private void transaction(List<HistoryRow> rows) {
        scripts.beginTransaction();
        List<RowOutcome> outcomes = new ArrayList<>(rows.size());
        List<ReplayedCommit.Recovered> recovered = new ArrayList<>();
        ScriptReplay.Step step = options.isRowByRow() ? (part, said) -> commit(part, said, drained(recovered)) : null;
        for (int from = 0; from < rows.size(); ) {
            int to = from + 1;
            while (to < rows.size() && rows.get(to).text() == rows.get(from).text()) {
                to++;
            }
            scripts.text(rows.subList(from, to), outcomes, recovered, step);
            from = to;
        }
        if (step == null) {
            commit(rows, outcomes, recovered);
        } else if (!state.touched().isEmpty()) {
            // What the text's last statements did, of which no row tells.
            commit(rows.subList(rows.size() - 1, rows.size()), List.of(), drained(recovered));
        }
    }

    private static List<ReplayedCommit.Recovered> drained(List<ReplayedCommit.Recovered> recovered) {
        List<ReplayedCommit.Recovered> taken = new ArrayList<>(recovered);
        recovered.clear();
        return taken;
    }

    private void commit(List<HistoryRow> rows, List<RowOutcome> said, List<ReplayedCommit.Recovered> recovered) {
        if (options.layout() == TreeLayout.NONE) {
            settleState();
            result.rows().addAll(said);
            return;
        }
        List<RowOutcome> outcomes = new ArrayList<>(said);
        Map<String, ReplayedCommit.NetChange> net = netChanges();
        boolean isCommit = !net.isEmpty();
        for (RowOutcome o : outcomes) {
            isCommit |= o.disposition() == RowOutcome.Disposition.RECORDED || o.disposition() == RowOutcome.Disposition.IMPLIED;
        }
        int number = isCommit ? result.commits().size() : -1;
        settle(outcomes, net, number);
        result.rows().addAll(outcomes);
        if (isCommit) {
            HistoryRow first = rows.get(0);
            String author = author(first.author());
            boolean[] usesTreesOfHead = {false};
            String tree = trees.write(t -> {
                usesTreesOfHead[0] |= treesOfHead.contains(t.sha());
                if (written.add(t.sha())) {
                    result.trees().add(t);
                    characters += t.text().length();
                }
            });
            Commit commit = new Commit(tree, head == null ? List.of() : List.of(head), author, first.epoch(), author, first.epoch(), message(rows));
            head = ObjectFormat.sha("commit", commit.format(), ObjectFormat.Rule.UTF8);
            result.commits().add(new ReplayedCommit(head, commit, first.id(), rows.get(rows.size() - 1).id(), new ArrayList<>(net.values()), recovered));
            if (usesTreesOfHead[0]) {
                result.usingTreesOfHead().add(head);
            }
        }
    }

    /** A line break would end the line of the commit's text. */
    private static String author(String createdBy) {
        String name = createdBy == null ? "" : createdBy.replace('\n', ' ').replace('\r', ' ').strip();
        return name.isEmpty() ? "unknown" : name;
    }

    /** v1's descriptions, each once and the first twenty, and the rows that they are of. */
    private static String message(List<HistoryRow> rows) {
        Set<String> lines = new LinkedHashSet<>();
        for (HistoryRow row : rows) {
            String said = row.description() == null || row.description().isBlank() ? row.changeType() + ' ' + row.objectType() + ' ' + row.objectName() : row.description().strip();
            lines.add(said.length() > 300 ? said.substring(0, said.offsetByCodePoints(0, Math.min(300, said.codePointCount(0, said.length())))) : said);
        }
        StringBuilder out = new StringBuilder();
        int n = 0;
        for (String line : lines) {
            if (n == 20) {
                out.append("\n(and ").append(lines.size() - n).append(" more)");
                break;
            }
            out.append(n == 0 ? "" : n == 1 ? "\n\n" : "\n").append(line);
            n++;
        }
        long last = rows.get(rows.size() - 1).id();
        out.append("\n\npggit-v1-history: ").append(rows.get(0).id());
        return (last == rows.get(0).id() ? out : out.append('-').append(last)).append('\n').toString();
    }

    /** Where nothing is committed, the state all the same is then what a call that begins here has. */
    private void settleState() {
        for (String path : state.touched().keySet().stream().sorted(org.pggit.audit.git.Tree.BYTE_ORDER).toList()) {
            StoredObject object = state.at(path);
            if (object != null) {
                reader.readBack(object, object.definition());
            }
        }
        state.settle();
    }

    /** What differs from the last commit, read by the same code as every extraction; the trees follow. */
    private Map<String, ReplayedCommit.NetChange> netChanges() {
        List<String> paths = new ArrayList<>(state.touched().keySet());
        paths.sort(org.pggit.audit.git.Tree.BYTE_ORDER);
        List<BlobChange> differing = new ArrayList<>();
        List<String> oldShas = new ArrayList<>();
        List<String> newShas = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (String path : paths) {
            String before = state.touched().get(path);
            StoredObject object = state.at(path);
            String after = object == null ? null : object.definition();
            if (after != null) {
                reader.readBack(object, after);
            }
            if (after == null ? before == null : after.equals(before)) {
                continue;
            }
            String oldSha = before == null ? null : blobs.get(path);
            String newSha = after == null ? null : ObjectFormat.sha("blob", after, ObjectFormat.Rule.UTF8);
            BlobChange.Side side = before == null ? BlobChange.Side.CREATED : after == null ? BlobChange.Side.DROPPED : BlobChange.Side.ALTERED;
            differing.add(new BlobChange(differing.size() + 1, path, side, false, after == null ? before : after, true));
            oldShas.add(oldSha);
            newShas.add(newSha);
            changed.add(path);
            enter(path, after, newSha);
        }
        state.settle();
        Map<String, ReplayedCommit.NetChange> net = new LinkedHashMap<>();
        for (Change c : ChangeReader.read(differing)) {
            String path = c.path() != null ? c.path() : changed.get((c.newEntry() > 0 ? c.newEntry() : c.oldEntry()) - 1);
            String oldPath = c.changeType() == ChangeType.RENAME ? changed.get(c.oldEntry() - 1) : null;
            net.put(path, new ReplayedCommit.NetChange(c, path, oldPath, c.oldEntry() > 0 ? oldShas.get(c.oldEntry() - 1) : null, c.newEntry() > 0 ? newShas.get(c.newEntry() - 1) : null, 0));
        }
        return net;
    }

    private void enter(String path, String definition, String sha) {
        if (definition == null) {
            trees.remove(path);
            blobs.remove(path);
            return;
        }
        trees.put(path, sha);
        blobs.put(path, sha);
        if (written.add(sha)) {
            result.blobs().add(new Blob(sha, definition));
            characters += definition.length();
        }
    }

    /** Ties the rows to the commit's changes: of several rows of one object and change the first CREATE carries it, of the others the last. */
    private static void settle(List<RowOutcome> outcomes, Map<String, ReplayedCommit.NetChange> net, int commit) {
        Map<String, Integer> carriers = new HashMap<>();
        for (int i = 0; i < outcomes.size(); i++) {
            RowOutcome o = outcomes.get(i);
            ReplayedCommit.NetChange n = o.path() == null ? null : net.get(o.path());
            if (n != null && n.change().changeType().name().equals(o.change()) && n.change().type().name().equals(o.type()) && o.name().equals(n.change().name()) && isCounted(o)) {
                if (o.change().equals("CREATE")) {
                    carriers.putIfAbsent(o.path(), i);
                } else {
                    carriers.put(o.path(), i);
                }
            }
        }
        for (int i = 0; i < outcomes.size(); i++) {
            RowOutcome o = outcomes.get(i);
            if (!isCounted(o)) {
                continue;
            }
            Integer carrier = carriers.get(o.path());
            if (carrier != null && carrier == i) {
                outcomes.set(i, o.in(commit, RowOutcome.Disposition.RECORDED, o.disposition() == RowOutcome.Disposition.IMPLIED ? o.reason() : null, true));
                ReplayedCommit.NetChange n = net.get(o.path());
                net.put(o.path(), new ReplayedCommit.NetChange(n.change(), n.path(), n.oldPath(), n.oldSha(), n.newSha(), o.historyId()));
            } else if (carrier != null && o.disposition() == RowOutcome.Disposition.RECORDED) {
                outcomes.set(i, o.in(commit, RowOutcome.Disposition.SUPERSEDED, "history row " + outcomes.get(carrier).historyId() + " carries the commit's change of the object", false));
            } else {
                outcomes.set(i, o.in(commit, o.disposition(), o.reason(), false));
            }
        }
    }

    private static boolean isCounted(RowOutcome o) {
        return o.disposition() == RowOutcome.Disposition.RECORDED || o.disposition() == RowOutcome.Disposition.IMPLIED;
    }
}
