package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.git.Commit;
import org.pggit.audit.git.ObjectFormat;

/** One commit that brings a branch to what is there now, whatever its history said. */
public final class Baseline {
    private Baseline() {
    }

    /** {@code live}: path and definition of every object. The answer has one commit, or none where nothing differs; its changes are left to the recording. */
    public static Replay.Result run(Replay.Options options, Map<String, String> headTree, Map<String, String> live, String author, long epoch, String message) {
        Replay.Result result = new Replay.Result(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        if (headTree.equals(live)) {
            return result;
        }
        TreeWriter trees = new TreeWriter(options.isFlat());
        Set<String> written = new HashSet<>();
        live.forEach((path, definition) -> {
            String sha = ObjectFormat.sha("blob", definition, ObjectFormat.Rule.UTF8);
            trees.put(path, sha);
            if (written.add(sha)) {
                result.blobs().add(new Replay.Blob(sha, definition));
            }
        });
        String tree = trees.write(t -> {
            if (written.add(t.sha())) {
                result.trees().add(t);
            }
        });
        Commit commit = new Commit(tree, options.head() == null ? List.of() : List.of(options.head()), author, epoch, author, epoch, message);
        result.commits().add(new ReplayedCommit(ObjectFormat.sha("commit", commit.format(), ObjectFormat.Rule.UTF8), commit, 0, 0, List.of(), List.of()));
        return result;
    }
}
