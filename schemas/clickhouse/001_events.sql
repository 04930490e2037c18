-- One row is an API call after enrichment: evidence for people, and everything a detector reads, so that a replay can enter at detection.
-- Sorted by actor, then time: a timeline is one range read. Partitioned and expired by the day of writing, not by event time:
-- a replay of a log of 2015 stays for its 30 days, and times that an attacker writes into a log cannot create thousands of partitions.
CREATE TABLE IF NOT EXISTS events_data
(
  event_id UUID,
  time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  time_precision LowCardinality(String),
  time_marks LowCardinality(String),
  duration_us Nullable(Int64),
  tick DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  is_late Bool,
  shard UInt16,
  seq UInt64,
  environment LowCardinality(String),
  actor_kind LowCardinality(String),
  actor String CODEC(ZSTD(1)),
  is_verified Bool,
  claimed_user Nullable(String) CODEC(ZSTD(1)),
  session_id UInt64,
  direction LowCardinality(String),
  service LowCardinality(String),
  service_version LowCardinality(Nullable(String)),
  method LowCardinality(String),
  endpoint LowCardinality(String),
  endpoint_id UInt64,
  is_provisional Bool,
  endpoint_role LowCardinality(String),
  endpoint_standing LowCardinality(String),
  scheme LowCardinality(Nullable(String)),
  host LowCardinality(Nullable(String)),
  path String CODEC(ZSTD(1)),
  query Nullable(String) CODEC(ZSTD(1)),
  protocol LowCardinality(Nullable(String)),
  status Nullable(UInt16),
  request_bytes Nullable(Int64),
  response_bytes Nullable(Int64),
  response_records Nullable(Int32),
  blocked_by LowCardinality(Nullable(String)),
  client_address Nullable(String) CODEC(ZSTD(1)),
  peer_address Nullable(String) CODEC(ZSTD(1)),
  peer_port Nullable(UInt16),
  forwarded_for Nullable(String) CODEC(ZSTD(1)),
  country LowCardinality(Nullable(String)),
  asn Nullable(UInt32),
  is_hosting Nullable(Bool),
  client_class LowCardinality(String),
  user_agent Nullable(String) CODEC(ZSTD(1)),
  referer Nullable(String) CODEC(ZSTD(1)),
  tls_fingerprint LowCardinality(Nullable(String)),
  `objects.parameter` Array(LowCardinality(String)),
  `objects.place` Array(LowCardinality(String)),
  `objects.value` Array(String) CODEC(ZSTD(1)),
  `objects.number` Array(Nullable(Int64)),
  auth_scheme LowCardinality(Nullable(String)),
  auth_credential Nullable(String) CODEC(ZSTD(1)),
  auth_subject Nullable(String) CODEC(ZSTD(1)),
  auth_consumer LowCardinality(Nullable(String)),
  auth_session Nullable(String) CODEC(ZSTD(1)),
  auth_claims Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  auth_verified Nullable(Bool),
  request_headers Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  response_headers Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  request_body Nullable(String) CODEC(ZSTD(1)),
  response_body Nullable(String) CODEC(ZSTD(1)),
  request_findings Map(LowCardinality(String), UInt32),
  response_findings Map(LowCardinality(String), UInt32),
  -- Maps cannot be null: the groups that the source carried, so that absent and empty stay different in a replay.
  carries Array(LowCardinality(String)),
  trace_id Nullable(String) CODEC(ZSTD(1)),
  span_id Nullable(String) CODEC(ZSTD(1)),
  parent_span_id Nullable(String) CODEC(ZSTD(1)),
  caller LowCardinality(Nullable(String)),
  callee LowCardinality(Nullable(String)),
  called_database LowCardinality(Nullable(String)),
  route LowCardinality(Nullable(String)),
  vendor_request_id Nullable(String) CODEC(ZSTD(1)),
  source_format LowCardinality(String),
  source LowCardinality(String),
  source_partition Int32,
  source_offset Int64,
  source_index Int32,
  inserted_at DateTime('UTC') DEFAULT now('UTC'),
  INDEX time_range time TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMMDD(inserted_at)
ORDER BY (actor_kind, actor, time, event_id)
TTL inserted_at + INTERVAL 30 DAY
SETTINGS non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;

CREATE VIEW IF NOT EXISTS events AS SELECT * FROM events_data FINAL;

CREATE TABLE IF NOT EXISTS dead_letters_data
(
  source LowCardinality(String),
  source_partition Int32,
  source_offset Int64,
  source_index Int32,
  arrived_at DateTime64(6, 'UTC'),
  stage LowCardinality(String),
  format LowCardinality(Nullable(String)),
  reason String CODEC(ZSTD(1)),
  sample String CODEC(ZSTD(1)),
  length Int64,
  inserted_at DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMMDD(inserted_at)
ORDER BY (source, source_partition, source_offset, source_index, stage)
TTL inserted_at + INTERVAL 30 DAY
SETTINGS non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;

CREATE VIEW IF NOT EXISTS dead_letters AS SELECT * FROM dead_letters_data FINAL;
