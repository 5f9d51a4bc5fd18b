package org.pggit.audit.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.backfill.HistoryRow;
import org.pggit.audit.backfill.RowOutcome;

/**
 * The rows' own statements, cut out of the long texts they stand in: SQL would unpack and count through such a text for each of its rows. Of short texts, long
 * statements and all beyond what the heap should hold SQL cuts them itself.
 */
final class OwnStatements {
    /** The server compresses values from about here on (TOAST_TUPLE_THRESHOLD). */
    private static final int LONG_TEXT = 2000;
    private static final int LONG_STATEMENT = 8000;
    private static final long MOST_CHARACTERS = 6_000_000;

    private final Map<Long, String> texts = new HashMap<>();
    private String text;
    private boolean isPlain;
    private long characters;

    OwnStatements(List<HistoryRow> rows) {
        for (HistoryRow row : rows) {
            if (row.text() != null && row.text().length() > LONG_TEXT) {
                texts.put(row.id(), row.text());
            }
        }
    }

    /** Null where SQL is to cut it out. */
    String of(RowOutcome outcome) {
        String found = outcome.isNet() || outcome.length() < 0 || outcome.length() > LONG_STATEMENT || characters > MOST_CHARACTERS ? null : texts.get(outcome.historyId());
        if (found != null && found != text) {
            text = found;
            // Else places are no indexes.
            isPlain = found.codePointCount(0, found.length()) == found.length();
        }
        if (found == null || !isPlain) {
            return null;
        }
        characters += outcome.length();
        return found.substring(outcome.start(), outcome.start() + outcome.length());
    }
}
