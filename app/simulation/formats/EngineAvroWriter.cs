using System.Net;
using System.Text;
using Avro.IO;
using Engine.App.Simulation.Shop;
using Engine.Schemas;
using Engine.Sinks.Kafka.Avro;

namespace Engine.App.Simulation.Formats;

/// <summary>Engine's own calls in Avro, each behind its length.</summary>
internal sealed class EngineAvroWriter : ICallWriter
{
    private readonly byte[] _prefix = TopicSchema.ApiEvent.SingleObjectPrefix();

    public void Write(Call call, Utf8Buffer line)
    {
        using var bytes = new MemoryStream();
        bytes.Write(_prefix);
        AvroApiEvent.Write(new BinaryEncoder(bytes), Event(call));
        line.AddFrame(bytes.ToArray());
    }

    private static ApiEvent Event(Call call)
    {
        JsonParts.Split(call, out var path, out var query);
        var number = LineParts.Number(call);
        var account = call.IsAuthenticated ? call.Credential!.Account : null;
        return new ApiEvent
        {
            Id = EventId.From(new UInt128(number, ~number)),
            Position = new SourcePosition("simulate", 0, 0, 0),
            At = DateTimeOffset.FromUnixTimeMilliseconds(call.At),
            AtPrecision = TimePrecision.Milliseconds,
            Duration = TimeSpan.FromMilliseconds(call.Milliseconds),
            PeerAddress = IPAddress.Parse(call.Client.Address),
            Method = call.Operation.Method,
            Scheme = "https",
            Host = "api.shop.example",
            Path = Encoding.UTF8.GetString(path),
            Query = query.IsEmpty ? null : Encoding.UTF8.GetString(query),
            Protocol = "HTTP/2",
            UserAgent = call.Client.UserAgent.Text,
            Referer = call.Client.Kind == ClientKind.Browser ? Encoding.UTF8.GetString(LineParts.Referer) : null,
            RequestBytes = call.RequestBytes,
            Status = call.Status,
            ResponseBytes = call.ResponseBytes,
            Authentication = account is null ? null : new AuthenticationEvidence
            {
                Subject = account.IsConsumer ? null : account.Name,
                Consumer = account.IsConsumer ? account.Name : null,
                VerifiedByGateway = true,
            },
            Hop = new ServiceHop(null, call.Operation.Service, null),
            SourceFormat = "engine-avro",
        };
    }
}
