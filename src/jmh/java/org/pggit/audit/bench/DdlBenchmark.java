package org.pggit.audit.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLLexer;
import org.pgcodekeeper.core.parsers.antlr.pg.generated.SQLParser;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.StatementSplitter;
import org.postgresql.core.Parser;

/** Splitting beside pgJDBC's own parser, parsing beside pgCodeKeeper's ANTLR grammar, over the same texts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class DdlBenchmark {
    @Param({"corpus", "script"})
    public String input;
    private List<String> texts;

    @Setup
    public void read() {
        texts = Inputs.of(input);
    }

    @Benchmark
    public void splitOurs(Blackhole sink) {
        for (String text : texts) {
            sink.consume(StatementSplitter.split(text));
        }
    }

    @Benchmark
    public void splitPgjdbc(Blackhole sink) throws SQLException {
        for (String text : texts) {
            sink.consume(Parser.parseJdbcSql(text, true, false, true, false, true));
        }
    }

    @Benchmark
    public void parseOurs(Blackhole sink) {
        for (String text : texts) {
            sink.consume(DdlParser.parse(text));
        }
    }

    /** The tree alone: what pgCodeKeeper makes of it comes on top. */
    @Benchmark
    public void parsePgcodekeeper(Blackhole sink) {
        for (String text : texts) {
            SQLLexer lexer = new SQLLexer(CharStreams.fromString(text));
            SQLParser parser = new SQLParser(new CommonTokenStream(lexer));
            lexer.removeErrorListeners();
            parser.removeErrorListeners();
            sink.consume(parser.sql());
        }
    }
}
