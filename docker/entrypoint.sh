#!/bin/sh
# One container, one task: web | worker | harvester | scheduler | migrate | healthy | ckan ARGUMENTS…
# Everything is said by environment variables (docs/docker.md); a missing one is named.
set -eu

ckan() {
    python -m ckanext.scigov.launcher.ckan_cli "$@"
}

for name in CKAN_SECRET_KEY CKAN_TOKEN_SECRET CKAN_SITE_URL CKAN_SQLALCHEMY_URL \
    CKAN_DATASTORE_WRITE_URL CKAN_DATASTORE_READ_URL CKAN_REDIS_URL; do
    if eval "[ -z \"\${$name:-}\" ]"; then
        echo "$name is not set. docs/docker.md lists what the portal needs." >&2
        exit 2
    fi
done
export CKAN_SEARCH_BACKEND="${CKAN_SEARCH_BACKEND:-postgresql}"

case "${1:-web}" in
    web)
        exec granian --interface wsgi --host "${SCIGOV_WEB_HOST:-0.0.0.0}" --port "${SCIGOV_WEB_PORT:-5000}" \
            --workers "${SCIGOV_WEB_PROCESSES:-2}" \
            --blocking-threads "$((${SCIGOV_WEB_THREADS:-4} + ${SCIGOV_WEB_DOWNLOADS:-24}))" \
            ckanext.scigov.launcher.wsgi:application
        ;;
    worker)
        exec python -m ckanext.scigov.launcher.ckan_cli scigov worker
        ;;
    harvester)
        exec python -m ckanext.scigov.launcher.ckan_cli scigov worker harvest
        ;;
    scheduler)
        exec python -m ckanext.scigov.launcher.ckan_cli scigov scheduler
        ;;
    migrate)
        ckan db init
        ckan translation js
        # Kept in a variable: the status of a pipe's first command would be lost.
        rights="$(ckan datastore set-permissions)"
        printf '%s\n' "$rights" | python "${SCIGOV_DOCKER:-/usr/local/lib/scigov}/permissions.py"
        ;;
    healthy)
        exec python -c "import sys, urllib.request as r; r.urlopen(sys.argv[1], timeout=8)" \
            "http://127.0.0.1:${SCIGOV_WEB_PORT:-5000}/healthz"
        ;;
    ckan)
        shift
        exec python -m ckanext.scigov.launcher.ckan_cli "$@"
        ;;
    *)
        echo "Unknown task '$1': web, worker, harvester, scheduler, migrate, healthy or ckan." >&2
        exit 2
        ;;
esac
