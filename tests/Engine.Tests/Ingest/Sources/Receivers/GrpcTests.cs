using System.Net;
using Engine.Ingest.Sources.Receivers;
using Engine.Ingest.Sources.Receivers.Grpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace Engine.Tests.Ingest.Sources.Receivers;

/// <summary>OTLP and Envoy's access logs over gRPC, from the client of gRPC for .NET.</summary>
public sealed class GrpcTests
{
    private static readonly byte[] s_request = [0x0A, 3, 1, 2, 3];
    private static readonly Marshaller<byte[]> s_raw = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    private static ReceiverOptions Otlp => Receiving.Source(ReceiverKind.Otlp) with { Listen = null, ListenGrpc = new ListenAddress(IPAddress.Loopback, 0), Formats = ["combined", "kong"] };

    [Theory]
    [InlineData(GrpcIntakes.TraceService)]
    [InlineData(GrpcIntakes.LogsService)]
    public async Task A_request_is_kept_as_it_is_and_answered_by_an_empty_message(string service)
    {
        await using var receiving = await Receiving.StartAsync(Otlp);
        Assert.Empty(await ExportAsync(receiving, s_request, service: service));
        Assert.Equal(["\n\u0003\u0001\u0002\u0003"], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task A_packed_request_that_is_sent_again_is_kept_once()
    {
        await using var receiving = await Receiving.StartAsync(Otlp);
        for (var i = 0; i < 2; i++)
            Assert.Empty(await ExportAsync(receiving, s_request, isPacked: true));
        Assert.Equal((1, 1), (receiving.Counters.Received, receiving.Counters.Repeated));
        Assert.Single((await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task Without_the_token_nothing_is_read()
    {
        await using var receiving = await Receiving.StartAsync(Otlp with { Token = "secret" });
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => ExportAsync(receiving, s_request))).StatusCode);
        Assert.Empty(await ExportAsync(receiving, s_request, new Metadata { { "authorization", "Bearer secret" } }));
        Assert.Equal((1, 1), (receiving.Counters.Received, receiving.Counters.Refused));
    }

    [Fact]
    public async Task A_full_journal_says_when_to_come_again()
    {
        await using var receiving = await Receiving.StartAsync(Otlp with { Limits = new ReceiverLimits { Journal = 16 * 1024 * 1024 } });
        // One ResourceSpans of 4,000,000 bytes.
        byte[] body = [0x0A, 0x80, 0x92, 0xF4, 0x01, .. new byte[4_000_000]];
        var full = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (; ; body[^1]++)
                await ExportAsync(receiving, body);
        });
        Assert.Equal(StatusCode.Unavailable, full.StatusCode);
        Assert.Contains("google.rpc.RetryInfo", System.Text.Encoding.UTF8.GetString(full.Trailers.GetValueBytes(RawMessages.DetailsTrailer)!), StringComparison.Ordinal);
        Assert.True(receiving.Counters.Deferred > 0);
    }

    [Fact]
    public async Task What_is_no_request_is_refused_for_good()
    {
        await using var receiving = await Receiving.StartAsync(Otlp);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => ExportAsync(receiving, s_request[..^1]))).StatusCode);
        Assert.Empty((await receiving.KeptAsync()).Texts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_is_too_long_is_refused_packed_or_not(bool isPacked)
    {
        await using var receiving = await Receiving.StartAsync(Otlp with { Limits = new ReceiverLimits { Body = 64 * 1024 } });
        var refused = await Assert.ThrowsAsync<RpcException>(() => ExportAsync(receiving, new byte[16_000_000], isPacked: isPacked));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Empty((await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task Access_logs_are_kept_message_by_message_while_the_stream_goes_on()
    {
        await using var receiving = await Receiving.StartAsync(Receiving.Source(ReceiverKind.Envoy) with { ListenGrpc = new ListenAddress(IPAddress.Loopback, 0) });
        using var channel = GrpcChannel.ForAddress(receiving.Url);
        var method = new Method<byte[], byte[]>(MethodType.ClientStreaming, GrpcIntakes.AccessLogService, GrpcIntakes.StreamAccessLogs, s_raw, s_raw);
        using var call = channel.CreateCallInvoker().AsyncClientStreamingCall(method, null, default);
        await call.RequestStream.WriteAsync("one"u8.ToArray());
        await call.RequestStream.WriteAsync("two"u8.ToArray());
        await call.RequestStream.CompleteAsync();
        Assert.Empty(await call.ResponseAsync);
        Assert.Equal(2, receiving.Counters.Received);
        Assert.Equal(["one", "two"], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task What_a_full_journal_does_not_take_of_a_stream_is_counted()
    {
        await using var receiving = await Receiving.StartAsync(Receiving.Source(ReceiverKind.Envoy) with
        {
            ListenGrpc = new ListenAddress(IPAddress.Loopback, 0),
            Limits = new ReceiverLimits { Journal = 16 * 1024 * 1024 },
        });
        using var channel = GrpcChannel.ForAddress(receiving.Url, new GrpcChannelOptions { MaxSendMessageSize = null });
        var method = new Method<byte[], byte[]>(MethodType.ClientStreaming, GrpcIntakes.AccessLogService, GrpcIntakes.StreamAccessLogs, s_raw, s_raw);
        using var call = channel.CreateCallInvoker().AsyncClientStreamingCall(method, null, default);
        for (var i = 0; i < 5; i++)
            await call.RequestStream.WriteAsync(new byte[5_000_000].Select(_ => (byte)'x').ToArray());
        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync;
        Assert.Equal((3, 2), (receiving.Counters.Received, receiving.Counters.Dropped));
    }

    private static async Task<byte[]> ExportAsync(Receiving receiving, byte[] request, Metadata? headers = null, bool isPacked = false, string service = GrpcIntakes.TraceService)
    {
        using var channel = GrpcChannel.ForAddress(receiving.Url);
        var packed = new Metadata { { "grpc-internal-encoding-request", "gzip" } };
        var options = new CallOptions(headers ?? (isPacked ? packed : null));
        return await channel.CreateCallInvoker().AsyncUnaryCall(new Method<byte[], byte[]>(MethodType.Unary, service, GrpcIntakes.Export, s_raw, s_raw), null, options, request);
    }
}
