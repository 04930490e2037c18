using System.Text;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>
/// Kong's log serializer (<c>kong/pdk/log.lua</c>) as its http-log and file-log plugins write it. People send a bearer token that
/// the shop checks itself; integrations send a key that Kong checks, so only they are consumers.
/// </summary>
internal sealed class KongWriter : ICallWriter
{
    private readonly Dictionary<string, byte[]> _behind = [];
    private readonly Dictionary<Account, byte[]> _verified = [];

    public void Write(Call call, Utf8Buffer line)
    {
        var target = call.Target.Written;
        var id = Chance.Mix((ulong)call.At, Chance.Mix(call.Client.Visitor, (ulong)call.ResponseBytes));
        line.Add("{\"request\":{\"id\":\""u8).AddHex(id).AddHex(Chance.Mix(id, (ulong)target.Length))
            .Add("\",\"uri\":\""u8).Add(target)
            .Add("\",\"url\":\"https://api.shop.example:8443"u8).Add(target).Add("\",\"querystring\":{"u8);
        AddQuery(target, line);
        line.Add("},\"method\":\""u8).Add(call.Operation.MethodText).Add("\",\"headers\":{\"host\":\"api.shop.example\",\"user-agent\":\""u8)
            .Add(call.Client.UserAgent.Utf8).Add("\",\"accept\":\"application/json\""u8);
        AddCredentials(call, line);
        line.Add("},\"size\":"u8).Add(320 + target.Length + call.RequestBytes)
            .Add(",\"tls\":{\"version\":\"TLSv1.3\",\"cipher\":\"TLS_AES_256_GCM_SHA384\",\"client_verify\":\"NONE\"}}"u8)
            .Add(",\"upstream_uri\":\""u8).Add(target)
            .Add("\",\"upstream_status\":\""u8).Add(call.Status)
            .Add("\",\"response\":{\"status\":"u8).Add(call.Status)
            .Add(",\"headers\":{\"content-type\":\"application/json\",\"content-length\":\""u8).Add(call.ResponseBytes)
            .Add("\",\"via\":\"1.1 kong/3.9.0\"},\"size\":"u8).Add(call.ResponseBytes + 260)
            .Add("},\"latencies\":{\"kong\":1,\"proxy\":"u8).Add(call.Milliseconds).Add(",\"request\":"u8).Add(call.Milliseconds + 1)
            .Add(",\"receive\":0},"u8).Add(Behind(call.Operation.Service));
        if (call.Credential?.Account is { } account && call.IsAuthenticated)
            line.Add(Verified(account));
        line.Add("\"client_ip\":\""u8).Add(call.Client.AddressText).Add("\",\"started_at\":"u8).Add(call.At)
            .Add(",\"source\":\"upstream\",\"workspace\":\"0dcd8f6a-5a8e-4a3e-9a62-9d7e7b6a1c55\",\"workspace_name\":\"default\"}\n"u8);
    }

    private static void AddCredentials(Call call, Utf8Buffer line)
    {
        if (call.Credential is { Account.IsConsumer: true } key)
            line.Add(",\"apikey\":\""u8).Add(key.Token).Add("\""u8);
        else if (call.Credential is { } bearer)
            line.Add(",\"authorization\":\"Bearer "u8).Add(bearer.Token).Add("\""u8);
        if (call.Client.Kind != ClientKind.Browser)
            return;
        line.Add(",\"referer\":\"https://www.shop.example/\",\"cookie\":\"visitor="u8).AddHex(call.Client.Visitor);
        if (call.Credential is { } session)
            line.Add("; sid="u8).AddHex(session.Session);
        line.Add("\""u8);
    }

    // Every query of the simulation is made of name=value pairs; %20 is the only escape.
    private static void AddQuery(ReadOnlySpan<byte> target, Utf8Buffer line)
    {
        var question = target.IndexOf((byte)'?');
        if (question < 0)
            return;
        var rest = target[(question + 1)..];
        var isFirst = true;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'&');
            var pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            var equals = pair.IndexOf((byte)'=');
            line.Add(isFirst ? "\""u8 : ",\""u8).Add(pair[..equals]).Add("\":\""u8);
            var value = pair[(equals + 1)..];
            for (var space = value.IndexOf("%20"u8); space >= 0; space = value.IndexOf("%20"u8))
            {
                line.Add(value[..space]).Add(" "u8);
                value = value[(space + 3)..];
            }

            line.Add(value).Add("\""u8);
            isFirst = false;
        }
    }

    private byte[] Behind(string service)
    {
        if (_behind.TryGetValue(service, out var text))
            return text;
        var number = Chance.Mix(1, Schemas.StableHash.Of(service));
        var tries = $$"""[{"ip":"10.0.{{number % 9}}.{{10 + (number % 200)}}","port":8080,"balancer_latency":0}]""";
        var route = $$"""{"id":"{{Uuid(number)}}","name":"{{service}}","paths":["/"]}""";
        var behind = $$"""{"id":"{{Uuid(~number)}}","name":"{{service}}","host":"{{service}}.internal","port":8080,"protocol":"http"}""";
        return _behind[service] = Encoding.ASCII.GetBytes($"\"tries\":{tries},\"route\":{route},\"service\":{behind},");
    }

    // Kong has checked the token or key itself: a person has an entity only, an integration a consumer too.
    private byte[] Verified(Account account)
    {
        if (_verified.TryGetValue(account, out var text))
            return text;
        var number = Chance.Mix(2, Schemas.StableHash.Of(account.Name));
        var entity = $"\"authenticated_entity\":{{\"id\":\"{Uuid(~number)}\"}},";
        var consumer = account.IsConsumer ? $"\"consumer\":{{\"id\":\"{Uuid(number)}\",\"username\":\"{account.Name}\"}}," : "";
        return _verified[account] = Encoding.ASCII.GetBytes(entity + consumer);
    }

    private static Guid Uuid(ulong number) =>
        new((int)number, (short)(number >> 32), (short)(0x4000 | (number >> 48 & 0xFFF)), 0x9a, 0x1b, 0x2c, 0x3d, 1, 2, 3, 4);
}
