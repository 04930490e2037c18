using MessagePack;

namespace Engine.Schemas;

/// <summary>Writes one object's state.</summary>
public delegate void SaveState<in T>(ref MessagePackWriter writer, T state);
