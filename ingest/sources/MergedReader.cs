using System.Diagnostics.CodeAnalysis;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// Merges inputs by the time of their records into batches; at equal times the input given first comes first. The order depends on no
/// batch size and not on when what was read.
/// </summary>
/// <param name="inputs">The inputs.</param>
/// <param name="mostFaults">Faults of a batch at most.</param>
/// <param name="progress">Counts what is read.</param>
/// <param name="slice">
/// How long one input goes on although another one's turn has come: inputs of several partitions have batches of their own, which would be
/// of one record each. Default zero: merged exactly.
/// </param>
internal sealed class MergedReader(List<MergedInput> inputs, int mostFaults, ReadProgress progress, TimeSpan slice = default) : IDisposable
{
    private readonly List<DeadLetter> _faults = [];
    private BatchBuilder[] _batches = [.. inputs.Select(input => input.Batch).Distinct()];
    private BatchBuilder? _batch;
    private MergedInput? _sliced;
    private DateTimeOffset _sliceEnd;

    /// <summary>The next batch, which its receiver releases. False: everything is read.</summary>
    public bool TryRead([NotNullWhen(true)] out RawBatch? next)
    {
        next = null;
        // A batch of faults alone is cut early, so that a file of nothing but overlong lines stays bounded.
        while (_batch is null || (!_batch.IsFull && _faults.Count < mostFaults))
        {
            if (NextInput() is not { } input || (_batch is not null && input.Batch != _batch && HasSome))
                break;
            _batch = input.Batch;
            _batch.Add(input.Input.Take(out var block), block);
            CollectFaults(input.Input);
        }

        if (HasSome)
            next = Build();
        return next is not null;
    }

    private bool HasSome => _batch is { IsEmpty: false } || _faults.Count > 0;

    public void Dispose()
    {
        foreach (var batch in _batches)
            batch.Abandon();
        _batches = [];
        foreach (var input in inputs)
            input.Input.Dispose();
        inputs.Clear();
    }

    private RawBatch Build()
    {
        progress.CountFaults(_faults.Count);
        var built = (_batch ?? _batches[0]).Build(_faults);
        progress.CountRecords(built.Records.Count);
        return built;
    }

    private MergedInput? NextInput()
    {
        if (_sliced is { } going && going.Input.Prime() && going.Input.Turn < _sliceEnd)
            return going;
        MergedInput? first = null;
        for (var i = 0; i < inputs.Count; i++)
        {
            var input = inputs[i];
            if (!input.Input.Prime())
            {
                Close(input.Input);
                inputs.RemoveAt(i--);
            }
            else if (first is null || input.Input.Turn < first.Input.Turn)
            {
                first = input;
            }
        }

        if (slice > TimeSpan.Zero && first is not null)
            (_sliced, _sliceEnd) = (first, first.Input.Turn + slice);
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
