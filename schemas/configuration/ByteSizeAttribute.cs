namespace Engine.Schemas;

/// <summary>
/// The property counts bytes and is written with its unit in the configuration: <c>64KiB</c>, <c>4GiB</c>.
/// On <see cref="int"/> and <see cref="long"/> properties of options records.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ByteSizeAttribute : Attribute;
