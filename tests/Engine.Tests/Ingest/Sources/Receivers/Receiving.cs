using System.Net.Http.Headers;
using System.Text;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Journal;
using Engine.Ingest.Sources.Receivers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Tests.Ingest.Sources.Receivers;

/// <summary>Receivers of one test, listening on free ports of this machine, and a client.</summary>
internal sealed class Receiving : IAsyncDisposable
{
    public const string Name = "gateway";

    private readonly string _folder;

    private Receiving(string folder, OpenReceivers open) => (_folder, Open) = (folder, open);

    public OpenReceivers Open { get; }

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    public ReceiverCounters Counters => Open.Counters[0];

    public Uri Url => new($"http://{Open.Places[0].Address}");

    public Uri Logs => new(Url, "/v1/logs/" + Name);

    public static ReceiverOptions Source(ReceiverKind kind = ReceiverKind.Http, string format = "combined") => new()
    {
        Name = Name,
        Kind = kind,
        Formats = [format],
        Journal = "",
        Listen = kind == ReceiverKind.Envoy ? null : new ListenAddress(System.Net.IPAddress.Loopback, 0),
    };

    public static Task<Receiving> StartAsync(params IReadOnlyList<ReceiverOptions> sources) => StartAsync(Directory.CreateTempSubdirectory("engine-receive-").FullName, sources);

    public static async Task<Receiving> StartAsync(string folder, IReadOnlyList<ReceiverOptions> sources)
    {
        var placed = (sources.Count == 0 ? [Source()] : sources).Select(source => source with { Journal = Path.Combine(folder, source.Name) }).ToList();
        var surroundings = new ReceiverSurroundings(FormatCatalog.Create(), TimeProvider.System, new ReadProgress(), NullLogger.Instance);
        return new Receiving(folder, await OpenReceivers.OpenAsync(placed, surroundings));
    }

    public Task<HttpResponseMessage> PostAsync(string body, Action<HttpRequestMessage>? with = null) => PostAsync(Encoding.UTF8.GetBytes(body), with);

    public Task<HttpResponseMessage> PostAsync(byte[] body, Action<HttpRequestMessage>? with = null) => PostAsync(Logs, body, with);

    public Task<HttpResponseMessage> PostAsync(Uri to, byte[] body, Action<HttpRequestMessage>? with = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new ByteArrayContent(body) };
        with?.Invoke(request);
        return Client.SendAsync(request);
    }

    public static Action<HttpRequestMessage> Packed(string encoding) => request => request.Content!.Headers.ContentEncoding.Add(encoding);

    public static Action<HttpRequestMessage> Bearer(string token) => request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

    /// <summary>Listens no more, and gives what a source has kept.</summary>
    public async Task<Files.Taken> KeptAsync(string source = Name)
    {
        await Open.DisposeAsync();
        await using var journal = SegmentJournal.Open(new JournalOptions { Directory = Path.Combine(_folder, source) }, NullLogger.Instance);
        return Journal.Journals.Read(journal);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Open.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
