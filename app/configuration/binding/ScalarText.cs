using System.Globalization;
using System.Reflection;
using Engine.Schemas;

namespace Engine.App.Configuration.Binding;

/// <summary>Single values: text to the type of the property, and back for the catalogue.</summary>
internal static class ScalarText
{
    /// <param name="Value">The value; null where it was refused.</param>
    /// <param name="Refusal">What is wrong and what to write instead; null where the value is good.</param>
    internal readonly record struct Outcome(object? Value, string? Refusal)
    {
        public static Outcome Of(object value) => new(value, null);
        public static Outcome Refused(string why) => new(null, why);
    }

    public static bool CanRead(Type type) =>
        type == typeof(string) || type.IsEnum || type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>));

    /// <param name="text">As written.</param>
    /// <param name="type">Wanted, without <see cref="Nullable{T}"/>.</param>
    /// <param name="isByteSize">The number is written with a unit of size.</param>
    public static Outcome Parse(string text, Type type, bool isByteSize)
    {
        if (type == typeof(string)) return Outcome.Of(text);
        if (isByteSize) return ByteSize.Parse(text, type);
        if (type == typeof(TimeSpan)) return Duration.Parse(text);
        if (type == typeof(bool)) return ParseBool(text);
        if (type.IsEnum) return ParseEnum(text, type);
        return IsFloating(type) && !IsFinite(text)
            ? Outcome.Refused($"'{text}' is not a number; write for example 0.5")
            : ParseAny(text, type);
    }

    public static string Format(object value, bool isByteSize) => value switch
    {
        bool flag => flag ? "true" : "false",
        TimeSpan duration => Duration.Format(duration),
        Enum name => KeyPath.KebabCase(name.ToString()),
        IConvertible size when isByteSize => ByteSize.Format(size.ToInt64(CultureInfo.InvariantCulture)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Name of the type for a person.</summary>
    public static string Describe(Type type, bool isByteSize) => type switch
    {
        _ when isByteSize => "size",
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "duration",
        _ when type.IsEnum => "one of " + string.Join(", ", Names(type)),
        _ when IsFloating(type) => "number",
        _ when IsInteger(type) => "whole number",
        _ => string.Join(' ', KeyPath.KebabCase(type.Name).Split('-')),
    };

    private static IEnumerable<string> Names(Type type) => Enum.GetNames(type).Select(KeyPath.KebabCase);

    private static Outcome ParseBool(string text) => text switch
    {
        "true" => Outcome.Of(true),
        "false" => Outcome.Of(false),
        _ => Outcome.Refused($"'{text}' is neither true nor false"),
    };

    private static Outcome ParseEnum(string text, Type type)
    {
        var wanted = text.Replace('_', '-');
        foreach (var name in Enum.GetNames(type))
        {
            if (KeyPath.KebabCase(name) == wanted) return Outcome.Of(Enum.Parse(type, name));
        }

        return Outcome.Refused($"'{text}' is not one of {string.Join(", ", Names(type))}{Nearest.Hint(text, Names(type))}");
    }

    /// <summary>Everything else parses itself: numbers, addresses, networks, dates.</summary>
    private static Outcome ParseAny(string text, Type type)
    {
        object?[] arguments = [text, CultureInfo.InvariantCulture, null];
        var parse = typeof(ScalarText).GetMethod(nameof(TryParse), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);
        return (bool)parse.Invoke(null, arguments)!
            ? Outcome.Of(arguments[2]!)
            : Outcome.Refused($"'{text}' is not a valid {Describe(type, isByteSize: false)}");
    }

    private static bool TryParse<T>(string text, IFormatProvider culture, out T? value)
        where T : IParsable<T> => T.TryParse(text, culture, out value);

    private static bool IsFloating(Type type) => type == typeof(double) || type == typeof(float) || type == typeof(decimal);

    private static bool IsInteger(Type type) => type.IsPrimitive && !IsFloating(type) && type != typeof(bool) && type != typeof(char);

    private static bool IsFinite(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number);
}
