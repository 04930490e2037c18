using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Engine.Ingest.Sources.Receivers;
using Engine.Ingest.Sources.Receivers.Grpc;
using Engine.Schemas;
using Grpc.Core;
using Grpc.Net.Client;

namespace Engine.Tests.Ingest.Sources.Receivers;

/// <summary>The same behind TLS, with a certificate of the test's own.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly ListenAddress s_free = new(IPAddress.Loopback, 0);

    private readonly string _folder = Directory.CreateTempSubdirectory("engine-tls-").FullName;
    private readonly X509Certificate2 _certificate;
    private readonly ReceiverTls _tls;

    public TlsTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _tls = new ReceiverTls { Certificate = Path.Combine(_folder, "tls.crt"), Key = Path.Combine(_folder, "tls.key") };
        File.WriteAllText(_tls.Certificate, _certificate.ExportCertificatePem());
        File.WriteAllText(_tls.Key, key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Http_is_taken()
    {
        await using var receiving = await Receiving.StartAsync(Receiving.Source() with { Tls = _tls });
        using var client = new HttpClient(Handler());
        using var answer = await client.PostAsync(new Uri($"https://{receiving.Open.Places[0].Address}/v1/logs/{Receiving.Name}"), new StringContent("one"));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(["one"], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task Grpc_is_taken()
    {
        await using var receiving = await Receiving.StartAsync(
            Receiving.Source(ReceiverKind.Otlp) with { Tls = _tls, Listen = null, ListenGrpc = s_free, Formats = ["combined", "kong"] });
        using var channel = GrpcChannel.ForAddress($"https://{receiving.Open.Places[0].Address}", new GrpcChannelOptions { HttpHandler = Handler(), DisposeHttpClient = true });
        var raw = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
        var export = new Method<byte[], byte[]>(MethodType.Unary, GrpcIntakes.TraceService, GrpcIntakes.Export, raw, raw);
        Assert.Empty(await channel.CreateCallInvoker().AsyncUnaryCall(export, null, default, "\n\u0003one"u8.ToArray()));
        Assert.Equal(["\n\u0003one"], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task Syslog_is_taken()
    {
        await using var receiving = await Receiving.StartAsync(Receiving.Source(ReceiverKind.Syslog) with { Tls = _tls });
        using (var client = new TcpClient())
        {
            var at = receiving.Open.Places[0].Address;
            await client.ConnectAsync(at.Address, at.Port);
            await using var secured = new SslStream(client.GetStream(), leaveInnerStreamOpen: true, (_, shown, _, _) => IsOurs(shown));
            await secured.AuthenticateAsClientAsync("localhost");
            await secured.WriteAsync("<13>1 - - - - - - one\n"u8.ToArray());
            await secured.ShutdownAsync();
        }

        for (var since = Stopwatch.GetTimestamp(); receiving.Counters.Received == 0; await Task.Yield())
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "it never came");
        Assert.Equal(["one"], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_an_error_that_says_so()
    {
        await File.WriteAllTextAsync(_tls.Key, "no key");
        var error = await Assert.ThrowsAsync<UserError>(() => Receiving.StartAsync(Receiving.Source() with { Tls = _tls }));
        Assert.Contains("both are PEM files", error.Message, StringComparison.Ordinal);
    }

    private SocketsHttpHandler Handler() => new() { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => IsOurs(shown) } };

    private bool IsOurs(X509Certificate? shown) => shown?.GetCertHashString() == _certificate.GetCertHashString();
}
