package org.pggit.audit.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pggit.audit.error.AuditException;

/**
 * Rows that SQL hands to Java: what {@code array_send(array_agg(ARRAY[convert_to(a, 'UTF8'), ...]))} gives, PostgreSQL's
 * binary form of a two-dimensional {@code bytea[]} (src/backend/utils/adt/arrayfuncs.c, array_send).
 *
 * <p>Values are read where they lie; a text is made only when it is asked for. Any text passes unchanged, NULL is null.
 * An empty byte array is a block without rows. A one-dimensional array is a block of one row. Rows and columns count from 0.
 */
public final class Block {
    private static final int HEADER = 12;
    private static final int DIMENSION = 8;

    private final byte[] bytes;
    private final int rows;
    private final int columns;
    /** Where value i lies: its first byte, or -1 for NULL; its length stands in the four bytes before. */
    private final int[] starts;

    private Block(byte[] bytes, int rows, int columns, int[] starts) {
        this.bytes = bytes;
        this.rows = rows;
        this.columns = columns;
        this.starts = starts;
    }

    /** Reads the directory of the block; throws XX001 (data_corrupted) where the bytes are no such array of {@code columns} columns. */
    public static Block of(byte[] bytes, int columns) {
        if (bytes == null || bytes.length == 0) {
            return new Block(new byte[0], 0, columns, new int[0]);
        }
        if (bytes.length < HEADER) {
            throw broken("header cut short");
        }
        int dimensions = int4(bytes, 0);
        if (dimensions == 0) {
            return new Block(bytes, 0, columns, new int[0]);
        }
        if (dimensions < 1 || dimensions > 2 || bytes.length < HEADER + dimensions * DIMENSION) {
            throw broken("an array of " + dimensions + " dimensions");
        }
        int rows = dimensions == 2 ? int4(bytes, HEADER) : 1;
        int width = int4(bytes, HEADER + (dimensions - 1) * DIMENSION);
        if (width != columns || rows < 0 || (long) rows * columns > bytes.length) {
            throw broken(rows + " rows of " + width + " columns, want " + columns + " columns");
        }
        return new Block(bytes, rows, columns, directory(bytes, HEADER + dimensions * DIMENSION, rows * columns));
    }

    private static int[] directory(byte[] bytes, int from, int values) {
        int[] starts = new int[values];
        int at = from;
        for (int i = 0; i < values; i++) {
            if (at > bytes.length - 4) {
                throw broken("value " + i + " cut short");
            }
            int length = int4(bytes, at);
            at += 4;
            if (length < -1 || length > bytes.length - at) {
                throw broken("value " + i + " of length " + length);
            }
            starts[i] = length < 0 ? -1 : at;
            at += Math.max(length, 0);
        }
        return starts;
    }

    private static AuditException broken(String what) {
        return new AuditException("XX001", "a block of rows from SQL can not be read", what, null);
    }

    private static int int4(byte[] b, int at) {
        return b[at] << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
    }

    public int rows() {
        return rows;
    }

    public boolean isNull(int row, int column) {
        return starts[row * columns + column] < 0;
    }

    /** The value as text, null for NULL. */
    public String text(int row, int column) {
        int start = starts[row * columns + column];
        return start < 0 ? null : new String(bytes, start, int4(bytes, start - 4), StandardCharsets.UTF_8);
    }

    /** The fields of a value that record_send made of texts, null for NULL: number of fields, then for each its type, its length (-1: NULL) and its bytes. */
    public String[] record(int row, int column, int fields) {
        int at = starts[row * columns + column];
        if (at < 0) {
            return null;
        }
        int end = at + int4(bytes, at - 4);
        if (end - at < 4 || int4(bytes, at) != fields) {
            throw broken("a record that has not " + fields + " fields");
        }
        at += 4;
        String[] values = new String[fields];
        for (int i = 0; i < fields; i++) {
            int length = end - at < 8 ? Integer.MIN_VALUE : int4(bytes, at + 4);
            if (length < -1 || length > end - at - 8) {
                throw broken("field " + i + " of a record cut short");
            }
            values[i] = length < 0 ? null : new String(bytes, at + 8, length, StandardCharsets.UTF_8);
            at += 8 + Math.max(length, 0);
        }
        return values;
    }

    /** The value's bytes, null for NULL. */
    public byte[] bytes(int row, int column) {
        int start = starts[row * columns + column];
        return start < 0 ? null : Arrays.copyOfRange(bytes, start, start + int4(bytes, start - 4));
    }

    /** True for PostgreSQL's 't' and 'true', false for everything else and for NULL. */
    public boolean isTrue(int row, int column) {
        return firstByte(row, column) == 't';
    }

    /** A value that int4send made. */
    public int int4(int row, int column) {
        return int4(bytes, starts[row * columns + column]);
    }

    /** The value's first byte; 0 for NULL and for an empty value. */
    public byte firstByte(int row, int column) {
        int start = starts[row * columns + column];
        return start < 0 || int4(bytes, start - 4) == 0 ? 0 : bytes[start];
    }

    /** The value as a whole number; NULL gives {@code ifNull}. */
    public long number(int row, int column, long ifNull) {
        String text = text(row, column);
        return text == null ? ifNull : Long.parseLong(text);
    }
}
