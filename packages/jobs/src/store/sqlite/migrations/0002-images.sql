-- Images that were pulled for jobs, by engine: only these are ever removed again.
CREATE TABLE images (
  engine TEXT NOT NULL,
  name TEXT NOT NULL,
  id TEXT NOT NULL,
  pulled_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (engine, name)
);
