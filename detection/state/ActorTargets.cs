using System.Net;
using Engine.Schemas;

namespace Engine.Detection.State;

/// <summary>
/// What of an actor can be acted on: the last address, token and session inline, more only for actors that use more. Claimed users are
/// never here: a forged name must not get its victim blocked.
/// </summary>
internal struct ActorTargets
{
    private IPAddress? _address;
    private string? _token, _session, _user;
    private List<string>? _addresses, _tokens, _sessions, _users;

    public void See(EnrichedEvent call)
    {
        if (call.ClientAddress is { } address && !ReferenceEquals(address, _address) && !address.Equals(_address))
        {
            Keep(ref _addresses, _address?.ToString());
            _address = address;
        }

        if (call.Call.Authentication is not { } shown || !call.IsVerified)
            return;
        See(shown.CredentialHash, ref _token, ref _tokens);
        See(shown.Session, ref _session, ref _sessions);
        See(shown.Consumer, ref _user, ref _users);
    }

    public readonly VerdictTargets Of(Actor actor) => new(
        Sorted(_addresses, _address?.ToString()),
        Sorted(_users, _user, actor.Key.Kind is ActorKind.Address or ActorKind.ApiKey or ActorKind.Session ? null : actor.Key.Value),
        Sorted(_sessions, _session),
        Sorted(_tokens, _token));

    private static void See(string? value, ref string? last, ref List<string>? earlier)
    {
        if (value is null || value == last)
            return;
        Keep(ref earlier, last);
        last = value;
    }

    private static void Keep(ref List<string>? earlier, string? value)
    {
        if (value is null)
            return;
        earlier ??= [];
        if (earlier.Count < VerdictTargets.MostOfEach - 1 && !earlier.Contains(value))
            earlier.Add(value);
    }

    private static List<string> Sorted(List<string>? earlier, string? last, string? itself = null)
    {
        List<string> all = [.. earlier ?? []];
        if (last is not null && !all.Contains(last))
            all.Add(last);
        if (itself is not null && !all.Contains(itself))
            all.Add(itself);
        all.Sort(StringComparer.Ordinal);
        return all;
    }
}
