namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>What a statement does to state that outlives it, as ClickHouse's own parser decides.</summary>
internal enum StatementClass { ReadOnly, Mutating, MutatingGlobal, Control, Unknown }
