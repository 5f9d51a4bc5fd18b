package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Whether a name may stand in a text: a quick look before the text is read. May say yes where it does not; never says no where it does. */
final class Mention {
    private Mention() {
    }

    /** A text may write a name in other letters than the server has it in, or with its quotes doubled, or in escapes. */
    static boolean isPossible(String text, String name) {
        return text.contains(name) || name.indexOf('"') >= 0 || text.contains("&\"") || containsFolded(text, name);
    }

    private static boolean containsFolded(String text, String name) {
        int last = text.length() - name.length();
        char first = name.isEmpty() ? 0 : name.charAt(0);
        char capital = Character.toUpperCase(first);
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            if ((c == first || c == capital) && text.regionMatches(true, i, name, 0, name.length())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Numbers of what {@link #isPossible} looks for: runs of letters, digits, _, $ and all that is not ASCII. A word has one {@link #number} however its letters are written,
     * and hardly any other word has it. False where the text has names that its words do not tell.
     */
    static boolean forEachWord(String text, IntConsumer words) {
        if (text.contains("&\"")) {
            return false;
        }
        int length = text.length();
        for (int at = 0; at < length; at++) {
            int number = 0;
            boolean hasDollar = false;
            int end = at;
            for (char c; end < length && isPart(c = text.charAt(end)); end++) {
                number = with(number, c);
                hasDollar |= c == '$';
            }
            if (end > at) {
                words.accept(number);
                if (hasDollar && !parts(text.substring(at, end), words)) {
                    return false;
                }
            }
            at = end;
        }
        return true;
    }

    private static int with(int number, char c) {
        return number * 31 + (c < 0x80 ? c | 0x20 : Character.toLowerCase(c));
    }

    static int number(String word) {
        int number = 0;
        for (int i = 0; i < word.length(); i++) {
            number = with(number, word.charAt(i));
        }
        return number;
    }

    /** A name may have $ in it, and may stand in dollar quotes: {@code $q$s$q$}. False where that would be too many words. */
    private static boolean parts(String run, IntConsumer words) {
        List<Integer> bounds = new ArrayList<>();
        for (int i = 0; i < run.length(); i++) {
            if (run.charAt(i) == '$') {
                bounds.add(i);
            }
        }
        if (bounds.size() > 12) {
            return false;
        }
        for (int from = -1; from < bounds.size(); from++) {
            for (int to = from + 1; to <= bounds.size(); to++) {
                int start = from < 0 ? 0 : bounds.get(from) + 1;
                int end = to == bounds.size() ? run.length() : bounds.get(to);
                if (start < end) {
                    words.accept(number(run.substring(start, end)));
                }
            }
        }
        return true;
    }

    /** The name is one of the {@link #forEachWord words} of whatever text has it. */
    static boolean isWord(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isPart(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c > 0x7f;
    }
}
