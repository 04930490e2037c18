using System.Collections.Concurrent;
using Engine.Ingest.Envelopes;
using Engine.Ingest.Formats.Avro;
using Engine.Ingest.Formats.Otlp;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// The formats by name, in the order of the list. <see cref="All"/> are built in; mapped JSON formats and log formats come from the configuration.
/// </summary>
public sealed class FormatCatalog
{
    private FormatCatalog(IReadOnlyList<IRecordFormat> formats, CaptureLimits capture) => (Formats, Capture) = (formats, capture);

    private readonly ConcurrentDictionary<string, IRecordFormat> _enveloped = new();

    /// <summary>What records may be in, by the name that stands before the format's: <c>docker/combined</c>.</summary>
    public static IReadOnlyDictionary<string, string> Envelopes { get; } = EnvelopeCatalog.All.ToDictionary(envelope => envelope.Name, envelope => envelope.Title);

    /// <summary>The built-in formats with their defaults.</summary>
    public static IReadOnlyList<IRecordFormat> All { get; } = BuiltIn(null, null, null, IRecordFormat.DefaultMostRecordBytes);

    /// <summary>Built-in formats first, then the configured ones.</summary>
    public IReadOnlyList<IRecordFormat> Formats { get; }

    /// <summary>What of headers and bodies may be taken.</summary>
    public CaptureLimits Capture { get; }

    /// <param name="mapped">Mapped JSON formats of the configuration.</param>
    /// <param name="combined">What combined logs do not say; null for the defaults.</param>
    /// <param name="capture">What of headers and bodies may be taken; null for the defaults.</param>
    /// <param name="mostRecordBytes">Longer records are refused.</param>
    /// <param name="texts">What other text logs do not say; null for the defaults.</param>
    /// <param name="otlp">What spans do not say; null for the defaults.</param>
    /// <exception cref="UserError">Options are wrong; every problem of every format is listed.</exception>
    public static FormatCatalog Create(
        IReadOnlyList<MappedJson.Options> mapped, Combined.Options? combined = null, CaptureOptions? capture = null,
        int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes, TextFormatOptions? texts = null, OtlpOptions? otlp = null)
    {
        var formats = BuiltIn(combined, texts, otlp, mostRecordBytes).ToList();
        var problems = new List<string>();
        foreach (var options in mapped)
            Add(options.Name, "mapped", options.Problems(), () => new MappedJson(options, mostRecordBytes), formats, problems);
        foreach (var options in texts?.LogFormats ?? [])
            Add(options.Name, "log", options.Problems(), () => new LogFormat(options, mostRecordBytes), formats, problems);

        return problems.Count == 0
            ? new FormatCatalog(formats, capture is null ? CaptureLimits.Default : new CaptureLimits(capture))
            : throw new UserError(string.Join("; ", problems), isUsage: true);
    }

    /// <summary>The format of this name; names of envelopes may stand before it: <c>docker/combined</c>.</summary>
    /// <exception cref="UserError">No format has this name, or no envelope.</exception>
    public IRecordFormat this[string name] => _enveloped.GetOrAdd(name, Make);

    private IRecordFormat Make(string name)
    {
        var parts = name.Split('/');
        var format = Formats.FirstOrDefault(known => known.Info.Name == parts[^1])
            ?? throw new UserError($"format '{parts[^1]}' is unknown{Nearest.HintOrKnown(parts[^1], [.. Formats.Select(known => known.Info.Name)])}", isUsage: true);
        if (parts.Length == 1)
            return format;
        if (parts.Length > EnvelopedFormat.MostEnvelopes + 1)
            throw new UserError($"format '{name}' has more than {EnvelopedFormat.MostEnvelopes} envelopes", isUsage: true);
        if (format.Info.IsBinary)
            throw new UserError($"format '{name}': {format.Info.Name} is no text, and envelopes hold texts", isUsage: true);
        return new EnvelopedFormat(name, [.. parts[..^1].Select(Envelope)], format);
    }

    private static IEnvelope Envelope(string name) => EnvelopeCatalog.Find(name) ?? throw new UserError(
        $"envelope '{name}' is unknown{Nearest.HintOrKnown(name, [.. EnvelopeCatalog.All.Select(known => known.Name)])}", isUsage: true);

    private static void Add(
        string name, string kind, IReadOnlyList<string> wrong, Func<IRecordFormat> make, List<IRecordFormat> formats, List<string> problems)
    {
        if (formats.Exists(format => format.Info.Name == name))
            wrong = [.. wrong, "the name is already taken"];
        problems.AddRange(wrong.Select(problem => $"{kind} format '{name}': {problem}"));
        if (wrong.Count == 0)
            formats.Add(make());
    }

    private static List<IRecordFormat> BuiltIn(Combined.Options? combined, TextFormatOptions? texts, OtlpOptions? otlp, int mostRecordBytes) =>
    [
        new Combined(combined, mostRecordBytes),
        new HaproxyHttp(texts?.Haproxy, mostRecordBytes),
        new AwsAlb(mostRecordBytes),
        new TraefikClf(mostRecordBytes),
        new EnvoyText(texts?.EnvoyText, mostRecordBytes),
        new KongLog(mostRecordBytes),
        new EnvoyLog(mostRecordBytes),
        new ApisixLog(mostRecordBytes),
        new OtlpJson(otlp, mostRecordBytes),
        new OtlpProtobuf(otlp, mostRecordBytes),
        new Mirror(mostRecordBytes),
        new Har(mostRecordBytes),
        new AwsApiGateway(mostRecordBytes),
        new TraefikJson(mostRecordBytes),
        new CloudflareLogpush(mostRecordBytes),
        new CaddyLog(mostRecordBytes),
        new NginxJson(mostRecordBytes),
        new EngineAvro(mostRecordBytes),
    ];
}
