using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Writes one call as one line of a log, or as one record behind its length where the format is no text. Holds at most a cache, so every call can be written on its own.</summary>
internal interface ICallWriter
{
    /// <summary>Adds the line, with its line feed, or the record.</summary>
    void Write(Call call, Utf8Buffer line);
}
