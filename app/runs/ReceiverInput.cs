using Engine.App.Configuration;
using Engine.Ingest.Sources.Receivers;
using Engine.Schemas;

namespace Engine.App.Runs;

/// <summary>A configured source that is sent to, as a run opens it.</summary>
internal static class ReceiverInput
{
    /// <param name="source">The source, validated.</param>
    /// <param name="options">Of the run.</param>
    /// <param name="data">Directory in which journals are kept.</param>
    /// <param name="positions">How far an earlier run came.</param>
    public static ReceiverOptions Of(SourceOptions source, EngineOptions options, string data, InputPositions positions) => new()
    {
        Name = source.Name,
        Kind = Enum.Parse<ReceiverKind>(source.Kind.ToString()),
        Formats = ReceiverRules.FormatsOf(source.Kind) is { Count: > 0 } own ? own : [source.Format],
        Environment = source.Environment,
        Listen = Address(source.Listen),
        ListenGrpc = Address(source.ListenGrpc),
        ListenUdp = Address(source.ListenUdp),
        Token = source.Token,
        Tls = source.Tls,
        ClientAddressHeader = source.ClientAddressHeader,
        TargetHeader = source.TargetHeader,
        Limits = source.Limits,
        Journal = Path.Combine(data, "received", source.Name),
        Batch = options.Engine.Batch,
        Resume = positions,
    };

    private static ListenAddress? Address(string? text) => text is not null && ListenAddress.TryParse(text, out var address, out _) ? address : null;
}
