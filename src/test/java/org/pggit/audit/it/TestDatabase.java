package org.pggit.audit.it;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database for one test, dropped at the end. */
final class TestDatabase implements AutoCloseable {
    private final TestServer server;
    final String name;
    final Host host;

    TestDatabase(TestServer server, String name, Host host) {
        this.server = server;
        this.name = name;
        this.host = host;
    }

    Connection connect() throws SQLException {
        return server.connect(name);
    }

    void update(String sql) {
        server.update(name, sql);
    }

    /** The first column of the first row as text; null for no row. */
    String query(String sql) {
        return server.query(name, sql);
    }

    /** The first column of all rows. */
    List<String> list(String sql) {
        try (Connection c = connect(); Statement s = c.createStatement(); ResultSet r = s.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (r.next()) {
                values.add(r.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The SQLSTATE of the error that the command gives; null where it gives none. */
    String errorOf(String sql) {
        try (Connection c = connect(); Statement s = c.createStatement()) {
            s.execute(sql);
            return null;
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    /** SQLSTATE and message of the statement's error, "none" if it has none. */
    String failureOf(String sql) {
        try (Connection c = connect(); Statement s = c.createStatement()) {
            s.execute(sql);
            return "none";
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage();
        }
    }

    Shell psql(String... arguments) {
        return server.psql(name, arguments);
    }

    @Override
    public void close() {
        server.update("postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }
}
