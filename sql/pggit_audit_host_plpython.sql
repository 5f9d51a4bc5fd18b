-- The Java functions on PL/Python with JPype: bytea in, bytea out (docs/hosts.md).
-- Needs:   language plpython3u, Python package jpype, a JRE 17 or later, the jar in <sharedir>/pggit_audit.
-- Who:     called by the functions of pggit_audit_functions.sql; pure, so granted to pggit_audit_reader.

-- Starts the JVM once a backend. Settings come from tables that only superusers write: a JVM option can run any program.
CREATE FUNCTION pggit_audit.jvm_start() RETURNS void
LANGUAGE plpython3u SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $py$
import ctypes, glob, os, signal

row = plpy.execute("""SELECT pggit_audit.setting('jvm_options') AS options, pggit_audit.setting('jvm_library') AS library,
    (SELECT i.value FROM pggit_audit.installation i WHERE i.name = 'directory') AS directory,
    (SELECT i.value FROM pggit_audit.installation i WHERE i.name = 'version') AS version""")[0]
directory = row['directory']
jar = os.path.join(directory, 'pggit-audit-%s.jar' % row['version'])
archive = os.path.join(directory, 'jpype.jsa')

def libraries():
    home = os.environ.get('JAVA_HOME')
    if home:
        yield os.path.join(home, 'lib/server/libjvm.so')
    for major in ('17', '25', '21'):
        for pattern in ('/usr/lib/jvm/*java-%s-*', '/usr/lib/jvm/*-%s*', '/usr/lib/jvm/*-%s'):
            for found in sorted(glob.glob(os.path.join(pattern % major, 'lib/server/libjvm.so'))):
                yield found
    for found in sorted(glob.glob('/usr/lib/jvm/*/lib/server/libjvm.so')):
        yield found

library = row['library'] if row['library'] != 'auto' else next((l for l in libraries() if os.path.exists(l)), None)
problem = None
if library is None or not os.path.exists(library):
    problem = ('no Java virtual machine was found', 'Looked for libjvm.so in JAVA_HOME and /usr/lib/jvm.' if library is None else library,
               "Install a JRE 17 or later, or name its libjvm.so: SELECT pggit_audit.set_setting('jvm_library', '/path/to/libjvm.so').")
elif not os.access(jar, os.R_OK):
    problem = ('the jar of pgGit Audit is not there', jar, 'Run install/install.sh again on this server.')
else:
    try:
        import jpype
    except ImportError as e:
        problem = ('Python has no module jpype', str(e), 'Install the package python3-jpype on the server.')
if problem is None and not jpype.isJVMStarted():
    options = row['options'].split()
    if os.access(archive, os.R_OK) and not any('SharedArchiveFile' in o for o in options):
        options += ['-XX:SharedArchiveFile=' + archive, '-Xshare:auto']
    # startJVM puts the locale back through Python's locale.getlocale(), which calls C.UTF-8 "en_US.UTF-8": where that one is
    # installed the backend's text order changes and index look-ups go wrong. So it is saved and put back here.
    libc = ctypes.CDLL(None)
    libc.setlocale.restype = ctypes.c_char_p
    kept = [(c, libc.setlocale(c, None)) for c in range(6)]
    # Every thread that the JVM makes inherits this mask: the server's signals stay with the backend's own thread.
    faults = {signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGTRAP}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals() - faults)
    try:
        jpype.startJVM(library, *options, classpath=[jar, '/usr/share/java/org.jpype.jar'], convertStrings=True)
    except Exception as e:
        problem = ('the Java virtual machine does not start', '%s: %s' % (library, e),
                   "See the server log; check SELECT pggit_audit.setting('jvm_options').")
    finally:
        for category, value in kept:
            libc.setlocale(category, value)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
if problem is not None:
    plpy.error(problem[0], sqlstate='PA010', detail=problem[1], hint=problem[2])

Entry = jpype.JClass('org.pggit.audit.host.Entry')
Bytes = jpype.JArray(jpype.JByte)
def call(name):
    method = getattr(Entry, name)
    return lambda block: bytes(method(None if block is None else Bytes(block)))
GD['pggit_audit'] = {name: call(name) for name in ('diffTrees', 'readTrees', 'readCommits', 'extractChangesBetweenCommits', 'compareChanges', 'hashRules',
    'backfillFromV1History', 'likeness', 'parseDdl', 'parserVersion', 'verifyNotes', 'schemaAt', 'diffCommits', 'echo', 'selfTest')}
$py$;

DO $do$
DECLARE
    v_function record;
BEGIN
    FOR v_function IN
        SELECT * FROM (VALUES ('java_diff_trees', 'diffTrees', 'IMMUTABLE'), ('java_read_trees', 'readTrees', 'IMMUTABLE'), ('java_read_commits', 'readCommits', 'IMMUTABLE'),
            ('java_extract_changes', 'extractChangesBetweenCommits', 'IMMUTABLE'), ('java_compare_changes', 'compareChanges', 'IMMUTABLE'), ('java_hash_rules', 'hashRules', 'IMMUTABLE'),
            ('java_backfill', 'backfillFromV1History', 'IMMUTABLE'), ('java_likeness', 'likeness', 'IMMUTABLE'), ('java_parse_ddl', 'parseDdl', 'IMMUTABLE'), ('java_parser_version', 'parserVersion', 'STABLE'), ('java_verify_notes', 'verifyNotes', 'IMMUTABLE'), ('java_schema_at', 'schemaAt', 'IMMUTABLE'), ('java_diff_commits', 'diffCommits', 'IMMUTABLE'), ('java_echo', 'echo', 'IMMUTABLE'),
            ('java_self_test', 'selfTest', 'VOLATILE')) AS x (sql_name, java_name, volatility)
    LOOP
        EXECUTE format($fn$CREATE FUNCTION pggit_audit.%I(block bytea) RETURNS bytea LANGUAGE plpython3u %s AS $py$
if 'pggit_audit' not in GD: plpy.execute('SELECT pggit_audit.jvm_start()')
return GD['pggit_audit'][%L](block)
$py$ $fn$, v_function.sql_name, v_function.volatility, v_function.java_name);
    END LOOP;
END
$do$;

CREATE FUNCTION pggit_audit.host_version() RETURNS text
LANGUAGE plpython3u STABLE AS $py$
import sys
try:
    import jpype
    version = jpype.__version__
except ImportError:
    version = 'missing'
return 'PL/Python %d.%d.%d, JPype %s' % (sys.version_info[:3] + (version,))
$py$;
COMMENT ON FUNCTION pggit_audit.jvm_start() IS 'Starts the JVM of this backend: once, at the first call that needs it. Error PA010: no JVM, no jar, no jpype, or options that the JVM refuses. SECURITY DEFINER: reads settings for users who may not.';

CREATE FUNCTION pggit_audit.host_ready() RETURNS void LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT NULL::void $$;
