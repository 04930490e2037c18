using Engine.Schemas;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>Where the calls of one request go, numbered as they stand in it.</summary>
internal struct OtlpOutput(in RawRecord record, FormatInfo format, OtlpOptions options, ParsedRecords into)
{
    private readonly RawRecord _record = record;
    private int _index;
    private int _told;

    /// <summary>True: as many calls as one record may hold; the rest is not to be read.</summary>
    public bool IsFull { get; private set; }

    public readonly CaptureLimits Capture => into.Capture;

    public void Add(ref SpanDraft span, in ResourceDraft resource, int length)
    {
        if (_told == JsonCalls.MostCalls)
        {
            IsFull = true;
            Refuse($"the record holds more than {JsonCalls.MostCalls} calls; the rest is not read", null, 0);
            return;
        }

        SpanMeaning.Conclude(ref span, resource, options);
        _told += span.Call.IsNoCall ? 0 : 1;
        if (span.Call.Complete(_record, _index, format, into) is { } problem)
            Refuse(problem, span.Name, length);
        _index++;
    }

    /// <summary>A request may be empty: then it is one thing that tells of no call.</summary>
    public readonly void Finish()
    {
        if (_index == 0)
            into.CountSkipped();
    }

    /// <summary>Nothing more can be read.</summary>
    /// <remarks>Attributes hold credentials in every spelling, so the sample is the name of the span and nothing else.</remarks>
    public readonly void Refuse(string reason, string? name, int length) => into.Refuse(_record, format.Name, reason, _index, name ?? "", length);
}
