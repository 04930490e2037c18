using System.Text.Json.Serialization;

namespace Engine.App.Simulation.Labels;

/// <summary>One line of a label file: who an actor was in truth, and how to recognise it in a log.</summary>
internal sealed record ActorLabel
{
    public required LabelledActor Actor { get; init; }
    public required LabelKind Label { get; init; }

    /// <summary>Group of actors that behave alike; for an attack the group of the abused account, if there is one.</summary>
    public required string Population { get; init; }

    /// <summary>Names it signs in with.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Addresses it calls from; others may share them.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>User agents it sends from these addresses.</summary>
    public IReadOnlyList<string> UserAgents { get; init; } = [];

    /// <summary>Event time of its first call as an attacker, or at all.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Event time of its last call as an attacker, or at all.</summary>
    public required DateTimeOffset To { get; init; }

    public required long Calls { get; init; }

    /// <summary>Shape of the attack; null unless it is one.</summary>
    public string? Attack { get; init; }

    /// <summary>Categories of which a verdict must name one; null unless it is an attack.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>What the attack is after; null unless it is one.</summary>
    public string? Aim { get; init; }

    /// <summary>How many calls each entry of <see cref="CallsAt"/> stands for; null unless it is an attack.</summary>
    public int? CallsEach { get; init; }

    /// <summary>When the attack's calls were made, milliseconds after <see cref="From"/>, ascending; null unless it is an attack.</summary>
    public IReadOnlyList<long>? CallsAt { get; init; }

    [JsonIgnore]
    public bool IsAttack => Label == LabelKind.Attack;

    /// <summary>How many of the attack's calls were made until then (rounded to <see cref="CallsEach"/>).</summary>
    public long CallsUntil(DateTimeOffset time)
    {
        var calls = 0;
        while (calls < CallsAt?.Count && From.AddMilliseconds(CallsAt[calls]) <= time)
            calls++;
        return Math.Min(Calls, (long)calls * (CallsEach ?? 1));
    }
}
