namespace Engine.Schemas;

/// <summary>One entry of a checkpoint.</summary>
/// <param name="Section">Whose it is.</param>
/// <param name="Key">Its key in the section; a later entry with the same key replaces an earlier one.</param>
/// <param name="Value">What was saved, as MessagePack; null: the key is gone.</param>
public readonly record struct StateEntry(StateSection Section, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte>? Value);
