package org.pggit.audit.host;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Rows in the form that SQL sends them ({@link Block}), made in Java: for the self test and for tests without a server. */
final class Rows {
    private static final int BYTEA_OID = 17;

    private Rows() {
    }

    /** The values row by row; as many rows as fill up. */
    static byte[] of(int columns, String... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int4(out, 2);
        int4(out, 1);
        int4(out, BYTEA_OID);
        int4(out, values.length / columns);
        int4(out, 1);
        int4(out, columns);
        int4(out, 1);
        for (String value : values) {
            byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
            int4(out, bytes == null ? -1 : bytes.length);
            out.writeBytes(bytes == null ? new byte[0] : bytes);
        }
        return out.toByteArray();
    }

    private static void int4(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
    }
}
