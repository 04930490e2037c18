using System.Reflection;

namespace Engine.App.Configuration.Binding;

/// <summary>
/// On a dictionary of options whose type depends on the key, as every detector has its own: names the static property of the same record
/// that says which type belongs to which key. The bound dictionary then holds every key, with defaults where the file is silent.
/// </summary>
/// <param name="source">A static property of type <c>IReadOnlyDictionary&lt;string, Type&gt;</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TypesByKeyAttribute(string source) : Attribute
{
    public string Source { get; } = source;

    public IReadOnlyDictionary<string, Type> Read(Type section) =>
        (IReadOnlyDictionary<string, Type>)section.GetProperty(Source, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.GetValue(null)!;
}
