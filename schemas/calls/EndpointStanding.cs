namespace Engine.Schemas;

/// <summary>Whether the endpoint is in the operator's documents; <see cref="Unknown"/> where none are configured.</summary>
public enum EndpointStanding { Unknown, Documented, Shadow, Deprecated }
