package org.pggit.audit.backfill;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

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

    /** What {@link #isPossible} looks for, each in small letters: runs of letters, digits, _, $ and all that is not ASCII. Null where the text has names that its words do not tell. */
    static Set<String> words(String text) {
        if (text.contains("&\"")) {
            return null;
        }
        Set<String> words = new HashSet<>();
        for (int at = 0, end; at < text.length(); at = end + 1) {
            end = at;
            while (end < text.length() && isPart(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                words.add(text.substring(at, end).toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    /** The name is one of the {@link #words} of whatever text has it. */
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
