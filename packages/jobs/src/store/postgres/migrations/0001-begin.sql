-- Made with the database and never changed: whose containers are whose, under whatever address it is reached.
CREATE TABLE identity (id TEXT NOT NULL);
INSERT INTO identity VALUES (substr(replace(gen_random_uuid()::text, '-', ''), 1, 16));

CREATE TABLE jobs (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant TEXT COLLATE "C" NOT NULL,
  spec TEXT NOT NULL,
  digest TEXT NOT NULL,
  idempotency_key TEXT,
  state TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  run_at BIGINT NOT NULL,
  started_at BIGINT,
  finished_at BIGINT,
  cancel_requested INTEGER NOT NULL,
  ended TEXT,
  schedule TEXT,
  submitted_by TEXT NOT NULL
);
-- The end of a job is written into the page that it is in.
ALTER TABLE jobs SET (fillfactor = 85);
CREATE UNIQUE INDEX jobs_idempotency ON jobs (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX jobs_of_tenant ON jobs (tenant, id);

-- Jobs in the order in which they ended: what keeps the rows of jobs free of an index that their end would change.
CREATE TABLE ends (finished_at BIGINT NOT NULL, job TEXT COLLATE "C" NOT NULL, PRIMARY KEY (finished_at, job));
-- Up to which end something was removed.
CREATE TABLE cleanups (what TEXT PRIMARY KEY, until BIGINT NOT NULL);

-- One narrow row for every job that has not ended. status: 0 later, 1 blocked by its key, 2 ready, 3 running.
-- plain: 1 when it has neither a key nor a webhook, so that nothing hangs on its end.
CREATE TABLE queue (
  job TEXT COLLATE "C" PRIMARY KEY,
  tenant TEXT COLLATE "C" NOT NULL,
  priority INTEGER NOT NULL,
  status INTEGER NOT NULL,
  run_at BIGINT NOT NULL,
  concurrency_key TEXT COLLATE "C",
  concurrency INTEGER NOT NULL,
  plain INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  lease INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  losses INTEGER NOT NULL,
  cancel_requested INTEGER NOT NULL,
  worker TEXT,
  lease_until BIGINT,
  started_at BIGINT
);
-- Its rows change often and are soon gone.
ALTER TABLE queue SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX queue_ready ON queue (tenant, priority DESC, job) WHERE status = 2;
CREATE INDEX queue_later ON queue (run_at) WHERE status = 0;
CREATE INDEX queue_blocked ON queue (tenant, concurrency_key, priority DESC, job) WHERE status = 1;
CREATE INDEX queue_running ON queue (tenant) WHERE status = 3;

-- Tenants that may have ready jobs, in the order in which they are served.
CREATE TABLE lanes (tenant TEXT COLLATE "C" PRIMARY KEY, turn BIGINT NOT NULL);
CREATE INDEX lanes_turn ON lanes (turn);
CREATE SEQUENCE turns;

-- How many jobs of a key are ready or run.
CREATE TABLE concurrency_keys (
  tenant TEXT COLLATE "C" NOT NULL,
  concurrency_key TEXT COLLATE "C" NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (tenant, concurrency_key)
);

CREATE TABLE attempts (
  job TEXT COLLATE "C" NOT NULL,
  number INTEGER NOT NULL,
  worker TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  ended TEXT,
  applied TEXT,
  log_end BIGINT NOT NULL,
  PRIMARY KEY (job, number)
);

ALTER TABLE attempts SET (fillfactor = 85);

CREATE TABLE log_chunks (
  job TEXT COLLATE "C" NOT NULL,
  attempt INTEGER NOT NULL,
  start BIGINT NOT NULL,
  size BIGINT NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (job, attempt, start)
);

-- A blob is there when its row is; chunks of an upload that was broken off have none.
CREATE TABLE blobs (digest TEXT PRIMARY KEY, upload TEXT NOT NULL, size BIGINT NOT NULL, created_at BIGINT NOT NULL);
CREATE TABLE blob_chunks (
  upload TEXT NOT NULL,
  number INTEGER NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (upload, number)
);
CREATE UNIQUE INDEX blobs_upload ON blobs (upload);
CREATE INDEX blob_uploads ON blob_chunks (upload) WHERE number = 0;
CREATE TABLE artifacts (digest TEXT NOT NULL, job TEXT COLLATE "C" NOT NULL, PRIMARY KEY (digest, job));
CREATE INDEX artifacts_of_job ON artifacts (job);

-- The audit trail. What was written stays; the sealer gives every entry its place in the chain, once.
CREATE TABLE trail (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  job TEXT COLLATE "C",
  attempt INTEGER NOT NULL,
  data TEXT NOT NULL,
  seq BIGINT,
  hash TEXT
);
CREATE INDEX trail_of_job ON trail (job, id) WHERE job IS NOT NULL;
CREATE UNIQUE INDEX trail_seq ON trail (seq) WHERE seq IS NOT NULL;
CREATE UNIQUE INDEX trail_unsealed ON trail (id) WHERE seq IS NULL;
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only';
END
$$;
CREATE TRIGGER trail_stays BEFORE DELETE ON trail FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trail_not_emptied BEFORE TRUNCATE ON trail FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trail_unchanged BEFORE UPDATE ON trail FOR EACH ROW
WHEN (
  OLD.seq IS NOT NULL
  OR (OLD.id, OLD.at, OLD.actor, OLD.kind, OLD.job, OLD.attempt, OLD.data)
    IS DISTINCT FROM (NEW.id, NEW.at, NEW.actor, NEW.kind, NEW.job, NEW.attempt, NEW.data)
)
EXECUTE FUNCTION refuse_change();

CREATE TABLE outbox (
  id TEXT COLLATE "C" PRIMARY KEY,
  job TEXT COLLATE "C" NOT NULL,
  url TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  tries INTEGER NOT NULL,
  next_at BIGINT,
  delivered_at BIGINT,
  error TEXT
);
CREATE INDEX outbox_due ON outbox (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_of_job ON outbox (job);

CREATE TABLE schedules (
  tenant TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  cron TEXT NOT NULL,
  timezone TEXT NOT NULL,
  spec TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  next_at BIGINT,
  last_at BIGINT,
  last_job TEXT,
  PRIMARY KEY (tenant, name)
);
CREATE INDEX schedules_due ON schedules (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE tokens (
  id TEXT COLLATE "C" PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT
);
