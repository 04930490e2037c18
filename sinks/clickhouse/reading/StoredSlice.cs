using System.Globalization;

namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>What the store holds of a run between two moments.</summary>
/// <param name="Calls">Calls between the moments.</param>
/// <param name="First">Number of the first of them in the run; -1: there is none.</param>
/// <param name="Last">Number of the last.</param>
/// <param name="Present">Calls that the store has from the first to the last, of whatever time.</param>
public sealed record StoredSlice(long Calls, long First, long Last, long Present)
{
    /// <summary>Event time of the earliest call that was asked for; null: from the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Event time before which the calls lie; null: to the end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Calls from the first to the last that the run had and the store has no more.</summary>
    public long Missing => First < 0 ? 0 : Last - First + 1 - Present;

    /// <summary>Why a replay of the slice is partial, for a person; null: it is whole.</summary>
    /// <param name="expected">Calls of the run where the whole of it was asked for: what expired at its ends shows only in this. Null: not known.</param>
    public string? Partial(long? expected = null)
    {
        if (First < 0)
            return "the store has no calls of the run in this time; they expired, were never stored, or a later run of the same input took them over";
        var ends = expected is { } calls ? Math.Max(0, calls - (Last - First + 1)) : 0;
        return Missing + ends == 0 ? null : string.Create(CultureInfo.InvariantCulture,
            $"{Missing + ends} of {Last - First + 1 + ends} calls are missing; they expired, were refused by the store, or a later run of the same input took them over");
    }
}
