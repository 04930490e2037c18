-- One row is an API call after enrichment: evidence for people, and everything a detector reads, so that a replay can enter at detection.
-- Sorted by actor, then time: a timeline is one range read. Partitioned and expired by the day of writing, not by event time:
-- a replay of a log of 2015 stays for its 30 days, and times that an attacker writes into a log cannot create thousands of partitions.
-- LowCardinality only where people group by: each such column costs ClickHouse 0.15 microseconds a call to read in.
CREATE TABLE IF NOT EXISTS events_data
(
  event_id UUID,
  time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  time_precision Enum8('seconds' = 0, 'milliseconds' = 1, 'microseconds' = 2),
  time_marks Enum8('start' = 0, 'end' = 1),
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
  direction Enum8('inbound' = 0, 'internal' = 1, 'outbound' = 2),
  service LowCardinality(String),
  service_version Nullable(String) CODEC(ZSTD(1)),
  method LowCardinality(String),
  endpoint LowCardinality(String),
  endpoint_id UInt64,
  is_provisional Bool,
  endpoint_role Enum8('other' = 0, 'log_in' = 1, 'sign_up' = 2, 'reset' = 3, 'purchase' = 4, 'coupon' = 5, 'export' = 6, 'search' = 7, 'admin' = 8, 'health' = 9),
  endpoint_standing Enum8('unknown' = 0, 'documented' = 1, 'shadow' = 2, 'deprecated' = 3),
  scheme Nullable(String) CODEC(ZSTD(1)),
  host Nullable(String) CODEC(ZSTD(1)),
  path String CODEC(ZSTD(1)),
  query Nullable(String) CODEC(ZSTD(1)),
  protocol Nullable(String) CODEC(ZSTD(1)),
  status Nullable(UInt16),
  request_bytes Nullable(Int64),
  response_bytes Nullable(Int64),
  response_records Nullable(Int32),
  blocked_by Nullable(String) CODEC(ZSTD(1)),
  client_address Nullable(String) CODEC(ZSTD(1)),
  peer_address Nullable(String) CODEC(ZSTD(1)),
  peer_port Nullable(UInt16),
  forwarded_for Nullable(String) CODEC(ZSTD(1)),
  country Nullable(String) CODEC(ZSTD(1)),
  asn Nullable(UInt32),
  is_hosting Nullable(Bool),
  client_class Enum8('unknown' = 0, 'browser' = 1, 'mobile_app' = 2, 'sdk' = 3, 'script' = 4, 'declared_bot' = 5),
  user_agent Nullable(String) CODEC(ZSTD(1)),
  referer Nullable(String) CODEC(ZSTD(1)),
  tls_fingerprint Nullable(String) CODEC(ZSTD(1)),
  `objects.parameter` Array(LowCardinality(String)),
  `objects.place` Array(Enum8('path' = 0, 'query' = 1, 'body' = 2)),
  `objects.value` Array(String) CODEC(ZSTD(1)),
  `objects.number` Array(Nullable(Int64)),
  auth_scheme Nullable(Enum8('none' = 0, 'basic' = 1, 'bearer' = 2, 'jwt' = 3, 'api_key' = 4, 'cookie' = 5, 'client_certificate' = 6, 'signature' = 7, 'other' = 8)),
  auth_credential Nullable(String) CODEC(ZSTD(1)),
  auth_subject Nullable(String) CODEC(ZSTD(1)),
  auth_consumer Nullable(String) CODEC(ZSTD(1)),
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
  caller Nullable(String) CODEC(ZSTD(1)),
  callee Nullable(String) CODEC(ZSTD(1)),
  called_database Nullable(String) CODEC(ZSTD(1)),
  route Nullable(String) CODEC(ZSTD(1)),
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
SETTINGS non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1, min_bytes_for_wide_part = 67108864;

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
