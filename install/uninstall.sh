#!/usr/bin/env bash
# Takes pgGit Audit out of databases, and its files out of PostgreSQL once no database uses them.
#
#   uninstall.sh [--pg-config PATH] [--dbname DB]... [--force] [--roles] [--keep-files]
#
#   --dbname DB    drops the extension from DB and takes back the settings that install.sh made there (may be repeated)
#   --force        also where the extension holds audit rows: DROP EXTENSION deletes them, so take a pg_dump first
#   --roles        also drops the roles pggit_audit_reader, _auditor and _admin, where nothing depends on them
#   --keep-files   leaves the files where they are
#   --pg-config PATH   which PostgreSQL (default: $PG_CONFIG, else the newest server here that can run Java)
#
# It connects through PGHOST, PGPORT, PGUSER ... as superuser. Languages (pljava, plpython3u) and packages stay.
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

has_extension() { [ "$(sql "$1" "SELECT count(*) FROM pg_extension WHERE extname = 'pggit_audit'")" = 1 ]; }

# audit_rows DB: the rows of the audit tables, but for what installing, setting and looking leave
audit_rows() {
  sql "$1" "SELECT count(*) FROM pggit_audit.evidence_leaves WHERE kind NOT IN ('settings', 'evidence_events', 'integrity_runs', 'integrity_findings', 'store_receipts')"
}

drop_extension() {
  local rows
  if ! has_extension "$1"; then say "There is no extension pggit_audit in $1"; return; fi
  rows=$(audit_rows "$1")
  if [ "$rows" != 0 ] && [ "$FORCE" = no ]; then
    die "the extension in $1 holds $rows audit rows, and DROP EXTENSION would delete them" \
      "keep them: pg_dump --format=custom --file=$1.dump $1" "then run this again with --force"
  fi
  # Jobs of pg_cron would go on and fail.
  sql "$1" 'SELECT pggit_audit.unschedule_integrity_checks()' >/dev/null
  # No CASCADE: what depends on the extension is not ours to drop.
  # Once there is evidence the drop must be declared, in a transaction of its own.
  if [ "$(sql "$1" "SELECT to_regclass('pggit_audit.evidence_batches') IS NOT NULL")" = t ]; then
    sql "$1" "SELECT pggit_audit.begin_maintenance('uninstall.sh') WHERE NOT pggit_audit.is_maintenance()" >/dev/null
  fi
  sql "$1" 'DROP EXTENSION pggit_audit' || die "DROP EXTENSION pggit_audit failed in $1" "drop by hand what the message above names"
  say "DROP EXTENSION pggit_audit (audit rows deleted: $rows)"
}

# reset_settings DB: what install.sh set, back to what the database had before
reset_settings() {
  local name before now
  for name in $PLJAVA_SETTINGS; do
    [ "$(sql "$1" "SELECT current_setting('pggit_audit.before_$name', true) IS NULL")" = f ] || continue
    before=$(sql "$1" "SELECT current_setting('pggit_audit.before_$name')")
    now=$(sql "$1" "SELECT coalesce(current_setting('pljava.$name', true), '')")
    case $name:$now in
      module_path:*pggit-audit* | vmoptions:*org.pggit.audit* | libjvm_location:* | allow_unenforced:*)
        if [ -z "$before" ]; then sql "$1" "ALTER DATABASE :\"db\" RESET pljava.$name" "db=$1"
        else sql "$1" "ALTER DATABASE :\"db\" SET pljava.$name = :'before'" "db=$1" "before=$before"; fi
        say "pljava.$name: ${before:-reset}" ;;
      *) say "pljava.$name was changed since the installation: left as it is" ;;
    esac
    sql "$1" "ALTER DATABASE :\"db\" RESET pggit_audit.before_$name" "db=$1"
  done
}

# users_of_files: the databases of this server that have the extension or settings that name our jar
users_of_files() {
  local database
  while read -r database; do
    if has_extension "$database"; then say "the database $database has the extension"; fi
  done < <(sql postgres 'SELECT datname FROM pg_database WHERE datallowconn')
  sql postgres "
    SELECT format('the settings of %s name the jar', coalesce('database ' || d.datname, 'role ' || r.rolname))
    FROM pg_db_role_setting s LEFT JOIN pg_database d ON d.oid = setdatabase LEFT JOIN pg_roles r ON r.oid = setrole
    WHERE array_to_string(setconfig, ' ') LIKE '%/pggit\\_audit/pggit-audit-%'
    UNION ALL
    SELECT DISTINCT format('%s names the jar', sourcefile) FROM pg_file_settings
    WHERE setting LIKE '%/pggit\\_audit/pggit-audit-%' AND sourcefile <> :'conf'" "conf=$OURS/pljava.conf"
}

remove_files() {
  local users='' remover=as_root
  if ! compgen -G "$SHAREDIR/extension/pggit_audit*" >/dev/null && [ ! -d "$OURS" ]; then
    say "There are no files of pgGit Audit in $SHAREDIR"
    return
  fi
  if sql postgres 'SELECT 1' >/dev/null 2>&1; then
    users=$(users_of_files)
  elif [ "$FORCE" = no ]; then
    die "can not ask the server whether a database still uses the files" "set PGHOST, PGPORT, PGUSER ..., or --force"
  fi
  if [ -n "$users" ]; then
    say "The files stay, for they are in use:"
    say "${users//$'\n'/$'\n'  }" | sed '1s/^/  /'
    return
  fi
  [ ! -w "$SHAREDIR/extension" ] || remover=''
  $remover rm -rf "$OURS"
  $remover rm -f "$SHAREDIR"/extension/pggit_audit.control "$SHAREDIR"/extension/pggit_audit--*.sql
  say "Removed $OURS and $SHAREDIR/extension/pggit_audit*"
  sql postgres 'SELECT pg_reload_conf()' >/dev/null 2>&1 || true
}

drop_roles() {
  local role
  for role in pggit_audit_reader pggit_audit_auditor pggit_audit_admin; do
    if [ "$(sql postgres "SELECT count(*) FROM pg_roles WHERE rolname = '$role'")" = 0 ]; then continue; fi
    if sql postgres "DROP ROLE $role" 2>"$ERRORS"; then say "DROP ROLE $role"
    else warn "the role $role stays: $(sed -n 's/.*ERROR: *//p;s/^DETAIL: */(/p' "$ERRORS" | paste -sd' '))"; fi
  done
}

PG='' DATABASES=() FORCE=no ROLES=no FILES=yes
while [ "$#" -gt 0 ]; do
  case $1 in
    --pg-config) need_value "$1" "$@"; PG=$2; shift 2 ;;
    --dbname) need_value "$1" "$@"; DATABASES+=("$2"); shift 2 ;;
    --force) FORCE=yes; shift ;;
    --roles) ROLES=yes; shift ;;
    --keep-files) FILES=no; shift ;;
    -h | --help) usage; exit 0 ;;
    *) die "unknown option $1" "uninstall.sh --help" ;;
  esac
done
ERRORS=$(mktemp)
trap 'rm -f "$ERRORS"' EXIT
use_postgres "$PG"

for database in "${DATABASES[@]}"; do
  step "Taking pgGit Audit out of the database $database"
  sql "$database" 'SELECT 1' >/dev/null || die "can not connect to the database $database" "set PGHOST, PGPORT, PGUSER ..."
  drop_extension "$database"
  reset_settings "$database"
done
if [ "$ROLES" = yes ]; then step "Dropping the roles"; drop_roles; fi
if [ "$FILES" = yes ]; then step "Removing the files"; remove_files; fi
