using System.Collections;
using System.Reflection;

namespace Engine.App.Configuration.Binding;

/// <summary>What a .NET type looks like in the file.</summary>
/// <param name="Kind">How it is written.</param>
/// <param name="Type">The type itself, without <see cref="Nullable{T}"/>.</param>
/// <param name="Item">Type of the items of a list or the values of a dictionary, else null.</param>
internal sealed record OptionShape(OptionKind Kind, Type Type, Type? Item = null)
{
    public static OptionShape Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ScalarText.CanRead(type) || type == typeof(byte[])) return new OptionShape(OptionKind.Scalar, type);
        if (type.IsArray) return new OptionShape(OptionKind.List, type, type.GetElementType());
        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)))
        {
            var arguments = type.GetGenericArguments();
            if (arguments is [var key, var value] && key == typeof(string)) return new OptionShape(OptionKind.Dictionary, type, value);
            if (arguments is [var item]) return new OptionShape(OptionKind.List, type, item);
        }

        return type.IsClass && OptionProperty.AllOf(type).Count > 0
            ? new OptionShape(OptionKind.Section, type)
            : throw new NotSupportedException($"{type} cannot be an option: not a value, a list, a dictionary by text, or a record of options");
    }

    /// <summary>A new section with its defaults. Positional records take the defaults of their parameters.</summary>
    public static object CreateSection(Type type)
    {
        if (type.GetConstructor(Type.EmptyTypes) is { } plain) return plain.Invoke(null);

        var constructor = type.GetConstructors().Where(c => c.GetParameters() is not [var only] || only.ParameterType != type).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(DefaultOf)]);
    }

    private static object? DefaultOf(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: true, DefaultValue: not null } => parameter.DefaultValue,
        { ParameterType.IsValueType: true } => Activator.CreateInstance(parameter.ParameterType),
        _ => null,
    };

    /// <summary>A copy that may be changed: a record's own defaults can be shared between instances.</summary>
    public static object Copy(object section) =>
        section.GetType().GetMethod("<Clone>$")?.Invoke(section, null) ?? CreateSection(section.GetType());

    /// <summary>The items in the collection that the property wants.</summary>
    public object CollectItems(IList items)
    {
        if (Type.IsArray)
        {
            var array = Array.CreateInstance(Item!, items.Count);
            items.CopyTo(array, 0);
            return array;
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(Item!))!;
        foreach (var item in items) list.Add(item);
        return Type.IsInstanceOfType(list) ? list : Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(Item!), list)!;
    }

    public IDictionary NewDictionary() => (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), Item!))!;
}
