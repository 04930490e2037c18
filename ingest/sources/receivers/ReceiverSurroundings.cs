using Engine.Ingest.Formats;
using Microsoft.Extensions.Logging;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>What all receivers of a run use.</summary>
/// <param name="Formats">Holds the formats that they name.</param>
/// <param name="Time">Stamps arrivals.</param>
/// <param name="Progress">Counts what is read of their journals.</param>
/// <param name="Log">Where troubles that pass are told.</param>
public sealed record ReceiverSurroundings(FormatCatalog Formats, TimeProvider Time, ReadProgress Progress, ILogger Log);
