namespace Engine.Sinks.Enforcement;

/// <summary>How a configured point is right now.</summary>
/// <param name="Name">Its configured name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">dry-run or enforce.</param>
/// <param name="IsReachable">It answered.</param>
/// <param name="Ours">Entries with our mark.</param>
/// <param name="Others">Entries of others, which are left alone.</param>
/// <param name="Failure">Why it did not answer; null = it did.</param>
public sealed record PointState(string Name, string Kind, EnforcementMode Mode, bool IsReachable, int Ours, int Others, string? Failure)
{
    /// <summary>Asks it; changes nothing.</summary>
    public static async ValueTask<PointState> AskAsync(PointOptions options, EnforcementMode general, TimeProvider time, CancellationToken cancel)
    {
        await using var point = PointCatalog.Create(options, time);
        var mode = options.Mode ?? general;
        try
        {
            var entries = await point.ReadAsync(cancel);
            var ours = entries.Count(entry => BlockMark.Parse(entry.Value, options.Owner) is not null);
            return new PointState(options.Name, options.Kind, mode, true, ours, entries.Count - ours, null);
        }
        catch (PointFailure e)
        {
            return new PointState(options.Name, options.Kind, mode, false, 0, 0, e.Message);
        }
    }
}
