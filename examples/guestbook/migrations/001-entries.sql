SET client_min_messages = warning;

CREATE TABLE IF NOT EXISTS entries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  author text NOT NULL CHECK (author <> ''),
  words text NOT NULL CHECK (words <> ''),
  written_at timestamptz NOT NULL DEFAULT now()
);
