namespace Engine.App.Configuration.Reading;

/// <param name="KeyOrigin">Where the key stands; the value has its own place.</param>
/// <param name="Value">The value.</param>
internal readonly record struct MappingEntry(Origin KeyOrigin, ConfigurationNode Value);
