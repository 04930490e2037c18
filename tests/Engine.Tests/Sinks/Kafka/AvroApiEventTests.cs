using System.Net;
using Avro.IO;
using CsCheck;
using Engine.Schemas;
using Engine.Sinks.Kafka.Avro;

namespace Engine.Tests.Sinks.Kafka;

public sealed class AvroApiEventTests
{
    /// <summary>Valid Unicode and none at all; what is not valid becomes valid when it is written.</summary>
    private static readonly Gen<string> Texts = Gen.OneOf(Gen.String, Gen.Int[0, 3].Select(which => which switch
    {
        0 => "",
        1 => "\ud800",
        2 => "\0",
        _ => "/v1/orders/\u202e1",
    }));
    private static readonly Gen<string?> Maybe = Gen.Bool.SelectMany(isThere => isThere ? Texts.Select(text => (string?)text) : Gen.Const((string?)null));
    private static readonly Gen<IReadOnlyList<HeaderField>?> Fields = Gen.Select(Gen.Bool, Gen.Select(Texts, Texts).Array[0, 3]).Select(
        (isThere, pairs) => isThere ? (IReadOnlyList<HeaderField>?)[.. pairs.Select(pair => new HeaderField(pair.Item1, pair.Item2))] : null);

    private static readonly Gen<ApiEvent> Calls = Gen.Select(
        Gen.Select(Gen.Guid, Gen.Long[-1_000_000_000_000, 4_000_000_000_000], Gen.Long, Gen.Int), Gen.Select(Texts, Maybe, Fields), Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool),
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 2], Gen.Int[0, 8])).Select((numbers, texts, isThere, kinds) => new ApiEvent
        {
            Id = new EventId(numbers.Item1),
            Position = new SourcePosition(texts.Item1, numbers.Item4, numbers.Item3, 1),
            At = DateTimeOffset.UnixEpoch.AddTicks(numbers.Item2 * 10),
            AtPrecision = (TimePrecision)kinds.Item2,
            AtMarks = (CallMoment)kinds.Item1,
            Duration = isThere.Item1 ? TimeSpan.FromTicks(numbers.Item2 * 10) : null,
            Direction = (Direction)kinds.Item2,
            Environment = texts.Item1,
            ServiceVersion = texts.Item2,
            PeerAddress = isThere.Item2 ? new IPAddress(numbers.Item1.ToByteArray()) : null,
            PeerPort = isThere.Item2 ? numbers.Item4 : null,
            ForwardedFor = texts.Item2,
            TlsFingerprint = texts.Item2,
            Method = texts.Item1,
            Scheme = texts.Item2,
            Host = texts.Item2,
            Path = texts.Item1,
            Query = texts.Item2,
            Protocol = texts.Item2,
            UserAgent = texts.Item2,
            Referer = texts.Item2,
            RequestHeaders = texts.Item3,
            RequestBytes = isThere.Item3 ? numbers.Item3 : null,
            RequestBody = texts.Item2,
            Status = isThere.Item1 ? numbers.Item4 : null,
            ResponseHeaders = texts.Item3,
            ResponseBytes = isThere.Item1 ? numbers.Item3 : null,
            ResponseBody = texts.Item2,
            BlockedBy = texts.Item2,
            Authentication = !isThere.Item3 ? null : new AuthenticationEvidence
            {
                Scheme = (AuthenticationScheme)kinds.Item3,
                Credential = "secret",
                CredentialHash = texts.Item2,
                Subject = texts.Item1,
                Consumer = texts.Item2,
                Session = texts.Item2,
                Claims = texts.Item3,
                VerifiedByGateway = isThere.Item1 ? isThere.Item2 : null,
            },
            Trace = isThere.Item1 ? new TraceContext(texts.Item1, texts.Item2, null) : null,
            Hop = isThere.Item2 ? new ServiceHop(null, texts.Item2, texts.Item1) : null,
            Route = texts.Item2,
            VendorRequestId = texts.Item2,
            SourceFormat = texts.Item1,
        });

    [Fact]
    public void Any_call_is_read_back_whole_by_its_schema() =>
        Calls.Sample(call => AvroReading.Differences(TopicSchema.ApiEvent, AvroApiEvent.Write, call).Count == 0);

    [Fact]
    public void Any_call_written_read_and_written_again_is_the_same_bytes() => Calls.Sample(call =>
    {
        var written = Write(call);
        Assert.Equal(written, Write(AvroApiEvent.Read(new BinaryDecoder(new MemoryStream(written)))));
    });

    [Fact]
    public void What_is_read_is_what_was_written_but_for_the_credential() => Calls.Sample(call =>
    {
        var read = AvroApiEvent.Read(new BinaryDecoder(new MemoryStream(Write(call))));
        Assert.Equal((call.Id, call.At, call.Duration, call.PeerAddress, call.Status), (read.Id, read.At, read.Duration, read.PeerAddress, read.Status));
        Assert.Null(read.Authentication?.Credential);
    });

    private static byte[] Write(ApiEvent call)
    {
        using var stream = new MemoryStream();
        AvroApiEvent.Write(new BinaryEncoder(stream), call);
        return stream.ToArray();
    }
}
