using System.Globalization;
using Engine.Detection.Endpoints;
using Engine.Schemas;

namespace Engine.Detection.Baselines;

/// <summary>What is normal, as it changes: from one epoch to the next by learning, or as an earlier run recorded it.</summary>
/// <param name="mode">Where it comes from.</param>
/// <param name="successors">What endpoints have become.</param>
internal sealed class Knowledge(BaselineMode mode, EndpointSuccessors successors)
{
    /// <summary>Versions from one that is recorded whole to the next: a day of epochs.</summary>
    private const int WholeEvery = 288;

    private readonly KnowledgeCheckpoint _checkpoint = new(successors);
    private readonly StateBuffer _version = new();

    private bool _isWholeNext;

    /// <summary>What is in force: changes only while no lane runs.</summary>
    public BaselineTable Table => _checkpoint.Table;

    public bool Learns => mode == BaselineMode.Relearn;

    /// <summary>An epoch ends: what was learned since the one before comes into force.</summary>
    /// <param name="learned">What the lanes learned since then, or since the last checkpoint; taken over.</param>
    /// <param name="sequence">Arrival number of the first call that it judges.</param>
    /// <param name="at">Logical time of that call.</param>
    /// <returns>The new version; null where nothing was learned.</returns>
    public ControlEntry? Turn(IReadOnlyList<BaselinePartial> learned, long sequence, DateTimeOffset at)
    {
        if (_checkpoint.Absorb(learned) is not { } changes)
            return null;
        var isWhole = _isWholeNext || Table.Number % WholeEvery == 0;
        _isWholeNext = false;
        _version.Clear();
        BaselineEntries.WriteAll(_version, Table, isWhole ? Table.Keys : changes.Baselines, isWhole ? Table.MissedPaths : changes.MissedPaths);
        return new ControlEntry
        {
            Kind = ControlKind.Knowledge,
            Subject = "baselines",
            Version = Table.Version,
            Sequence = sequence,
            At = at,
            IsWhole = isWhole,
            State = _version.Written.ToArray(),
        };
    }

    /// <summary>Endpoints became part of others, and so does what is normal for them.</summary>
    public void Follow() => _checkpoint.Follow();

    /// <summary>The next version is recorded whole: what was recorded before is not what it follows from.</summary>
    public void RecordWhole() => _isWholeNext = true;

    /// <summary>Brings a recorded version into force; one who learns or has fixed baselines does not listen.</summary>
    /// <exception cref="InvalidDataException">It is no version of baselines.</exception>
    public void Apply(ControlEntry entry)
    {
        if (mode == BaselineMode.Recorded)
            _checkpoint.Replace(entry.State, VersionOf(entry.Version), entry.IsWhole);
    }

    /// <summary>Everything, what was learned since the last epoch included.</summary>
    public ReadOnlyMemory<byte> Export(IReadOnlyList<BaselinePartial> learned)
    {
        _checkpoint.Absorb(learned);
        var state = new StateBuffer();
        state.Put(StateSection.Detection, [], Table.Number, static (ref MessagePack.MessagePackWriter writer, long number) => writer.Write(number));
        BaselineEntries.WriteAll(state, Table, Table.Keys, Table.MissedPaths);
        return state.Written;
    }

    /// <exception cref="InvalidDataException">It is no export.</exception>
    public void Import(ReadOnlyMemory<byte> exported)
    {
        var rest = exported;
        if (!StateBuffer.TryRead(ref rest, out var head) || head is not { Section: StateSection.Detection, Value: { } number })
            throw new InvalidDataException("these are no exported baselines");
        _checkpoint.Replace(rest, new MessagePack.MessagePackReader(number).ReadInt64(), isWhole: true);
    }

    public void BeginCheckpoint(bool isWhole, IReadOnlyList<BaselinePartial> learned) => _checkpoint.Begin(isWhole, learned);

    /// <inheritdoc cref="ICheckpointed.ContinueCheckpoint"/>
    public bool ContinueCheckpoint(Func<bool> isEnough, StateBuffer into) => _checkpoint.Continue(isEnough, into);

    /// <inheritdoc cref="ICheckpointed.Restore"/>
    public bool Restore(in StateEntry entry) => _checkpoint.Restore(entry);

    public void CompleteRestore() => _checkpoint.CompleteRestore();

    private static long VersionOf(string version) => long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number : throw new InvalidDataException($"'{version}' is no version of baselines");
}
