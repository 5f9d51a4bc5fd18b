#!/usr/bin/env bash
# Run once by the official PostgreSQL image, for a new data folder: makes PL/Java's settings for the whole server and the
# extensions in $POSTGRES_DB. For other databases of the server, as superuser:
# CREATE EXTENSION pljava; (then, in a new session) CREATE EXTENSION pggit_audit;
set -euo pipefail

sql() { psql -X -q -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" -c "$1"; }

# The settings are in a file of the image, so a newer image brings newer ones.
echo "include_if_exists = '$(pg_config --sharedir)/pggit_audit/pljava.conf'" >>"$PGDATA/postgresql.conf"
sql 'SELECT pg_reload_conf(), pg_sleep(1)' >/dev/null
sql 'CREATE EXTENSION pljava'
sql 'CREATE EXTENSION pggit_audit'
sql 'SELECT * FROM pggit_audit.host()'
