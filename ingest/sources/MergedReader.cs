using System.Diagnostics.CodeAnalysis;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// Merges inputs by the time of their records into batches; at equal times the input given first comes first. The order depends on no
/// batch size and not on when what was read.
/// </summary>
internal sealed class MergedReader(List<OrderedInput> inputs, BatchBuilder batch, int mostFaults, ReadProgress progress) : IDisposable
{
    private readonly List<DeadLetter> _faults = [];
    private bool _isDisposed;

    /// <summary>The next batch, which its receiver releases. False: everything is read.</summary>
    public bool TryRead([NotNullWhen(true)] out RawBatch? next)
    {
        // A batch of faults alone is cut early, so that a file of nothing but overlong lines stays bounded.
        while (!batch.IsFull && _faults.Count < mostFaults && NextInput() is { } input)
        {
            var record = input.Take(out var block);
            batch.Add(record, block);
            CollectFaults(input);
        }

        next = batch.IsEmpty && _faults.Count == 0 ? null : Build();
        return next is not null;
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        batch.Abandon();
        foreach (var input in inputs)
            input.Dispose();
    }

    private RawBatch Build()
    {
        progress.CountFaults(_faults.Count);
        var built = batch.Build(_faults);
        progress.CountRecords(built.Records.Count);
        return built;
    }

    private OrderedInput? NextInput()
    {
        OrderedInput? first = null;
        for (var i = 0; i < inputs.Count; i++)
        {
            var input = inputs[i];
            if (!input.Prime())
            {
                Close(input);
                inputs.RemoveAt(i--);
            }
            else if (first is null || input.Turn < first.Turn)
            {
                first = input;
            }
        }

        return first;
    }

    private void Close(OrderedInput input)
    {
        CollectFaults(input);
        if (input.Records.IsBroken)
            progress.CountEndedEarly();
        input.Dispose();
    }

    private void CollectFaults(OrderedInput input)
    {
        if (input.Records.Faults.Count == 0)
            return;
        _faults.AddRange(input.Records.Faults);
        input.Records.Faults.Clear();
    }
}
