using System.Collections.Concurrent;
using Engine.Ingest.Envelopes;
using Engine.Ingest.Formats.Avro;
using Engine.Ingest.Formats.Envoy;
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

    /// <summary>What records may be in; the name stands before the format's: <c>docker/combined</c>.</summary>
    public static IReadOnlyList<EnvelopeInfo> Envelopes { get; } = [.. EnvelopeCatalog.All.Select(envelope => envelope.Info)];

    /// <summary>The built-in formats with their defaults.</summary>
    public static IReadOnlyList<IRecordFormat> All { get; } = BuiltIn(new FormatOptions());

    /// <summary>Built-in formats first, then the configured ones.</summary>
    public IReadOnlyList<IRecordFormat> Formats { get; }

    /// <summary>What of headers and bodies may be taken.</summary>
    public CaptureLimits Capture { get; }

    /// <param name="options">What the operator says of the formats; null for the defaults.</param>
    /// <exception cref="UserError">Options are wrong; every problem of every format is listed.</exception>
    public static FormatCatalog Create(FormatOptions? options = null)
    {
        options ??= new FormatOptions();
        var formats = BuiltIn(options);
        var problems = new List<string>();
        foreach (var mapped in options.Mapped)
            Add(mapped.Name, "mapped", mapped.Problems(), () => new MappedJson(mapped, options.MostRecordBytes), formats, problems);
        foreach (var log in options.LogFormats)
            Add(log.Name, "log", log.Problems(), () => new LogFormat(log, options.MostRecordBytes), formats, problems);

        return problems.Count == 0
            ? new FormatCatalog(formats, new CaptureLimits(options.Capture))
            : throw new UserError(string.Join("; ", problems), isUsage: true);
    }

    /// <summary>The format of this name; names of envelopes may stand before it: <c>docker/combined</c>.</summary>
    /// <exception cref="UserError">No format has this name, or no envelope.</exception>
    public IRecordFormat this[string name] => _enveloped.GetOrAdd(name, Make);

    /// <summary>True: the name is of a format, with envelopes or without.</summary>
    public bool Knows(string name) => Formats.Any(format => format.Info.Name == name)
        || (name.Split('/') is [.. var envelopes, var format] && Formats.Any(known => known.Info.Name == format) && envelopes.All(envelope => EnvelopeCatalog.Find(envelope) is not null));

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
        $"envelope '{name}' is unknown{Nearest.HintOrKnown(name, [.. Envelopes.Select(known => known.Name)])}", isUsage: true);

    private static void Add(
        string name, string kind, IReadOnlyList<string> wrong, Func<IRecordFormat> make, List<IRecordFormat> formats, List<string> problems)
    {
        if (formats.Exists(format => format.Info.Name == name))
            wrong = [.. wrong, "the name is already taken"];
        problems.AddRange(wrong.Select(problem => $"{kind} format '{name}': {problem}"));
        if (wrong.Count == 0)
            formats.Add(make());
    }

    private static List<IRecordFormat> BuiltIn(FormatOptions options) =>
    [
        new Combined(options.Combined, options.MostRecordBytes),
        new HaproxyHttp(options.Haproxy, options.MostRecordBytes),
        new AwsAlb(options.MostRecordBytes),
        new TraefikClf(options.MostRecordBytes),
        new EnvoyText(options.EnvoyText, options.MostRecordBytes),
        new KongLog(options.MostRecordBytes),
        new EnvoyLog(options.MostRecordBytes),
        new EnvoyAls(options.MostRecordBytes),
        new ApisixLog(options.MostRecordBytes),
        new OtlpJson(options.Otlp, options.MostRecordBytes),
        new OtlpProtobuf(options.Otlp, options.MostRecordBytes),
        new Mirror(options.MostRecordBytes),
        new Har(options.MostRecordBytes),
        new AwsApiGateway(options.MostRecordBytes),
        new TraefikJson(options.MostRecordBytes),
        new CloudflareLogpush(options.MostRecordBytes),
        new CaddyLog(options.MostRecordBytes),
        new NginxJson(options.MostRecordBytes),
        new EngineAvro(options.MostRecordBytes),
    ];
}
