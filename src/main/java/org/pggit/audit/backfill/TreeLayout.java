package org.pggit.audit.backfill;

/** What a backfill writes of the objects alive at each commit. */
public enum TreeLayout {
    /** No snapshots: no blobs, trees and commits, only what became of each row. */
    NONE,
    /** One tree of all entries. */
    FLAT,
    /** Nested by the hash of the paths (docs/object-format.md, "Buckets"). */
    BUCKETS
}
