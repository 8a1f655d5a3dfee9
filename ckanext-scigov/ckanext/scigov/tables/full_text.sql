-- The twin of domain/terms.py for rows that come through the DataStore's API instead of a file:
-- datastore_upsert leaves _full_text empty, and this trigger fills it with the same tokens.
-- __CJK__ and __WORD__ are the character ranges of the twin; __NAME__ bears a hash of this text, so
-- that another version never changes the function under tables that were made with this one.
CREATE OR REPLACE FUNCTION __NAME__() RETURNS trigger
LANGUAGE plpgsql AS $body$
DECLARE
    cell text;
    run text;
    place int := 0;
    tokens text := '';
BEGIN
    IF NEW._full_text IS NOT NULL THEN
        IF TG_OP = 'INSERT' THEN
            RETURN NEW;
        END IF;
        IF NEW._full_text IS DISTINCT FROM OLD._full_text THEN
            RETURN NEW;
        END IF;
    END IF;
    FOR cell IN
        SELECT value FROM json_each_text(row_to_json(NEW.*))
        WHERE key NOT LIKE '\_%' AND value IS NOT NULL
    LOOP
        FOR run IN
            SELECT runs.words[1] FROM regexp_matches(
                lower(normalize(cell, NFKC)), '[__CJK__]+|[__WORD__]+', 'g') AS runs (words)
        LOOP
            EXIT WHEN place >= 16383;
            IF run ~ '^[__CJK__]' THEN
                FOR i IN 1 .. length(run) LOOP
                    place := place + 1;
                    tokens := tokens || ' ' || substr(run, i, 2) || ':' || place;
                END LOOP;
            ELSE
                place := place + 1;
                tokens := tokens || ' ' || left(run, 64) || ':' || place;
            END IF;
        END LOOP;
        place := place + 1;
    END LOOP;
    NEW._full_text := tokens::tsvector;
    RETURN NEW;
END;
$body$;
