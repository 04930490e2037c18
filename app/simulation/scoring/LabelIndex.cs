using Engine.App.Simulation.Labels;
using Engine.Schemas;
using Engine.Sinks.Lines;

namespace Engine.App.Simulation.Scoring;

/// <summary>Finds the labelled actors that a verdict means.</summary>
internal sealed class LabelIndex
{
    private readonly Dictionary<string, List<ActorLabel>> _byName = [];
    private readonly Dictionary<string, List<ActorLabel>> _byAddress = [];
    private readonly Func<string, string>? _fingerprint;

    /// <param name="labels">The truth.</param>
    /// <param name="fingerprint">User agent → the fingerprint that stands after '|' in an address actor's id; null: not known here.</param>
    public LabelIndex(IEnumerable<ActorLabel> labels, Func<string, string>? fingerprint)
    {
        _fingerprint = fingerprint;
        foreach (var label in labels)
        {
            foreach (var user in label.Users)
                Add(_byName, user, label);
            foreach (var address in label.Addresses)
                Add(_byAddress, address, label);
        }
    }

    public IReadOnlyList<ActorLabel> MeantBy(VerdictLine verdict)
    {
        var meant = new List<ActorLabel>();
        foreach (var name in verdict.Targets.Users.Prepend(verdict.Actor.Value))
        {
            if (_byName.TryGetValue(name, out var named))
                meant.AddRange(named);
        }

        if (verdict.Actor.Kind == ActorKind.Address)
            meant.AddRange(AtAddress(verdict.Actor.Value));
        else if (meant.Count == 0)
            meant.AddRange(verdict.Targets.Addresses.SelectMany(OnlyOneAt));
        return [.. meant.Distinct<ActorLabel>(ReferenceEqualityComparer.Instance)];
    }

    // Everyone whom this address and this program cannot be told from. An attacker is meant only where no innocent shares both:
    // a verdict on a whole office does not count as having found the thief in it.
    private List<ActorLabel> AtAddress(string actor)
    {
        var bar = actor.IndexOf('|', StringComparison.Ordinal);
        var (address, print) = bar < 0 ? (actor, null) : (actor[..bar], actor[(bar + 1)..]);
        if (!_byAddress.TryGetValue(address, out var there))
            return [];
        var fitting = print is null || _fingerprint is null
            ? there
            : there.FindAll(label => label.UserAgents.Any(userAgent => _fingerprint(userAgent) == print));
        return fitting.Exists(label => !label.IsAttack) ? fitting.FindAll(label => !label.IsAttack) : fitting;
    }

    // A hashed key or session tells no name; its address does, if nobody else is there.
    private IReadOnlyList<ActorLabel> OnlyOneAt(string address) =>
        _byAddress.TryGetValue(address, out var there) && there.Count == 1 ? there : [];

    private static void Add(Dictionary<string, List<ActorLabel>> index, string key, ActorLabel label)
    {
        if (!index.TryGetValue(key, out var labels))
            index[key] = labels = [];
        labels.Add(label);
    }
}
