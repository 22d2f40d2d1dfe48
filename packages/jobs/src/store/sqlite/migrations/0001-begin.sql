-- Made with the database and never changed: whose containers are whose, under whatever address it is reached.
CREATE TABLE identity (id TEXT NOT NULL);
INSERT INTO identity VALUES (lower(hex(randomblob(8))));

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  spec TEXT NOT NULL,
  digest TEXT NOT NULL,
  idempotency_key TEXT,
  state TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  run_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  cancel_requested INTEGER NOT NULL,
  ended TEXT,
  schedule TEXT,
  submitted_by TEXT NOT NULL
);
CREATE UNIQUE INDEX jobs_idempotency ON jobs (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX jobs_of_tenant ON jobs (tenant, id);

-- Jobs in the order in which they ended: what keeps the rows of jobs free of an index that their end would change.
CREATE TABLE ends (finished_at INTEGER NOT NULL, job TEXT NOT NULL, PRIMARY KEY (finished_at, job)) WITHOUT ROWID;
-- Up to which end something was removed.
CREATE TABLE cleanups (what TEXT PRIMARY KEY, until INTEGER NOT NULL);

-- One narrow row for every job that has not ended. status: 0 later, 1 blocked by its key, 2 ready, 3 running.
-- plain: 1 when it has neither a key nor a webhook, so that nothing hangs on its end.
CREATE TABLE queue (
  job TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  priority INTEGER NOT NULL,
  status INTEGER NOT NULL,
  run_at INTEGER NOT NULL,
  concurrency_key TEXT,
  concurrency INTEGER NOT NULL,
  plain INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  lease INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  losses INTEGER NOT NULL,
  cancel_requested INTEGER NOT NULL,
  worker TEXT,
  lease_until INTEGER,
  started_at INTEGER
) WITHOUT ROWID;
CREATE INDEX queue_ready ON queue (tenant, priority DESC, job) WHERE status = 2;
CREATE INDEX queue_later ON queue (run_at) WHERE status = 0;
CREATE INDEX queue_blocked ON queue (tenant, concurrency_key, priority DESC, job) WHERE status = 1;
CREATE INDEX queue_running ON queue (tenant) WHERE status = 3;

-- Tenants that may have ready jobs, in the order in which they are served.
CREATE TABLE lanes (tenant TEXT PRIMARY KEY, turn INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX lanes_turn ON lanes (turn);

-- How many jobs of a key are ready or run.
CREATE TABLE concurrency_keys (
  tenant TEXT NOT NULL,
  concurrency_key TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (tenant, concurrency_key)
) WITHOUT ROWID;

CREATE TABLE attempts (
  job TEXT NOT NULL,
  number INTEGER NOT NULL,
  worker TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  ended TEXT,
  applied TEXT,
  log_end INTEGER NOT NULL,
  PRIMARY KEY (job, number)
) WITHOUT ROWID;

CREATE TABLE log_chunks (
  job TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  start INTEGER NOT NULL,
  size INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (job, attempt, start)
);

-- A blob is there when its row is; chunks of an upload that was broken off have none.
CREATE TABLE blobs (digest TEXT PRIMARY KEY, upload TEXT NOT NULL, size INTEGER NOT NULL, created_at INTEGER NOT NULL);
CREATE TABLE blob_chunks (
  upload TEXT NOT NULL,
  number INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (upload, number)
);
CREATE UNIQUE INDEX blobs_upload ON blobs (upload);
CREATE INDEX blob_uploads ON blob_chunks (upload) WHERE number = 0;
CREATE TABLE artifacts (digest TEXT NOT NULL, job TEXT NOT NULL, PRIMARY KEY (digest, job)) WITHOUT ROWID;
CREATE INDEX artifacts_of_job ON artifacts (job);

-- The audit trail. What was written stays; the sealer gives every entry its place in the chain, once.
CREATE TABLE trail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  job TEXT,
  attempt INTEGER NOT NULL,
  data TEXT NOT NULL,
  seq INTEGER,
  hash TEXT
);
CREATE INDEX trail_of_job ON trail (job, id) WHERE job IS NOT NULL;
CREATE UNIQUE INDEX trail_seq ON trail (seq) WHERE seq IS NOT NULL;
CREATE INDEX trail_unsealed ON trail (id) WHERE seq IS NULL;
CREATE TRIGGER trail_stays BEFORE DELETE ON trail
BEGIN
  SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER trail_unchanged BEFORE UPDATE ON trail
WHEN OLD.seq IS NOT NULL OR OLD.id IS NOT NEW.id OR OLD.at IS NOT NEW.at OR OLD.actor IS NOT NEW.actor OR OLD.kind IS NOT NEW.kind
  OR OLD.job IS NOT NEW.job OR OLD.attempt IS NOT NEW.attempt OR OLD.data IS NOT NEW.data
BEGIN
  SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  job TEXT NOT NULL,
  url TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  next_at INTEGER,
  delivered_at INTEGER,
  error TEXT
);
CREATE INDEX outbox_due ON outbox (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_of_job ON outbox (job);

CREATE TABLE schedules (
  tenant TEXT NOT NULL,
  name TEXT NOT NULL,
  cron TEXT NOT NULL,
  timezone TEXT NOT NULL,
  spec TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  next_at INTEGER,
  last_at INTEGER,
  last_job TEXT,
  PRIMARY KEY (tenant, name)
);
CREATE INDEX schedules_due ON schedules (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  tenant TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
);
