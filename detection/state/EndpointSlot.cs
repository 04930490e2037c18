namespace Engine.Detection.State;

/// <summary>An actor's activity at an endpoint, with the endpoint's id beside it: finding one reads no other activity's memory.</summary>
internal readonly record struct EndpointSlot(ulong EndpointId, EndpointActivity Activity);
