#!/usr/bin/env bash
# Proves that a commit rebuilds its schema: runs schema_at(commit) in a scratch database, captures that one anew, and compares the trees.
#
#   prove_rebuild.sh --dbname DB [--commit REVISION] [--search-path PATH] [--dump] [--keep]
#
#   --commit REVISION   the commit (default: HEAD)
#   --search-path PATH  what the script runs under (schema_at's search_path; default: empty)
#   --dump              compares pg_dump --schema-only of both databases too, statement by statement; the commit must be what DB is now
#   --keep              leaves the scratch database (prove_rebuild_<pid>)
#
# Connects through PGHOST, PGPORT, PGUSER ... as a superuser, to the server whose files have this version of the extension. The scratch database is made in the
# same server, so roles and tablespaces are there. Exit status: 0 equal, 1 different (the objects are listed), 2 the script does not run.
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

DB='' COMMIT=HEAD SEARCH_PATH='' DUMP='' KEEP=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --dbname) DB=$2; shift 2 ;;
    --commit) COMMIT=$2; shift 2 ;;
    --search-path) SEARCH_PATH=$2; shift 2 ;;
    --dump) DUMP=yes; shift ;;
    --keep) KEEP=yes; shift ;;
    *) die "unknown option $1" "see $0 --help" ;;
  esac
done
[ -n "$DB" ] || die "no database" "name it: --dbname DB"

export PGOPTIONS="${PGOPTIONS:-} -c client_min_messages=error"
P=(psql -X -q -At -v ON_ERROR_STOP=1)
SCRATCH=prove_rebuild_$$
WORK=$(mktemp -d)
drop_scratch() {
  "${P[@]}" -d "$SCRATCH" -f "$(dirname "${BASH_SOURCE[0]}")/drop_subscriptions.sql" >/dev/null 2>&1 || true
  "${P[@]}" -d "$DB" -c "DROP DATABASE IF EXISTS $SCRATCH" >/dev/null 2>&1 || say "the database $SCRATCH could not be dropped"
}
cleanup() { [ -n "$KEEP" ] || drop_scratch; rm -rf "$WORK"; }
trap cleanup EXIT

tree() { "${P[@]}" -d "$1" -v c="$2" <<<"SELECT (pggit_audit.commit_of(:'c')).tree_sha"; }
entries() { "${P[@]}" -d "$1" -v c="$2" <<<"SELECT replace(path, E'\n', ' ') || E'\t' || object_sha FROM pggit_audit.list_tree((pggit_audit.commit_of(:'c')).tree_sha) ORDER BY path COLLATE \"C\""; }

step "The script of $COMMIT"
"${P[@]}" -d "$DB" -v c="$COMMIT" -v p="$SEARCH_PATH" <<<"SELECT pggit_audit.schema_at(:'c', search_path => :'p')" >"$WORK/schema.sql"
want=$(tree "$DB" "$COMMIT")
# Of DB's encoding and locale (its columns have other names in other versions), and with what ALTER DATABASE has set there: PL/Java may have its settings from nowhere else.
"${P[@]}" -d "$DB" >"$WORK/create.sql" <<SQL
SELECT format('CREATE DATABASE $SCRATCH TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', pg_encoding_to_char(encoding), datcollate, datctype)
  || CASE j ->> 'datlocprovider' WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(j ->> 'daticulocale', j ->> 'datlocale')) || coalesce(' ICU_RULES ' || quote_literal(j ->> 'daticurules'), '')
       WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', j ->> 'datlocale') ELSE '' END || ';'
FROM pg_database d, to_jsonb(d) j WHERE datname = current_database();
SELECT format('ALTER DATABASE $SCRATCH SET %s = %L;', split_part(c, '=', 1), substr(c, strpos(c, '=') + 1))
FROM pg_db_role_setting s, unnest(setconfig) c WHERE setrole = 0 AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND c ~ '^(pljava|pggit_audit)[.]';
SQL
"${P[@]}" -d "$DB" -f "$WORK/create.sql"

step "Running it in $SCRATCH"
if ! "${P[@]}" -d "$SCRATCH" -f "$WORK/schema.sql" >/dev/null 2>"$WORK/log"; then
  cat "$WORK/log" >&2
  exit 2
fi
[ -z "$DUMP" ] || pg_dump --schema-only -d "$SCRATCH" >"$WORK/rebuilt.dump"

step "Capturing it"
excluded=$("${P[@]}" -d "$DB" -c "SELECT pggit_audit.setting('capture_exclude_schemas')")
host=$("${P[@]}" -d "$DB" -c "SELECT CASE value WHEN 'pljava' THEN 'pljava' ELSE 'plpython3u' END FROM pggit_audit.installation WHERE name = 'host'")
had=$("${P[@]}" -d "$SCRATCH" -c "SELECT count(*) FROM pg_extension WHERE extname = '$host'")
"${P[@]}" -d "$SCRATCH" -v x="$excluded" >/dev/null 2>"$WORK/log" <<SQL || { cat "$WORK/log" >&2; exit 2; }
CREATE EXTENSION IF NOT EXISTS $host;
CREATE EXTENSION pggit_audit;
SELECT pggit_audit.set_setting('capture_exclude_schemas', :'x');
SELECT pggit_audit.commit_schema('rebuilt');
SQL
got=$(tree "$SCRATCH" HEAD)
entries "$DB" "$COMMIT" >"$WORK/want"
entries "$SCRATCH" HEAD >"$WORK/got"
# The language that runs the capture is in the scratch database in any case.
[ "$had" != 0 ] || sed -i "/^extension $host\t/d; /^sqlj\t/d" "$WORK/got"
status=0
if [ "$want" = "$got" ]; then
  say "$(wc -l <"$WORK/want") objects, tree $want in both"
elif cmp -s "$WORK/want" "$WORK/got"; then
  say "$(wc -l <"$WORK/want") objects, the same in both but for the language $host, which the commit has not"
else
  echo "The trees differ: $want, rebuilt $got. Objects that differ (- commit, + rebuilt):"
  { diff "$WORK/want" "$WORK/got" || true; } | sed -n 's/^< \(.*\)\t.*/- \1/p; s/^> \(.*\)\t.*/+ \1/p'
  status=1
fi
if [ -n "$DUMP" ]; then
  "${P[@]}" -d "$DB" -c "SELECT 1" >/dev/null
  pg_dump --schema-only -N 'pggit*' -d "$DB" >"$WORK/original.dump"
  # By object, whatever their order: each begins with a comment that names it.
  sorted() { grep -v '^\\\(un\)\?restrict ' "$1" | awk 'BEGIN { RS = "\n--\n-- Name: " } NR > 1 && !/(pggit_audit|pggit_v[0-9])/ { sub(/\n--\n-- PostgreSQL database dump complete.*/, ""); gsub(/\n+(SET [^\n]*\n+)*/, "\n"); gsub(/\n/, "\001"); print }' | sort; }
  if diff <(sorted "$WORK/original.dump") <(sorted "$WORK/rebuilt.dump") >"$WORK/dump.diff"; then
    say "pg_dump says the same of both: $(sorted "$WORK/original.dump" | wc -l) objects"
  else
    echo "pg_dump differs (- original, + rebuilt):"
    sed -n 's/^< /- /p; s/^> /+ /p' "$WORK/dump.diff" | tr '\001' '\n' | head -100
    status=1
  fi
fi
exit $status
