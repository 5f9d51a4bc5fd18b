package org.pggit.audit.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.containers.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The PostgreSQL that tests run in: the one that PGHOST and the other PG variables name; else a throwaway local cluster (install/cluster.sh); else, with
 * -Dpggit.test.image=IMAGE, a container of an image that has the extension installed (docs/testing.md). The extension under test is put
 * into a local server by install/install.sh itself.
 */
final class TestServer {
    static final Path PROJECT = Path.of(System.getProperty("pggit.basedir", System.getProperty("user.dir"))).toAbsolutePath();
    static final String VERSION = System.getProperty("pggit.version", "0.1.0");
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static TestServer instance;
    private static RuntimeException problem;

    private final Map<String, String> environment;
    private final List<String> extensions;

    private TestServer(Map<String, String> environment) {
        this.environment = environment;
        this.extensions = List.of(query("postgres", "SELECT coalesce(string_agg(name, ','), '') FROM pg_available_extensions").split(","));
    }

    static synchronized TestServer get() {
        if (problem != null) {
            throw problem;
        }
        if (instance == null) {
            try {
                instance = start();
                instance.installExtension();
            } catch (RuntimeException e) {
                // Once is enough: no test tries again to start what does not start.
                problem = e;
                throw e;
            }
        }
        return instance;
    }

    private static TestServer start() {
        String image = System.getProperty("pggit.test.image");
        if (image != null && !image.isBlank()) {
            return container(image);
        }
        if (System.getenv("PGHOST") != null) {
            if (System.getenv("PGHOST").startsWith("/")) {
                throw new IllegalStateException("PGHOST is a socket's folder: the JDBC driver needs a host name, PGHOST=localhost, or no PGHOST for a throwaway cluster");
            }
            Map<String, String> own = new HashMap<>();
            System.getenv().forEach((name, value) -> {
                if (name.startsWith("PG")) {
                    own.put(name, value);
                }
            });
            return new TestServer(own);
        }
        return local(PROJECT.resolve("target/it-cluster"));
    }

    /** A cluster of its own in the folder, stopped when the JVM ends. */
    static TestServer local(Path folder) {
        return local(folder, "");
    }

    /** The same with more lines in its postgresql.conf. */
    static TestServer local(Path folder, String more) {
        return local(folder, more, Map.of());
    }

    /** And with more in the environment that it starts in. */
    static TestServer local(Path folder, String more, Map<String, String> variables) {
        try {
            Files.createDirectories(folder);
            Path settings = folder.resolveSibling(folder.getFileName() + ".conf");
            Files.writeString(settings, "fsync = off\nmax_connections = 60\nlog_line_prefix = '%m [%p] '\nlogging_collector = off\n" + more);
            Shell start = Shell.run(variables, PROJECT.toFile(), "install/cluster.sh", "start", folder.toString(), "--conf", settings.toString())
                .orFail("install/cluster.sh start");
            Runtime.getRuntime().addShutdownHook(new Thread(
                () -> Shell.run(Map.of(), PROJECT.toFile(), "install/cluster.sh", "stop", folder.toString())));
            Map<String, String> environment = new HashMap<>();
            for (String line : Files.readAllLines(folder.resolve("env"))) {
                if (line.startsWith("export ")) {
                    for (String variable : line.substring(7).split(" ")) {
                        String[] pair = variable.split("=", 2);
                        environment.put(pair[0], pair[1].replace("'", ""));
                    }
                }
            }
            environment.put("PGGIT_LOG", folder.resolve("log").toString());
            if (!environment.containsKey("PGPORT")) {
                throw new IllegalStateException("cluster.sh says no PGPORT: " + start.output());
            }
            return new TestServer(environment);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("resource")
    private static TestServer container(String image) {
        // For an engine without a bridge: the container shares the engine's network, and its port 5432 is not mapped.
        boolean hostNetwork = "host".equals(System.getProperty("pggit.test.image.network"));
        class Container extends PostgreSQLContainer<Container> {
            Container() {
                super(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
                if (hostNetwork) {
                    setNetworkMode("host");
                    setExposedPorts(List.of());
                }
            }

            @Override
            public Integer getMappedPort(int port) {
                return hostNetwork ? Integer.valueOf(port) : super.getMappedPort(port);
            }
        }
        Container container = new Container().withUsername("postgres").withPassword("postgres").withDatabaseName("postgres");
        container.start();
        Map<String, String> environment = new HashMap<>();
        environment.put("PGHOST", container.getHost());
        environment.put("PGPORT", Integer.toString(container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT)));
        environment.put("PGUSER", "postgres");
        environment.put("PGPASSWORD", "postgres");
        environment.put("PGGIT_INSTALLED", "yes");
        return new TestServer(environment);
    }

    private void installExtension() {
        if (environment.containsKey("PGGIT_INSTALLED")) {
            return;
        }
        for (Host host : Host.values()) {
            if (has(host)) {
                String database = "pggit_install_" + host.settingName();
                update("postgres", "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
                update("postgres", "CREATE DATABASE " + database);
                install("--no-build", "--host", host.settingName(), "--dbname", database).orFail("install/install.sh for " + host);
            }
        }
    }

    /** install/install.sh with these arguments, against this server. */
    Shell install(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "install/install.sh";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Shell.run(environment, PROJECT.toFile(), command);
    }

    boolean has(Host host) {
        return extensions.contains(host.extension);
    }

    Map<String, String> environment() {
        return environment;
    }

    /** The server's log, where it can be read: a local cluster's; else null. */
    Path log() {
        String log = environment.get("PGGIT_LOG");
        return log == null ? null : Path.of(log);
    }

    /** A new database with the host's language and the extension. */
    TestDatabase database(Host host) {
        TestDatabase database = emptyDatabase(host);
        database.update("CREATE EXTENSION pggit_audit");
        return database;
    }

    /** A new database with the host's language, without the extension. */
    TestDatabase emptyDatabase(Host host) {
        host.assumePresent();
        String name = "it_" + host.settingName() + "_" + DATABASES.incrementAndGet();
        update("postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        update("postgres", "CREATE DATABASE " + name);
        update(name, "CREATE EXTENSION " + host.extension);
        return new TestDatabase(this, name, host);
    }

    Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", environment.getOrDefault("PGUSER", "postgres"));
        if (environment.containsKey("PGPASSWORD")) {
            properties.setProperty("password", environment.get("PGPASSWORD"));
        }
        return DriverManager.getConnection(url(database), properties);
    }

    String url(String database) {
        return "jdbc:postgresql://" + environment.get("PGHOST") + ":" + environment.getOrDefault("PGPORT", "5432") + "/" + database;
    }

    void update(String database, String sql) {
        try (Connection c = connect(database); Statement s = c.createStatement()) {
            s.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    String query(String database, String sql) {
        try (Connection c = connect(database); Statement s = c.createStatement(); ResultSet r = s.executeQuery(sql)) {
            return r.next() ? r.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    Shell psql(String database, String... arguments) {
        String[] command = new String[arguments.length + 5];
        System.arraycopy(new String[] {"psql", "-X", "-q", "-d", database}, 0, command, 0, 5);
        System.arraycopy(arguments, 0, command, 5, arguments.length);
        return Shell.run(environment, PROJECT.toFile(), command);
    }

    File shared() {
        return PROJECT.resolveSibling("shared").toFile();
    }
}
