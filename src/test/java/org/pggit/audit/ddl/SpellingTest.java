package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A statement that is written otherwise is the same statement: every one of the corpus (../shared/corpus). */
class SpellingTest {
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void corpus(Spelling spelling) {
        List<Corpus.Entry> corpus = Corpus.statements();
        List<String> differing = new ArrayList<>();
        for (Corpus.Entry entry : corpus) {
            String respelt = spelling.of(entry.sql());
            List<String> want = said(entry.sql());
            List<String> got = said(respelt);
            // Bodies compare byte for byte.
            if (spelling != Spelling.CAPITALS || !entry.sql().contains("$")) {
                want.add(NormalForm.of(entry.sql()).plain());
                got.add(NormalForm.of(respelt).plain());
            }
            if (!want.equals(got)) {
                differing.add(respelt + "\n  want " + want + "\n  got  " + got + '\n');
            }
        }
        assertEquals(List.of(), differing, () -> differing.size() + " of " + corpus.size());
    }

    private static List<String> said(String sql) {
        List<String> said = new ArrayList<>();
        for (DdlStatement s : DdlParser.parse(sql)) {
            said.add(s.kind() + " " + s.tag() + s.objects().stream().map(SpellingTest::said).toList() + s.implied().stream().map(SpellingTest::said).toList()
                + s.subcommands().stream().map(c -> c.name() + (c.object() == null ? "" : said(c.object()))).toList());
        }
        return said;
    }

    private static String said(DdlObject o) {
        return o.action() + " " + o.type() + ' ' + o.schema() + '|' + o.name() + '|' + form(o.identity()) + '|' + form(o.parent()) + '|' + o.newName() + '|' + o.newSchema() + '|' + o.flags();
    }

    private static String form(String written) {
        return written == null ? null : NormalForm.of(written).plain();
    }
}
