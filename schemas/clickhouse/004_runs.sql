-- Which run placed a call: (run, seq) is the order in which its calls were judged. Calls stored before this step belong to no run ('').
ALTER TABLE events_data ADD COLUMN IF NOT EXISTS run LowCardinality(String) AFTER source_index;

-- Blocks arrive in this order, so parts hold narrow ranges of it: a slice of a run passes most of the table by.
ALTER TABLE events_data ADD INDEX IF NOT EXISTS seq_range seq TYPE minmax GRANULARITY 1;

-- A view keeps the columns that its table had when it was made.
CREATE OR REPLACE VIEW events AS SELECT * FROM events_data FINAL;

-- What changed the judgement between two calls, in force before the first call of the run with at least this seq.
CREATE TABLE IF NOT EXISTS control_entries_data
(
  run LowCardinality(String),
  seq UInt64,
  time DateTime64(6, 'UTC'),
  kind LowCardinality(String),
  subject String,
  version String,
  is_whole Bool,
  payload String CODEC(ZSTD(3)),
  inserted_at DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(inserted_at)
ORDER BY (run, seq, kind, subject, version)
TTL inserted_at + INTERVAL 395 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS control_entries AS SELECT * FROM control_entries_data FINAL;

CREATE VIEW IF NOT EXISTS baselines AS SELECT * EXCEPT (kind) FROM control_entries_data FINAL WHERE kind = 'knowledge';

-- Every state of a run is a row; the last one written is the run.
CREATE TABLE IF NOT EXISTS runs_data
(
  id String,
  kind LowCardinality(String),
  started DateTime64(6, 'UTC'),
  ended Nullable(DateTime64(6, 'UTC')),
  input String CODEC(ZSTD(1)),
  input_digest Nullable(String),
  first_event Nullable(DateTime64(6, 'UTC')),
  last_event Nullable(DateTime64(6, 'UTC')),
  options_digest String,
  engine_version LowCardinality(String),
  rules_version LowCardinality(String),
  knowledge_version LowCardinality(String),
  baseline LowCardinality(String),
  exact Nullable(Bool),
  partial Nullable(Bool),
  partial_reason Nullable(String),
  calls Int64,
  late Int64,
  refused Int64,
  forgotten Int64,
  verdicts Int64,
  state LowCardinality(String),
  recorded_at DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC'),
  inserted_at DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = ReplacingMergeTree(recorded_at)
PARTITION BY toYYYYMM(inserted_at)
ORDER BY id
TTL inserted_at + INTERVAL 395 DAY;

CREATE VIEW IF NOT EXISTS runs AS SELECT * FROM runs_data FINAL;

-- What each run decided, so that runs compare: 'verdicts' holds one state for all of them.
CREATE TABLE IF NOT EXISTS run_verdicts_data
(
  run LowCardinality(String),
  verdict_id UUID,
  revision UInt32,
  time DateTime64(6, 'UTC'),
  actor_kind LowCardinality(String),
  actor String,
  action Enum8('observe' = 0, 'challenge' = 1, 'throttle' = 2, 'block' = 3),
  score Float64,
  categories Array(LowCardinality(String)),
  detectors Array(LowCardinality(String)),
  line String CODEC(ZSTD(1)),
  inserted_at DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(inserted_at)
ORDER BY (run, verdict_id, revision)
TTL inserted_at + INTERVAL 395 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS run_verdicts AS SELECT * FROM run_verdicts_data FINAL;
