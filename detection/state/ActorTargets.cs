using System.Net;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.State;

/// <summary>
/// What of an actor can be acted on: the last address, token and session inline, more only for actors that use more. Claimed users are
/// never here: a forged name must not get its victim blocked.
/// </summary>
internal struct ActorTargets
{
    private IPAddress? _address;
    private string? _token, _session, _user;
    private EarlierTargets? _earlier;

    public void See(EnrichedEvent call)
    {
        if (call.ClientAddress is { } address && !address.Equals(_address))
        {
            if (_address is not null)
                EarlierTargets.Keep((_earlier ??= new EarlierTargets()).Addresses, _address);
            _address = address;
        }

        if (call.Call.Authentication is not { } shown || !call.IsVerified)
            return;
        if (shown.CredentialHash is { } token && token != _token)
        {
            if (_token is not null)
                EarlierTargets.Keep((_earlier ??= new EarlierTargets()).Tokens, _token);
            _token = token;
        }

        if (shown.Session is { } session && session != _session)
        {
            if (_session is not null)
                EarlierTargets.Keep((_earlier ??= new EarlierTargets()).Sessions, _session);
            _session = session;
        }

        // A person's consumer is the application that they use: acting on it would hit everybody.
        if (call.Actor.Peers == PeerGroup.Machines && shown.Consumer is { } user && user != _user)
        {
            if (_user is not null)
                EarlierTargets.Keep((_earlier ??= new EarlierTargets()).Users, _user);
            _user = user;
        }
    }

    public readonly VerdictTargets Of(Actor actor) => new(
        Sorted(_earlier?.Addresses.ConvertAll(address => address.ToString()), _address?.ToString()),
        Sorted(_earlier?.Users, _user, actor.Key.Kind is ActorKind.Address or ActorKind.ApiKey or ActorKind.Session ? null : actor.Key.Value),
        Sorted(_earlier?.Sessions, _session),
        Sorted(_earlier?.Tokens, _token));

    public static void Save(ref MessagePackWriter writer, in ActorTargets targets)
    {
        writer.WriteAddress(targets._address);
        writer.Write(targets._token);
        writer.Write(targets._session);
        writer.Write(targets._user);
        if (targets._earlier is { } earlier)
            EarlierTargets.Save(ref writer, earlier);
        else
            writer.WriteNil();
    }

    public static ActorTargets Load(ref MessagePackReader reader) => new()
    {
        _address = reader.ReadAddress(),
        _token = reader.ReadString(),
        _session = reader.ReadString(),
        _user = reader.ReadString(),
        _earlier = reader.TryReadNil() ? null : EarlierTargets.Load(ref reader),
    };

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
