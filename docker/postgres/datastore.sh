#!/bin/sh
# Run once by the image of PostgreSQL, on an empty data directory: the DataStore's database and
# the role that may only read it.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set reader_password="$DATASTORE_READER_PASSWORD" <<'SQL'
CREATE ROLE datastore_ro LOGIN PASSWORD :'reader_password';
CREATE DATABASE datastore TEMPLATE template0 ENCODING 'UTF8';
SQL
