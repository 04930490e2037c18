using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>A plain JSON access log as many services write it, with names of its own: the case for a mapped format.</summary>
internal sealed class JsonWriter : ICallWriter
{
    /// <summary>The configuration that reads it.</summary>
    public const string Map = """
        # Reads what `engine simulate --format json` writes; take it as an example for your own log.
        formats:
          - name: shop-json
            title: access log of the simulated shop
            time: rfc3339
            duration: milliseconds
            time_marks: start
            user_is_verified: true
            byte_counts: bodies
            fields:
              time: ts
              duration: ms
              address: client
              method: method
              host: host
              path: path
              query: query
              protocol: proto
              status: status
              request_bytes: bytes_in
              response_bytes: bytes_out
              user: user
              consumer: consumer
              user_agent: ua
              referer: referer
              callee: service
              trace_id: trace

        """;

    private readonly Timestamp _time = new();

    public void Write(Call call, Utf8Buffer line)
    {
        var target = call.Target.Written;
        var question = target.IndexOf((byte)'?');
        line.Add("{\"ts\":\""u8);
        _time.Write(call.At, line);
        line.Add("\",\"env\":\"production\",\"service\":\""u8).Add(call.Operation.Service)
            .Add("\",\"client\":\""u8).Add(call.Client.AddressText)
            .Add("\",\"method\":\""u8).Add(call.Operation.MethodText)
            .Add("\",\"host\":\"api.shop.example\",\"path\":\""u8).Add(question < 0 ? target : target[..question]);
        if (question >= 0)
            line.Add("\",\"query\":\""u8).Add(target[(question + 1)..]);
        line.Add("\",\"proto\":\"HTTP/2\",\"status\":"u8).Add(call.Status)
            .Add(",\"bytes_in\":"u8).Add(call.RequestBytes)
            .Add(",\"bytes_out\":"u8).Add(call.ResponseBytes)
            .Add(",\"ms\":"u8).Add(call.Milliseconds);
        if (call.IsAuthenticated)
            AddIdentity(call.Credential!, line);
        if (call.Client.Kind == ClientKind.Browser)
            line.Add(",\"referer\":\"https://www.shop.example/\""u8);
        line.Add(",\"ua\":\""u8).Add(call.Client.UserAgent.Utf8)
            .Add("\",\"trace\":\""u8)
            .AddHex(Chance.Mix((ulong)call.At, call.Client.Visitor)).AddHex(Chance.Mix((ulong)call.At, (ulong)call.ResponseBytes))
            .Add("\"}\n"u8);
    }

    private static void AddIdentity(Credential credential, Utf8Buffer line)
    {
        if (credential.Account.IsConsumer)
            line.Add(",\"consumer\":\""u8).Add(credential.Account.NameText).Add("\""u8);
        else
            line.Add(",\"user\":\""u8).Add(credential.Account.NameText).Add("\",\"role\":\""u8).Add(credential.Account.Role).Add("\""u8);
    }
}
