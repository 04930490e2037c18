namespace Engine.Ingest.Envelopes;

/// <summary>What an envelope is, for the catalogue and the documentation.</summary>
/// <param name="Name">Name in front of the format's: <c>docker/combined</c>.</param>
/// <param name="Title">One line.</param>
/// <param name="Definition">Where it is defined, with version.</param>
/// <param name="Carries">What it says besides the record. None of it goes into a call: the record has its own time, and a host is not a service.</param>
public sealed record EnvelopeInfo(string Name, string Title, string Definition, string Carries);
