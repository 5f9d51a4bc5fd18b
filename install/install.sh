#!/usr/bin/env bash
# Installs pgGit Audit into a PostgreSQL server on this machine and, with --dbname, into a database of it.
#
#   install.sh [--pg-config PATH] [--host auto|pljava|plpython] [--dbname DB] [--pg-cron] [--no-cds] [--no-build]
#
#   --pg-config PATH   which PostgreSQL (default: $PG_CONFIG, else the newest server here that can run Java)
#   --host HOST        what runs Java in the server: pljava (PL/Java), plpython (PL/Python + JPype),
#                      auto (default: PL/Java where it is installed, else PL/Python + JPype)
#   --dbname DB        also creates the languages and the extension in DB; connects through PGHOST, PGPORT, PGUSER ...
#   --pg-cron          also has pg_cron run the integrity checks of DB (quick hourly, full every night). Where the server does not
#                      load pg_cron yet, it says which lines postgresql.conf needs; after the restart run it again
#   --no-cds           makes no class-data archives (they make the first call of a session faster)
#   --no-build         takes the jar as it is, also when a source is newer (in a checkout)
#
# Without --dbname the files are installed and the settings that PL/Java needs are printed; then, in your database:
# CREATE EXTENSION pljava (or plpython3u); CREATE EXTENSION pggit_audit. Run it again to install a newer version.
# It needs to write into PostgreSQL's share folder: run it as root, or it asks sudo.
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# --- the files --------------------------------------------------------------------------------------------------------

# share COMMAND...: run where PostgreSQL's share folder can be written
share() { if [ -w "$SHAREDIR/extension" ]; then "$@"; else as_root "$@"; fi; }

# put FILE PLACE: by rename, for running sessions may have the old file open; a file that is the same stays, for a
# class-data archive is good only for the jar of the very time that it was made with
put() {
  cmp -s "$1" "$2" && return
  share install -m 644 "$1" "$2.new"
  share mv -f "$2.new" "$2"
}

check_share_folder() {
  [ -w "$SHAREDIR/extension" ] && return
  is_root && die "can not write to $SHAREDIR/extension" "is it a read-only file system?"
  command -v sudo >/dev/null || die "can not write to $SHAREDIR/extension" "run this as root, or install sudo"
  say "$SHAREDIR/extension belongs to root: sudo is used to write there"
}

install_files() {
  local file
  JAR=$OURS/$(basename "$BUILT_JAR")
  share install -d -m 755 "$OURS"
  put "$BUILT_JAR" "$JAR"
  say "$JAR"
  for file in "$BUILT_EXTENSION"/pggit_audit*; do
    put "$file" "$SHAREDIR/extension/$(basename "$file")"
    say "$SHAREDIR/extension/$(basename "$file")"
  done
  # An archive of a jar elsewhere (PostgreSQL's files were copied or moved) is taken by the JVM all the same, and PL/Java's
  # policy then refuses to read the jar at the old place.
  for file in "$OURS"/*.jsa; do
    if [ -f "$file" ] && ! grep -qaF "$JAR" "$file"; then
      share rm -f "$file"
      say "removed $file: it was made of a jar at another place"
    fi
  done
}

# --- which host -------------------------------------------------------------------------------------------------------

choose_host() {
  if [ "$HOST" = auto ]; then
    if has_pljava; then HOST=pljava; else HOST=plpython; fi
  fi
  if [ "$HOST" = plpython ]; then need_plpython; return; fi
  if ! has_pljava && apt_offers "postgresql-$PG_MAJOR-pljava"; then need_packages "postgresql-$PG_MAJOR-pljava"; fi
  has_pljava || die "PL/Java is not installed in this PostgreSQL $PG_MAJOR" \
    "its package is postgresql-$PG_MAJOR-pljava, in the PGDG repository (wiki.postgresql.org/wiki/Apt)" \
    "or take the other host: --host plpython"
  need_java
}

# --- the server and the database --------------------------------------------------------------------------------------

check_server() {
  local version theirs
  sql "$DB" 'SELECT 1' >/dev/null || die "can not connect to the database $DB" \
    "set PGHOST, PGPORT, PGUSER ... for a superuser of a server on this machine; createdb $DB if it is not there"
  version=$(sql "$DB" "SELECT current_setting('server_version_num')::int / 10000")
  [ "$version" -ge 15 ] || die "the server is PostgreSQL $version; 15 or later is needed" "upgrade it (pg_upgrade), then come back"
  [ "$(sql "$DB" "SELECT current_setting('is_superuser')")" = on ] ||
    die "the role $(sql "$DB" 'SELECT current_user') is no superuser" "set PGUSER to one: the languages and the extension need it"
  theirs=$(sql "$DB" "SELECT setting FROM pg_config WHERE name = 'SHAREDIR'")
  [ "$(realpath -m "$theirs")" = "$(realpath -m "$SHAREDIR")" ] ||
    die "the server of $DB is PostgreSQL $version with its files in $theirs, but $PG_CONFIG is of $SHAREDIR" \
      "give --pg-config the one of that server (it must run on this machine), e.g. /usr/lib/postgresql/$version/bin/pg_config"
  [ "$(sql "$DB" 'SHOW server_encoding')" = UTF8 ] || die "the database $DB is not in UTF8" "pgGit Audit works in UTF8 databases only"
}

# The server that belongs to DB says best which pg_config is meant.
pg_config_of_server() {
  local version
  version=$(PGCONNECT_TIMEOUT=5 psql -X -A -t -d "$DB" -c "SELECT current_setting('server_version_num')::int / 10000" 2>/dev/null) || return 0
  if is_server_pg_config "/usr/lib/postgresql/$version/bin/pg_config"; then say "/usr/lib/postgresql/$version/bin/pg_config"; fi
}

setting() { sql "$DB" "SELECT coalesce(current_setting('pljava.$1', true), '')"; }

# set_setting NAME VALUE: ALTER DATABASE, and a note of what the database had before, for uninstall.sh
set_setting() {
  [ "$(setting "$1")" = "$2" ] && return
  sql "$DB" "
    SELECT coalesce((SELECT substr(c, length(:'name') + 2) FROM pg_db_role_setting, unnest(setconfig) c
                     WHERE setrole = 0 AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
                       AND split_part(c, '=', 1) = :'name'), '') AS before \\gset
    SELECT current_setting(:'note', true) IS NULL AS first \\gset
    \\if :first
      ALTER DATABASE :\"db\" SET :note = :'before';
    \\endif
    ALTER DATABASE :\"db\" SET :name = :'value';" \
    "db=$DB" "name=pljava.$1" "note=pggit_audit.before_$1" "value=$2"
  say "ALTER DATABASE \"$DB\" SET pljava.$1 = '$2'"
}

set_pljava() {
  local has major
  has=$(setting libjvm_location)
  if [ -n "$has" ] && [ -f "$has" ]; then JVM_LIB=$has; fi
  major=$(libjvm_major "$JVM_LIB")
  set_setting libjvm_location "$JVM_LIB"
  set_setting module_path "$(merge_module_path "$(setting module_path)" "$JAR")"
  set_setting vmoptions "$(merge_options "$(setting vmoptions)" "$(pljava_options "$major")")"
  [ "$major" -lt 24 ] || [ -n "$(setting allow_unenforced)" ] || set_setting allow_unenforced java,javau
}

create_language() {
  if [ "$HOST" = pljava ]; then set_pljava; fi
  sql "$DB" "CREATE EXTENSION IF NOT EXISTS $LANGUAGE" ||
    die "CREATE EXTENSION $LANGUAGE failed" "the server's log says more; for PL/Java check the settings pljava.* of the database"
  say "CREATE EXTENSION $LANGUAGE"
}

create_extension() {
  local has
  has=$(sql "$DB" "SELECT extversion FROM pg_extension WHERE extname = 'pggit_audit'")
  if [ "$has" = "$BUILT_VERSION" ]; then
    say "The extension pggit_audit $has is there already"
  elif [ -n "$has" ]; then
    sql "$DB" 'ALTER EXTENSION pggit_audit UPDATE' || die "the extension could not be updated from $has to $BUILT_VERSION"
    say "ALTER EXTENSION pggit_audit UPDATE: from $has to $BUILT_VERSION"
  else
    sql "$DB" "SET pggit_audit.host = '$HOST'; CREATE EXTENSION pggit_audit" || die "CREATE EXTENSION pggit_audit failed" "the message above says why"
    say "CREATE EXTENSION pggit_audit"
  fi
  run_psql -q -d "$DB" -c 'SELECT * FROM pggit_audit.host()'
}

# --- pg_cron ----------------------------------------------------------------------------------------------------------

schedule_checks() {
  local home preloaded
  if [ ! -f "$SHAREDIR/extension/pg_cron.control" ]; then
    apt_offers "postgresql-$PG_MAJOR-cron" || die "pg_cron is not installed in this PostgreSQL $PG_MAJOR" "its package is postgresql-$PG_MAJOR-cron"
    need_packages "postgresql-$PG_MAJOR-cron"
  fi
  preloaded=$(sql "$DB" 'SHOW shared_preload_libraries')
  home=$(sql "$DB" "SELECT coalesce(current_setting('cron.database_name', true), '')")
  case ",${preloaded// /}," in
    *,pg_cron,*) ;;
    *)
      warn "the server does not load pg_cron yet. Put these lines into postgresql.conf, restart the server, then run this again:"
      say "    shared_preload_libraries = '${preloaded:+$preloaded, }pg_cron'"
      say "    cron.database_name = '$DB'"
      return ;;
  esac
  [ "$home" = "$DB" ] || die "pg_cron of this server is at home in the database $home, not in $DB" "see docs/operations.md, Regular checks"
  sql "$DB" 'CREATE EXTENSION IF NOT EXISTS pg_cron' || die "CREATE EXTENSION pg_cron failed"
  run_psql -q -d "$DB" -c 'SELECT * FROM pggit_audit.schedule_integrity_checks()'
}

# --- class-data archives: the first call of a session reads its classes from one ---------------------------------------

# archive_jpype: outside the server, by the Python that PL/Python is, and with the Java that the extension finds by itself
archive_jpype() {
  local file jvm
  [ "$CDS" = yes ] && has_plpython || return 0
  file=$(mktemp -u "${TMPDIR:-/tmp}/pggit-audit.XXXXXX.jsa")
  jvm=$(JAVA_HOME='' find_libjvm)
  if /usr/bin/python3 - "${jvm:-$JVM_LIB}" "$file" "$JAR" <<-'END' >/dev/null 2>"$ERRORS" && [ -s "$file" ]
	import jpype, sys
	jvm, archive, jar = sys.argv[1:]
	jpype.startJVM(jvm, "-Xrs", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + archive,
	               classpath=[jar, "/usr/share/java/org.jpype.jar"], convertStrings=True)
	bytes(jpype.JClass("org.pggit.audit.host.Entry").selfTest(jpype.JArray(jpype.JByte)(b"")))
	END
  then
    put "$file" "$OURS/jpype.jsa"
    say "$OURS/jpype.jsa ($(du -h "$file" | cut -f 1))"
  else
    warn "no class-data archive for PL/Python + JPype (first calls are slower without): $(tail -n 1 "$ERRORS")"
  fi
  rm -f "$file"
}

# archive_pljava: a session of the server writes it when it ends, into the only folder that is surely the server's own
archive_pljava() {
  local file options pid
  file=$(sql "$DB" 'SHOW data_directory')/pggit_audit.jsa
  options=$(setting vmoptions | sed 's/ *-XX:SharedArchiveFile=[^ ]*//')
  if pid=$(sql "$DB" "
      SET pljava.vmoptions = :'options';
      SELECT pg_backend_pid();
      SELECT pggit_audit.self_test(), pggit_audit.host() \\g /dev/null" \
      "options=$options -XX:ArchiveClassesAtExit=$file" 2>"$ERRORS"); then
    for _ in {1..100}; do [ -d "/proc/$pid" ] || break; sleep 0.2; done
  fi
  if share test -s "$file"; then
    put "$file" "$OURS/pljava.jsa"
    say "$OURS/pljava.jsa ($(du -h "$OURS/pljava.jsa" | cut -f 1))"
  else
    warn "no class-data archive for PL/Java (first calls are slower without): $(tail -n 1 "$ERRORS")"
  fi
  share rm -f "$file"
}

# ----------------------------------------------------------------------------------------------------------------------

PG='' HOST=auto DB='' CDS=yes BUILD=yes CRON=no
while [ "$#" -gt 0 ]; do
  case $1 in
    --pg-config) need_value "$1" "$@"; PG=$2; shift 2 ;;
    --host) need_value "$1" "$@"; HOST=$2; shift 2 ;;
    --dbname) need_value "$1" "$@"; DB=$2; shift 2 ;;
    --pg-cron) CRON=yes; shift ;;
    --no-cds) CDS=no; shift ;;
    --no-build) BUILD=no; shift ;;
    -h | --help) usage; exit 0 ;;
    *) die "unknown option $1" "install.sh --help" ;;
  esac
done
case $HOST in auto | pljava | plpython) ;; *) die "--host is auto, pljava or plpython, not $HOST" ;; esac
[ "$CRON" = no ] || [ -n "$DB" ] || die "--pg-cron needs --dbname" "the checks of which database?"
ERRORS=$(mktemp)
trap 'rm -f "$ERRORS"' EXIT

step "Checking"
if [ -z "$PG${PG_CONFIG:-}" ] && [ -n "$DB" ]; then PG=$(pg_config_of_server); fi
use_postgres "$PG"
say "PostgreSQL: $("$PG_CONFIG" --version), $PG_CONFIG"
[ -z "$DB" ] || check_server
check_share_folder
choose_host
case $HOST in pljava) LANGUAGE=pljava ;; plpython) LANGUAGE=plpython3u ;; esac
JVM_LIB=$(find_libjvm)
say "Host: $HOST, Java $(libjvm_major "$JVM_LIB"): $JVM_LIB"
need_build "$BUILD"
say "pgGit Audit $BUILT_VERSION: $BUILT_JAR"

step "Installing the files"
install_files
archive_jpype
if has_pljava; then
  pljava_conf "$JAR" >"$ERRORS"
  put "$ERRORS" "$OURS/pljava.conf"
  say "$OURS/pljava.conf"
fi

if [ -n "$DB" ]; then
  step "Installing into the database $DB"
  sql "$DB" 'SELECT pg_reload_conf(), pg_sleep(0.3)' >/dev/null
  create_language
  create_extension
  [ "$HOST.$CDS" != pljava.yes ] || archive_pljava
  [ "$CRON" = no ] || schedule_checks
  step "pgGit Audit $BUILT_VERSION is installed in $DB"
else
  step "The files of pgGit Audit $BUILT_VERSION are installed"
  if [ "$HOST" = pljava ]; then
    say "Put these lines into postgresql.conf, or the one line include_if_exists = '$OURS/pljava.conf', and reload:"
    say
    sed 's/^/    /' "$OURS/pljava.conf"
    say
  fi
  say "Then in your database: CREATE EXTENSION $LANGUAGE; CREATE EXTENSION pggit_audit;"
  say "(or let this script do it all for one database: --dbname DB)"
fi
