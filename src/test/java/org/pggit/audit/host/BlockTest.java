package org.pggit.audit.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pggit.audit.error.AuditException;

class BlockTest {
    /** Every control character but U+0000, and what else is easily mistaken for a part of the form. */
    private static final String[] PIECES = {"a", "\t", "\n", "\r", "\u001f", "\u001e", "\u001d", "\u0001", "\u007f", "\\", "\"", "'", "{", "}", ",", "NULL", "null",
        "\u00e4", "\u20ac", "\ud83d\ude00", " ", "$$", "--", "|", ";", "\ufeff", "\uffff"};

    @Test
    void anyRowsPassBothWays() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("BlockTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            String[][] rows = rows(random);

            String[][] read = read(Rows.of(rows[0].length, flat(rows)), rows.length, rows[0].length);
            String[][] written = Blocks.decode(write(rows));

            assertArrayEquals(rows, read, "seed " + seed);
            assertArrayEquals(rows, written, "seed " + seed);
        }
    }

    @Test
    void aValueOfEveryControlCharacterPasses() {
        for (char c = 1; c < 0x20; c++) {
            String[][] rows = {{String.valueOf(c)}, {null}, {""}, {"a" + c + "b"}};

            assertArrayEquals(rows, Blocks.decode(write(rows)), "U+" + (int) c);
        }
    }

    @Test
    void aColumnThatTakesEverySeparatorIsALiteral() {
        String all = IntStream.range(1, 0x20).mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining());
        String[][] rows = {{all + "\"\\{},"}, {null}, {"NULL"}, {""}};

        byte[] block = write(rows);

        assertEquals(0, block[10], "separator 0 marks a literal");
        assertArrayEquals(rows, Blocks.decode(block));
    }

    @Test
    void aColumnWithOneFreeControlCharacterIsALiteralToo() {
        String allButOne = IntStream.range(1, 0x1f).mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining());
        String[][] rows = {{allButOne}, {null}};

        byte[] block = write(rows);

        assertEquals(0, block[10], "a NULL mark is needed besides the separator");
        assertArrayEquals(rows, Blocks.decode(block));
    }

    @Test
    void noRowsAndOneEmptyValueAreNotTheSame() {
        assertArrayEquals(new String[0][], Blocks.decode(new BlockWriter(2).toBytes()));
        assertArrayEquals(new String[][] {{""}}, Blocks.decode(write(new String[][] {{""}})));
        assertArrayEquals(new String[][] {{null}}, Blocks.decode(write(new String[][] {{null}})));
        assertArrayEquals(new String[][] {{"", null}}, Blocks.decode(write(new String[][] {{"", null}})));
    }

    @Test
    void bytesOfNoRowsAreABlockWithoutRows() {
        assertEquals(0, Block.of(null, 3).rows());
        assertEquals(0, Block.of(new byte[0], 3).rows());
        assertEquals(0, Block.of(new byte[12], 3).rows());
        assertEquals(0, Block.of(Rows.of(3), 3).rows());
    }

    @Test
    void theCharacterZeroIsRefused() {
        BlockWriter block = new BlockWriter(1);

        AuditException e = assertThrows(AuditException.class, () -> block.add("a\0b"));

        assertEquals("22021", e.sqlState());
    }

    @Test
    void typedValuesAreRead() {
        Block block = Block.of(Rows.of(6, "t", "true", "f", "", null, "-42"), 6);

        assertTrue(block.isTrue(0, 0) && block.isTrue(0, 1));
        assertTrue(!block.isTrue(0, 2) && !block.isTrue(0, 3) && !block.isTrue(0, 4));
        assertEquals(-42, block.number(0, 5, 7));
        assertEquals(7, block.number(0, 4, 7));
        assertEquals('t', block.firstByte(0, 0));
        assertEquals(0, block.firstByte(0, 3));
        assertEquals(0, block.firstByte(0, 4));
        assertTrue(block.isNull(0, 4) && !block.isNull(0, 3));
        assertArrayEquals("true".getBytes(StandardCharsets.UTF_8), block.bytes(0, 1));
        assertNull(block.bytes(0, 4));
        assertEquals(0x01020304, Block.of(Rows.of(1, "\1\2\3\4"), 1).int4(0, 0));
    }

    @Test
    void aBlockOfOtherColumnsIsRefused() {
        byte[] three = Rows.of(3, "a", "b", "c");

        assertEquals("XX001", assertThrows(AuditException.class, () -> Block.of(three, 2)).sqlState());
        assertEquals("XX001", assertThrows(AuditException.class, () -> Block.of(three, 4)).sqlState());
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = Rows.of(2, "a", null, "", "\u00e4");

        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertEquals("XX001", assertThrows(AuditException.class, () -> Block.of(cut, 2), "length " + length).sqlState());
        }
    }

    @Test
    void mutatedBytesAreReadOrRefusedAndNothingElse() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("BlockTest seed " + seed);
        Random random = new Random(seed);
        byte[] whole = Rows.of(3, "one", null, "", "\ud83d\ude00", "two", "three");
        for (int round = 0; round < 20_000; round++) {
            byte[] mutated = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                Block block = Block.of(mutated, 3);
                for (int row = 0; row < block.rows(); row++) {
                    for (int column = 0; column < 3; column++) {
                        block.text(row, column);
                    }
                }
            } catch (AuditException e) {
                assertEquals("XX001", e.sqlState(), "seed " + seed);
            } catch (RuntimeException | Error e) {
                fail("seed " + seed + ": " + Arrays.toString(mutated), e);
            }
        }
    }

    @Test
    void hugeCountsAreRefusedAndNotReserved() {
        for (int rows : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 1 << 30}) {
            byte[] block = Rows.of(2, "a", "b");
            for (int i = 0; i < 4; i++) {
                block[12 + i] = (byte) (rows >>> 24 - 8 * i);
            }
            assertEquals("XX001", assertThrows(AuditException.class, () -> Block.of(block, 2), "rows " + rows).sqlState());
        }
    }

    @Test
    void valuesOfAnotherNumberThanColumnsAreABug() {
        assertThrows(IllegalArgumentException.class, () -> new BlockWriter(2).add("one"));
    }

    private static String[][] rows(Random random) {
        String[][] rows = new String[1 + random.nextInt(6)][1 + random.nextInt(5)];
        rows = Arrays.stream(rows).map(String[]::clone).toArray(String[][]::new);
        for (String[] row : rows) {
            Arrays.setAll(row, i -> value(random));
        }
        return rows;
    }

    private static String value(Random random) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        return IntStream.range(0, random.nextInt(8)).mapToObj(i -> random.nextInt(3) > 0 ? PIECES[random.nextInt(PIECES.length)]
            : String.valueOf((char) (1 + random.nextInt(0x1f)))).collect(Collectors.joining());
    }

    private static String[] flat(String[][] rows) {
        return Arrays.stream(rows).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static byte[] write(String[][] rows) {
        BlockWriter out = new BlockWriter(rows[0].length);
        for (String[] row : rows) {
            out.add(row);
        }
        assertEquals(rows.length, out.rows());
        return out.toBytes();
    }

    private static String[][] read(byte[] bytes, int rows, int columns) {
        Block block = Block.of(bytes, columns);
        assertEquals(rows, block.rows());
        String[][] read = new String[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                read[i][j] = block.text(i, j);
                assertEquals(read[i][j] == null, block.isNull(i, j));
            }
        }
        return read;
    }
}
