package org.pggit.audit.backfill;

import java.util.List;
import org.pggit.audit.change.Change;
import org.pggit.audit.git.Commit;

/** A commit that one transaction of v1's history makes. sha is that of {@code commit}; changes are as an extraction of the commit would give them. */
public record ReplayedCommit(String sha, Commit commit, long firstHistoryId, long lastHistoryId, List<NetChange> changes, List<Recovered> recovered) {

    /** change's entry numbers have no meaning here; the shas are of the blobs. historyId: the row that it is the change of, 0 for none. */
    public record NetChange(Change change, String path, String oldPath, String oldSha, String newSha, long historyId) {
    }

    /** What the text tells and v1 has no row for. sourceId: the first row of the text. */
    public record Recovered(long sourceId, String tag, String action, String type, String schema, String name, String identity, int start, int length) {
    }
}
