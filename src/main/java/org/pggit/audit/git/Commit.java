package org.pggit.audit.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A commit as its text says: the text is what the sha covers, so it is the truth where the store's commit_graph differs.
 * Times are seconds since 1970-01-01 UTC.
 */
public record Commit(String tree, List<String> parents, String author, long authoredAt, String committer, long committedAt, String message) {

    /** Empty where the text is no commit. */
    public static Optional<Commit> parse(String text) {
        int end = text.indexOf("\n\n");
        if (end < 0) {
            return Optional.empty();
        }
        String tree = null;
        List<String> parents = new ArrayList<>();
        Signature author = null;
        Signature committer = null;
        for (String line : text.substring(0, end).split("\n", -1)) {
            if (line.startsWith("tree ") && tree == null) {
                tree = line.substring(5);
            } else if (line.startsWith("parent ")) {
                parents.add(line.substring(7));
            } else if (line.startsWith("author ") && author == null) {
                author = Signature.parse(line.substring(7));
            } else if (line.startsWith("committer ") && committer == null) {
                committer = Signature.parse(line.substring(10));
            }
        }
        if (tree == null || author == null || committer == null) {
            return Optional.empty();
        }
        return Optional.of(new Commit(tree, List.copyOf(parents), author.name, author.at, committer.name, committer.at, text.substring(end + 2)));
    }

    public String format() {
        StringBuilder out = new StringBuilder("tree ").append(tree).append('\n');
        for (String parent : parents) {
            out.append("parent ").append(parent).append('\n');
        }
        out.append("author ").append(author).append(' ').append(authoredAt).append(" +0000\n");
        out.append("committer ").append(committer).append(' ').append(committedAt).append(" +0000\n\n");
        return out.append(message).toString();
    }

    /** {@code <name> <epoch> <zone>}: the zone is for show only, the epoch is absolute (git-commit-tree(1), "Date formats"). */
    private record Signature(String name, long at) {
        static Signature parse(String s) {
            int zone = s.lastIndexOf(' ');
            int epoch = zone < 0 ? -1 : s.lastIndexOf(' ', zone - 1);
            if (epoch < 0) {
                return null;
            }
            try {
                return new Signature(s.substring(0, epoch), Long.parseLong(s.substring(epoch + 1, zone)));
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}
