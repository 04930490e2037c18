-- What detection concluded. Small beside the calls, and asked for long after them: kept 13 months from writing.
CREATE TABLE IF NOT EXISTS sessions_data
(
  session_id UInt64,
  actor_kind LowCardinality(String),
  actor String,
  environment LowCardinality(String),
  start DateTime64(6, 'UTC'),
  end DateTime64(6, 'UTC'),
  calls Int64,
  failures Int64,
  request_bytes Int64,
  response_bytes Int64,
  distinct_endpoints Int32,
  operations Array(LowCardinality(String)),
  surprise_bits Nullable(Float64),
  ended_by LowCardinality(String),
  inserted_at DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(inserted_at)
ORDER BY (actor_kind, actor, start, session_id)
TTL inserted_at + INTERVAL 395 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS sessions AS SELECT * FROM sessions_data FINAL;

CREATE TABLE IF NOT EXISTS signals_data
(
  signal_id UUID,
  detector LowCardinality(String),
  detector_version Int32,
  actor_kind LowCardinality(String),
  actor String,
  service LowCardinality(Nullable(String)),
  method LowCardinality(Nullable(String)),
  endpoint LowCardinality(Nullable(String)),
  first_event DateTime64(6, 'UTC'),
  last_event DateTime64(6, 'UTC'),
  strength Float64,
  reason String CODEC(ZSTD(1)),
  observed Float64,
  expected Float64,
  threshold Float64,
  unit LowCardinality(String),
  event_ids Array(UUID),
  event_count Int64,
  is_shadow Bool,
  inserted_at DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(inserted_at)
ORDER BY (actor_kind, actor, last_event, signal_id)
TTL inserted_at + INTERVAL 395 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS signals AS SELECT * FROM signals_data FINAL;

-- Every revision of a decision is a row; the enums compare by their order, so that action >= 'challenge' means what it says.
CREATE TABLE IF NOT EXISTS verdict_revisions_data
(
  verdict_id UUID,
  revision UInt32,
  time DateTime64(6, 'UTC'),
  actor_kind LowCardinality(String),
  actor String,
  addresses Array(String),
  users Array(String),
  sessions Array(String),
  tokens Array(String),
  categories Array(LowCardinality(String)),
  severity Enum8('low' = 0, 'medium' = 1, 'high' = 2, 'critical' = 3),
  confidence Float64,
  score Float64,
  action Enum8('observe' = 0, 'challenge' = 1, 'throttle' = 2, 'block' = 3),
  first_event DateTime64(6, 'UTC'),
  last_event DateTime64(6, 'UTC'),
  event_count Int64,
  expires DateTime64(6, 'UTC'),
  `signals.signal_id` Array(UUID),
  `signals.detector` Array(LowCardinality(String)),
  `signals.strength` Array(Float64),
  `signals.reason` Array(String),
  `signals.observed` Array(Float64),
  `signals.expected` Array(Float64),
  `signals.threshold` Array(Float64),
  `signals.first_event` Array(DateTime64(6, 'UTC')),
  `signals.last_event` Array(DateTime64(6, 'UTC')),
  explanation String CODEC(ZSTD(1)),
  counterfactual String CODEC(ZSTD(1)),
  engine_version LowCardinality(String),
  rules_version LowCardinality(String),
  knowledge_version LowCardinality(String),
  inserted_at DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(inserted_at)
ORDER BY (verdict_id, revision)
TTL inserted_at + INTERVAL 395 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS verdict_revisions AS SELECT * FROM verdict_revisions_data FINAL;

-- The latest state by id, kept beside the revisions: found by its key, however many revisions there are.
CREATE TABLE IF NOT EXISTS verdicts_data AS verdict_revisions_data
ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(inserted_at)
ORDER BY verdict_id
TTL inserted_at + INTERVAL 395 DAY;

CREATE MATERIALIZED VIEW IF NOT EXISTS verdicts_latest TO verdicts_data AS SELECT * FROM verdict_revisions_data;

CREATE VIEW IF NOT EXISTS verdicts AS SELECT * FROM verdicts_data FINAL;

CREATE TABLE IF NOT EXISTS enforcements_data
(
  enforcement_id UUID,
  time DateTime64(6, 'UTC'),
  point LowCardinality(String),
  mode LowCardinality(String),
  change LowCardinality(String),
  target_kind LowCardinality(String),
  target String,
  verdict_id Nullable(UUID),
  result LowCardinality(String),
  reason String CODEC(ZSTD(1)),
  time_to_block_us Nullable(Int64),
  inserted_at DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(inserted_at)
ORDER BY (point, time, enforcement_id)
TTL inserted_at + INTERVAL 395 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE VIEW IF NOT EXISTS enforcements AS SELECT * FROM enforcements_data FINAL;
