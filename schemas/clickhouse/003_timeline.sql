-- The analyst's query: SELECT * FROM attack_timeline WHERE verdict_id = '…' (add AND actor = '…' on a store with hundreds of millions of calls).
-- The actor's calls from two minutes before the first to the last event of the verdict, its signals, each revision of the decision, and what was done.
-- Of a verdict with more than 1,000 calls the first 250 and the last 750 are listed, with one row 'gap' between them that counts the rest.
-- Filters on verdict_id and actor reach the tables: both are in the PARTITION BY of the windows.
CREATE VIEW IF NOT EXISTS attack_timeline AS
SELECT verdict_id, actor, time, kind, title, endpoint, status, detail, event_id
FROM
(
  SELECT
    verdict_id,
    actor,
    time,
    if(n = 251 AND total > 1000, 'gap', 'call') AS kind,
    if(kind = 'gap', concat(toString(total - 1000), ' more calls, not listed'), concat(method, ' ', path)) AS title,
    if(kind = 'gap', NULL, concat(method, ' ', template))::Nullable(String) AS endpoint,
    if(kind = 'gap', NULL, call_status)::Nullable(UInt16) AS status,
    if(kind = 'gap', '', call_detail) AS detail,
    if(kind = 'gap', NULL, id)::Nullable(UUID) AS event_id,
    1 AS rank
  FROM
  (
    SELECT
      v.verdict_id AS verdict_id,
      c.actor AS actor,
      c.time AS time,
      c.method AS method,
      c.path AS path,
      c.endpoint AS template,
      c.status AS call_status,
      c.event_id AS id,
      concat(
        if(c.query IS NULL, '', concat('?', substringUTF8(c.query, 1, 200), ' ')),
        if(c.response_bytes IS NULL, '', concat(toString(c.response_bytes), ' bytes ')),
        if(c.client_address IS NULL, '', concat('from ', c.client_address)),
        if(c.blocked_by IS NULL, '', concat(', answered by ', c.blocked_by))) AS call_detail,
      row_number() OVER (PARTITION BY v.verdict_id, c.actor ORDER BY c.time, c.event_id) AS n,
      count() OVER (PARTITION BY v.verdict_id, c.actor) AS total
    FROM events AS c
    INNER JOIN verdicts AS v ON c.actor_kind = v.actor_kind AND c.actor = v.actor
    WHERE (c.actor_kind, c.actor) IN (SELECT actor_kind, actor FROM verdicts)
      AND c.time >= v.first_event - INTERVAL 2 MINUTE AND c.time <= v.last_event
  )
  WHERE total <= 1000 OR n <= 251 OR total - n < 750

  UNION ALL

  SELECT
    v.verdict_id,
    s.actor,
    s.last_event,
    'signal',
    concat(s.detector, if(s.is_shadow, ' (shadow)', ''), ', strength ', toString(round(s.strength, 2))),
    if(s.endpoint IS NULL, NULL, concat(s.method, ' ', s.endpoint)),
    NULL,
    s.reason,
    if(empty(s.event_ids), NULL, s.event_ids[-1]),
    2
  FROM signals AS s
  INNER JOIN verdicts AS v ON s.actor_kind = v.actor_kind AND s.actor = v.actor
  WHERE (s.actor_kind, s.actor) IN (SELECT actor_kind, actor FROM verdicts)
    AND s.last_event >= v.first_event - INTERVAL 2 MINUTE AND s.last_event <= v.last_event

  UNION ALL

  SELECT
    verdict_id,
    actor,
    time,
    'decision',
    concat(toString(action), ', score ', toString(round(score)), ', ', toString(severity), ', revision ', toString(revision)),
    NULL,
    NULL,
    explanation,
    NULL,
    3
  FROM verdict_revisions

  UNION ALL

  SELECT
    assumeNotNull(e.verdict_id),
    v.actor,
    e.time,
    'enforcement',
    concat(e.change, ' ', e.target_kind, ' ', e.target, ' at ', e.point, ' (', e.mode, ')'),
    NULL,
    NULL,
    concat(e.result, if(e.reason = '', '', concat(': ', e.reason)),
      if(e.time_to_block_us IS NULL, '', concat(', ', toString(round(e.time_to_block_us / 1000)), ' ms after the call'))),
    NULL,
    4
  FROM enforcements AS e
  INNER JOIN verdicts AS v ON e.verdict_id = v.verdict_id
)
ORDER BY verdict_id, time, rank, event_id;

-- The API as the calls show it.
CREATE VIEW IF NOT EXISTS endpoints AS
SELECT
  service,
  method,
  endpoint,
  argMax(endpoint_role, time) AS role,
  argMax(endpoint_standing, time) AS standing,
  count() AS calls,
  uniq(actor_kind, actor) AS actors,
  countIf(status >= 400) AS failures,
  quantile(0.95)(response_bytes) AS response_bytes_p95,
  min(time) AS first_seen,
  max(time) AS last_seen
FROM events
GROUP BY service, method, endpoint;
