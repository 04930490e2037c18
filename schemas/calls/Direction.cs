namespace Engine.Schemas;

/// <summary>Inbound (edge), internal (service to service), outbound (third party).</summary>
public enum Direction { Inbound, Internal, Outbound }
