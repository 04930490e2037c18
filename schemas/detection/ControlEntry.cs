namespace Engine.Schemas;

/// <summary>
/// Something other than a call that changed how calls are judged, at an exact place in their order: recorded, so that a replay of the
/// stored calls judges them the same.
/// </summary>
public sealed record ControlEntry
{
    /// <summary>In force before the first call whose <see cref="Placement.Sequence"/> is at least this.</summary>
    public required long Sequence { get; init; }

    /// <summary>Logical time at that place (UTC).</summary>
    public required DateTimeOffset At { get; init; }
    public required ControlKind Kind { get; init; }

    /// <summary>What it is about: <c>baselines</c>, <c>rules</c>, <c>endpoints</c>, or the enforcement point and its target.</summary>
    public required string Subject { get; init; }

    /// <summary>Version that is in force from here; for enforcement <c>block</c> or <c>unblock</c>.</summary>
    public required string Version { get; init; }

    /// <summary>True: <see cref="State"/> is all of it. False: only what changed against the version before.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Entries as <see cref="StateBuffer"/> writes them; empty where the version says it all.</summary>
    public ReadOnlyMemory<byte> State { get; init; }
}
