package org.pggit.audit.host;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link BlockWriter} wrote, from its javadoc alone: the way pggit_audit.block_column does it, string_to_array and array literals included. */
final class Blocks {
    private Blocks() {
    }

    /** The rows; of a block without rows none. */
    static String[][] decode(byte[] block) {
        int columns = block[1];
        List<List<String>> values = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            values.add(column(block, i));
        }
        int rows = values.get(0).size();
        String[][] result = new String[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[i][j] = values.get(j).get(i);
            }
        }
        return result;
    }

    private static List<String> column(byte[] block, int number) {
        ByteBuffer bytes = ByteBuffer.wrap(block);
        int entry = 2 + 10 * number;
        String text = new String(block, bytes.getInt(entry), bytes.getInt(entry + 4), StandardCharsets.UTF_8);
        char separator = (char) block[entry + 8];
        String nullMark = String.valueOf((char) block[entry + 9]);
        if (separator == 0) {
            return literal(text);
        }
        List<String> values = new ArrayList<>();
        // string_to_array: an empty text is an empty array, which a block never means by it.
        for (String value : text.split(String.valueOf(separator), -1)) {
            values.add(value.equals(nullMark) ? null : value);
        }
        return values;
    }

    /** An array literal of one dimension (manual, "Array Input and Output Syntax"). */
    private static List<String> literal(String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        for (int i = 1; i < text.length() - (text.equals("{}") ? 1 : 0); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                value.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
                wasQuoted = true;
            } else if (!quoted && (c == ',' || c == '}')) {
                values.add(!wasQuoted && value.toString().equals("NULL") ? null : value.toString());
                value.setLength(0);
                wasQuoted = false;
            } else {
                value.append(c);
            }
        }
        return values;
    }
}
