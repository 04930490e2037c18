using System.Globalization;
using Engine.Schemas;
using Engine.Sinks.Delivery;

namespace Engine.App.Runs;

/// <summary>Keeps the first refusals of a run, one of each reason and source, so that whoever ran it learns why without a query.</summary>
internal sealed class RefusalSamples : ISink
{
    private const int Most = 3;

    private readonly List<DeadLetter> _letters = [];

    public string Name => "refusal samples";

    /// <summary>One line each: where, and why.</summary>
    public IEnumerable<string> Lines => _letters.Select(letter => letter.Reason.StartsWith(letter.Position.Source, StringComparison.Ordinal)
        ? letter.Reason
        : string.Create(CultureInfo.InvariantCulture, $"{letter.Position.Source} at byte {letter.Position.Offset:N0}: {letter.Reason}"));

    public ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel)
    {
        foreach (var letter in batch.DeadLetters)
        {
            if (_letters.Count == Most)
                break;
            if (!_letters.Exists(known => known.Reason == letter.Reason && known.Position.Source == letter.Position.Source))
                _letters.Add(letter);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
