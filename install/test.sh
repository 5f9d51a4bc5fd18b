#!/usr/bin/env bash
# Runs every test of pgGit Audit: unit tests, and the tests inside a server on every host that this machine has.
#
#   test.sh [MAVEN OPTIONS]         e.g. test.sh -Dit.test=ExtensionIT
#
# Installs what is missing (PostgreSQL, PL/Python, JPype, a JDK, Maven; by apt-get, as root or through sudo), runs
# mvn -B verify (it starts throwaway clusters of its own), and prints what ran on which host, every skipped test with its
# reason, and a last line "N passed, N failed, N skipped". The exit status is 0 only when nothing failed.
set -euo pipefail
# shellcheck source=install/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

case ${1:-} in -h | --help) usage; exit 0 ;; esac
is_checkout || die "there are no tests in a distribution" "run this from a checkout of pgGit Audit"
cd "$PROJECT"

step "What is needed"
need_server
need_build_tools
use_postgres ''
need_plpython
cron=postgresql-$PG_MAJOR-cron
if [ ! -f "$SHAREDIR/extension/pg_cron.control" ] && [ "$SHAREDIR" = "/usr/share/postgresql/$PG_MAJOR" ] && apt_offers "$cron"; then need_packages "$cron"; fi
if apt_offers libfaketime; then need_packages libfaketime; fi
say "PostgreSQL $PG_MAJOR ($PG_CONFIG), $(javac -version 2>&1), $(mvn -B -Dstyle.color=never -v | sed -n 1p)"
say "PL/Python + JPype: here"
if has_pljava; then say "PL/Java: here"; else say "PL/Java: not installed, so nothing runs on it (package postgresql-$PG_MAJOR-pljava of the PGDG repository)"; fi

step "mvn -B verify"
rm -rf target/surefire-reports target/failsafe-reports
status=0
PG_CONFIG=$PG_CONFIG mvn -B -ntp -Dstyle.color=never -Dfuzz.inputs=1000000 verify "$@" </dev/null || status=$?

step "What ran"
/usr/bin/python3 - "$status" <<'END'
import glob, re, sys
import xml.etree.ElementTree as xml

HOSTS = (('PL/Java', r'pl/?java'), ('PL/Python + JPype', r'pl/?python|jpype'))
PLAIN = 'no server host'
rows, skips, failures = {}, {}, []

def host(case):
    text = case.get('name', '') + ' ' + case.get('classname', '')
    return next((name for name, pattern in HOSTS if re.search(pattern, text, re.I)), PLAIN)

def reason(skipped):
    text = (skipped.get('message') or skipped.text or '').strip() or 'no reason given'
    return re.sub(r'^[\w.]*TestAbortedException: *', '', text.splitlines()[0])

for file in sorted(glob.glob('target/surefire-reports/TEST-*.xml') + glob.glob('target/failsafe-reports/TEST-*.xml')):
    for case in xml.parse(file).getroot().iter('testcase'):
        row = rows.setdefault(host(case), dict(passed=0, failed=0, skipped=0, seconds=0.0))
        row['seconds'] += float((case.get('time') or '0').replace(',', ''))
        name = case.get('classname', '').rsplit('.', 1)[-1] + '.' + case.get('name', '')
        skipped, failed = case.find('skipped'), [case.find(tag) for tag in ('failure', 'error')]
        if skipped is not None:
            row['skipped'] += 1
            skips.setdefault(reason(skipped), []).append(name)
        elif any(f is not None for f in failed):
            row['failed'] += 1
            message = next(f for f in failed if f is not None).get('message') or ''
            failures.append(name + ': ' + (message.strip().splitlines() or [''])[0])
        else:
            row['passed'] += 1

print('%-20s %8s %8s %8s %9s' % ('host', 'passed', 'failed', 'skipped', 'seconds'))
for name in [h for h, _ in HOSTS] + [PLAIN]:
    row = rows.get(name, dict(passed=0, failed=0, skipped=0, seconds=0.0))
    print('%-20s %8d %8d %8d %9.1f' % (name, row['passed'], row['failed'], row['skipped'], row['seconds']))
for reason, names in skips.items():
    print('\nskipped, because %s:' % reason)
    for name in names:
        print('  ' + name)
if failures:
    print('\nfailed:')
    for failure in failures:
        print('  ' + failure)
passed, failed, skipped = (sum(row[kind] for row in rows.values()) for kind in ('passed', 'failed', 'skipped'))
if sys.argv[1] != '0' and failed == 0:
    print('\nno test failed, but the build did: see its output above')
    failed = 1
print('\n%d passed, %d failed, %d skipped' % (passed, failed, skipped))
sys.exit(failed > 0 or passed == 0)
END
