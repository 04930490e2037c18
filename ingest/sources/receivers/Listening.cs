using Engine.Ingest.Formats;
using Engine.Ingest.Sources.Receivers.Http;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>Which addresses are listened on for which sources. Those that may share one, do.</summary>
internal sealed class Listening(FormatCatalog formats)
{
    private readonly RequestReader _reader = new(new ByteBudget());

    public IEnumerable<(ListenPlan Plan, string Protocol, IReadOnlyList<Intake> Intakes)> Plans(IReadOnlyList<Intake> intakes)
    {
        foreach (var shared in intakes.Where(intake => intake.Options is { Kind: ReceiverKind.Http, Listen: not null }).GroupBy(intake => intake.Options.Listen!))
            yield return (OfHttp(shared.Key, [.. shared]), "http", [.. shared]);
    }

    private ListenPlan OfHttp(ListenAddress address, List<Intake> intakes)
    {
        var routes = new HttpRoutes();
        foreach (var intake in intakes)
            routes.Add(intake, formats, _reader);
        return Plan(address, intakes) with { Routes = routes.Map };
    }

    private static ListenPlan Plan(ListenAddress address, List<Intake> intakes) => new(intakes[0].Options.Name, address)
    {
        Tls = intakes[0].Options.Tls,
        MostConnections = intakes.Max(intake => intake.Options.Limits.Connections),
    };
}
