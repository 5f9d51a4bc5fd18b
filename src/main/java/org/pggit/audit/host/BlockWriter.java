package org.pggit.audit.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pggit.audit.error.AuditException;

/**
 * Rows that Java hands back to SQL, column by column, in the form that {@code pggit_audit.block_column} cuts fastest.
 *
 * <p>Layout (docs/architecture.md, "The border"): byte 0 is 0; byte 1 the number of columns; then ten bytes a column: offset
 * (int4), length (int4), separator, NULL mark; then the columns' texts in UTF-8. A column is its values joined by the
 * separator, a control character that no value of the column contains, for {@code string_to_array}; NULL is the NULL mark, another such
 * character. Where no two are free, or string_to_array could not tell {} from {""}, separator 0 marks an array literal.
 */
public final class BlockWriter {
    private static final int ENTRY = 10;
    private static final byte[] NULL = new byte[0];
    private static final long NO_CHARACTERS = 0;

    private final Column[] columns;
    private int rows;

    public BlockWriter(int columns) {
        this.columns = new Column[columns];
        for (int i = 0; i < columns; i++) {
            this.columns[i] = new Column();
        }
    }

    /** Adds one row; a null is NULL. Throws 22021 where a value holds the character U+0000, which no PostgreSQL text can. */
    public void add(String... values) {
        if (values.length != columns.length) {
            throw new IllegalArgumentException(values.length + " values for " + columns.length + " columns");
        }
        for (int i = 0; i < values.length; i++) {
            columns[i].add(values[i]);
        }
        rows++;
    }

    public int rows() {
        return rows;
    }

    public byte[] toBytes() {
        int head = 2 + ENTRY * columns.length;
        byte[][] bodies = new byte[columns.length][];
        int size = head;
        for (int i = 0; i < columns.length; i++) {
            bodies[i] = columns[i].body();
            size = Math.addExact(size, bodies[i].length);
        }
        byte[] out = new byte[size];
        out[1] = (byte) columns.length;
        int at = head;
        for (int i = 0; i < columns.length; i++) {
            int entry = 2 + ENTRY * i;
            putInt4(out, entry, at);
            putInt4(out, entry + 4, bodies[i].length);
            out[entry + 8] = columns[i].separator;
            out[entry + 9] = columns[i].nullMark;
            System.arraycopy(bodies[i], 0, out, at, bodies[i].length);
            at += bodies[i].length;
        }
        return out;
    }

    private static void putInt4(byte[] b, int at, int value) {
        b[at] = (byte) (value >>> 24);
        b[at + 1] = (byte) (value >>> 16);
        b[at + 2] = (byte) (value >>> 8);
        b[at + 3] = (byte) value;
    }

    /** One column: its values one behind the other, their ends, and which control characters occur. */
    private static final class Column {
        private byte[] bytes = new byte[256];
        private int length;
        private int[] ends = new int[16];
        private boolean[] nulls = new boolean[16];
        private int count;
        /** Bit c is set when the control character c occurs. */
        private long controls = NO_CHARACTERS;
        private byte separator;
        private byte nullMark;

        void add(String value) {
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
                nulls = Arrays.copyOf(nulls, count * 2);
            }
            byte[] v = value == null ? NULL : value.getBytes(StandardCharsets.UTF_8);
            reserve(v.length);
            System.arraycopy(v, 0, bytes, length, v.length);
            for (byte b : v) {
                if (b >= 0 && b < 0x20) {
                    controls |= 1L << b;
                }
            }
            if ((controls & 1) != 0) {
                throw new AuditException("22021", "a text with the character U+0000 can not go to SQL", null, null);
            }
            length += v.length;
            nulls[count] = value == null;
            ends[count++] = length;
        }

        private void reserve(int more) {
            if (Math.addExact(length, more) > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
            }
        }

        byte[] body() {
            separator = free(0);
            nullMark = free(separator);
            boolean ambiguous = count == 0 || count == 1 && length == 0 && !nulls[0];
            if (ambiguous || separator == 0 || nullMark == 0) {
                separator = 0;
                nullMark = 0;
                return literal();
            }
            return joined();
        }

        /** The highest control character that no value contains, below {@code other} when that is given; 0 if there is none. */
        private byte free(int other) {
            for (int c = other == 0 ? 0x1f : other - 1; c > 0; c--) {
                if ((controls & 1L << c) == 0) {
                    return (byte) c;
                }
            }
            return 0;
        }

        private byte[] joined() {
            int marks = 0;
            for (int i = 0; i < count; i++) {
                marks += nulls[i] ? 1 : 0;
            }
            byte[] out = new byte[Math.addExact(length, count - 1 + marks)];
            int at = 0;
            int from = 0;
            for (int i = 0; i < count; i++) {
                if (i > 0) {
                    out[at++] = separator;
                }
                if (nulls[i]) {
                    out[at++] = nullMark;
                }
                System.arraycopy(bytes, from, out, at, ends[i] - from);
                at += ends[i] - from;
                from = ends[i];
            }
            return out;
        }

        /** The column as an array literal (manual, "Array Input and Output Syntax"): every value quoted, quotes and backslashes escaped. */
        private byte[] literal() {
            byte[] out = new byte[Math.addExact(Math.multiplyExact(length, 2), 4 * count + 2 + count)];
            int at = 0;
            int from = 0;
            out[at++] = '{';
            for (int i = 0; i < count; i++) {
                if (i > 0) {
                    out[at++] = ',';
                }
                if (nulls[i]) {
                    for (byte b : "NULL".getBytes(StandardCharsets.US_ASCII)) {
                        out[at++] = b;
                    }
                    continue;
                }
                out[at++] = '"';
                for (; from < ends[i]; from++) {
                    if (bytes[from] == '"' || bytes[from] == '\\') {
                        out[at++] = '\\';
                    }
                    out[at++] = bytes[from];
                }
                out[at++] = '"';
            }
            out[at++] = '}';
            return Arrays.copyOf(out, at);
        }
    }
}
