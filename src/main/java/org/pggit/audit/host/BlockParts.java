package org.pggit.audit.host;

import java.nio.ByteBuffer;

/**
 * Several blocks as one answer, for questions whose answer is rows of several kinds. Layout: a zero byte (rows, no error), the number of parts, then for each part
 * offset and length (int4), then the parts, each a block as {@link BlockWriter} makes it. {@code pggit_audit.block_part} takes one out.
 */
final class BlockParts {
    private BlockParts() {
    }

    static byte[] join(BlockWriter... parts) {
        byte[][] bodies = new byte[parts.length][];
        int size = 2 + 8 * parts.length;
        for (int i = 0; i < parts.length; i++) {
            bodies[i] = parts[i].toBytes();
            size = Math.addExact(size, bodies[i].length);
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) 0).put((byte) parts.length);
        int at = 2 + 8 * parts.length;
        for (byte[] body : bodies) {
            out.putInt(at).putInt(body.length);
            at += body.length;
        }
        for (byte[] body : bodies) {
            out.put(body);
        }
        return out.array();
    }
}
