using System.Collections.Immutable;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Engine.Schemas;

namespace Engine.Detection.Enforcement;

/// <summary>
/// Addresses that an enforcement point answers for at this place of the input, as recorded: what they are refused says nothing about them,
/// even where the source cannot mark who refused.
/// </summary>
/// <remarks>Changes only between batches, while no lane runs.</remarks>
internal sealed class EnforcedTargets
{
    private const string Block = "block", AddressKind = "address";

    /// <summary>Points that answer for an address.</summary>
    private readonly Dictionary<IPAddress, int> _points = [];

    /// <summary>Open intervals by subject. Immutable, so that a checkpoint keeps it as it was.</summary>
    private ImmutableDictionary<string, IPAddress> _open = ImmutableDictionary<string, IPAddress>.Empty;
    private ImmutableDictionary<string, IPAddress> _saved = ImmutableDictionary<string, IPAddress>.Empty;

    /// <summary>Subjects that changed since the last checkpoint, and those that the present one has still to write.</summary>
    private HashSet<string> _changed = [];
    private Queue<string> _due = [];

    /// <summary>The call was answered by a point of ours: it is marked so, or its address is under enforcement and it was refused.</summary>
    public bool Answered(EnrichedEvent call) => call.Call.BlockedBy is not null
        || (_points.Count > 0 && call.Call.Status is 403 or 429 or 503 && call.ClientAddress is { } address && _points.ContainsKey(Plain(address)));

    /// <param name="entry">
    /// Its subject ends in <c>address</c> and the address, its version is <c>block</c> or <c>unblock</c>. Whether a call of another target was
    /// refused by us cannot be told from its answer: those are passed over.
    /// </param>
    public void Apply(ControlEntry entry)
    {
        _changed.Add(entry.Subject);
        if (entry.Version == Block)
            Open(entry.Subject);
        else
            Close(entry.Subject);
    }

    public void BeginCheckpoint(bool isWhole)
    {
        _saved = _open;
        _due = new Queue<string>(isWhole ? _changed.Union(_open.Keys) : _changed);
        _changed = [];
    }

    /// <inheritdoc cref="ICheckpointed.ContinueCheckpoint"/>
    public bool ContinueCheckpoint(Func<bool> isEnough, StateBuffer into)
    {
        while (_due.TryDequeue(out var subject))
        {
            if (_saved.ContainsKey(subject))
                into.Put(StateSection.Enforcement, Encoding.UTF8.GetBytes(subject), []);
            else
                into.Remove(StateSection.Enforcement, Encoding.UTF8.GetBytes(subject));
            if (isEnough())
                return false;
        }

        return true;
    }

    public void Restore(in StateEntry entry)
    {
        var subject = Encoding.UTF8.GetString(entry.Key.Span);
        if (entry.Value is null)
            Close(subject);
        else
            Open(subject);
    }

    private void Open(string subject)
    {
        if (AddressOf(subject) is not { } address || _open.ContainsKey(subject))
            return;
        _open = _open.Add(subject, address);
        CollectionsMarshal.GetValueRefOrAddDefault(_points, address, out _)++;
    }

    private void Close(string subject)
    {
        if (!_open.TryGetValue(subject, out var address))
            return;
        _open = _open.Remove(subject);
        if (--CollectionsMarshal.GetValueRefOrAddDefault(_points, address, out _) == 0)
            _points.Remove(address);
    }

    private static IPAddress? AddressOf(string subject) =>
        subject.Split(' ') is [.., AddressKind, var text] && IPAddress.TryParse(text, out var address) ? Plain(address) : null;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
