"""Give the DataStore's reader its rights: runs CKAN's script from standard input, without psql."""

from __future__ import annotations

import os
import sys

import psycopg2


def main() -> None:
    # The script is written for psql; its \connect is what the address says already.
    script = "".join(line for line in sys.stdin if not line.startswith("\\"))
    connection = psycopg2.connect(os.environ["CKAN_DATASTORE_WRITE_URL"])
    with connection, connection.cursor() as cursor:
        cursor.execute(script)
    connection.close()


if __name__ == "__main__":
    main()
