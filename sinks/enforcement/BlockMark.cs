using System.Globalization;
using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// The value the engine writes beside a target: <c>engine:&lt;verdict id&gt;:&lt;expiry, Unix seconds&gt;</c>. It says whose entry it is (all others
/// are left alone), which verdict to ask about, and until when it holds: so a block can be found and ended even when the engine's own
/// state is lost, and a point that can compare times ends it while the engine is down.
/// </summary>
/// <param name="Owner">Name of this installation; two engines at one point take two names.</param>
/// <param name="Verdict">The verdict behind the block.</param>
/// <param name="Until">End of the block, rounded up to a minute, so that a verdict which keeps growing rewrites its entry once a minute at most.</param>
public readonly record struct BlockMark(string Owner, EventId Verdict, DateTimeOffset Until)
{
    public static BlockMark For(string owner, EventId verdict, DateTimeOffset until) =>
        new(owner, verdict, DateTimeOffset.FromUnixTimeSeconds((until.ToUnixTimeSeconds() + 59) / 60 * 60));

    /// <summary>Null: the value is not a mark of this owner, so the entry belongs to somebody else.</summary>
    public static BlockMark? Parse(string value, string owner)
    {
        if (value.Length < owner.Length + 35 || !value.StartsWith(owner, StringComparison.Ordinal) || value[owner.Length] != ':')
            return null;
        var rest = value.AsSpan(owner.Length + 1);
        return rest[32] == ':' && Guid.TryParseExact(rest[..32], "N", out var verdict)
            && long.TryParse(rest[33..], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? new BlockMark(owner, new EventId(verdict), DateTimeOffset.FromUnixTimeSeconds(seconds))
                : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Owner}:{Verdict.Value:N}:{Until.ToUnixTimeSeconds()}");
}
