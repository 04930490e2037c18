using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using Engine.Schemas;

namespace Engine.App.Configuration.Binding;

/// <summary>A property of an options record as a key of the configuration.</summary>
internal sealed class OptionProperty
{
    private static readonly NullabilityInfoContext Nullability = new();

    private OptionProperty(PropertyInfo property)
    {
        Property = property;
        Key = KeyPath.SnakeCase(property.Name);
        lock (Nullability) IsNullable = Nullability.Create(property).WriteState is NullabilityState.Nullable;
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute)) || IsRequiredParameter(property) || IsRequiredRule(property);
        IsSecret = property.IsDefined(typeof(SecretAttribute));
        HasUnitInName = property.Name.EndsWith("Bytes", StringComparison.Ordinal) && property.PropertyType is var type
            && (Nullable.GetUnderlyingType(type) ?? type) is var number && (number == typeof(int) || number == typeof(long));
        IsByteSize = HasUnitInName || property.IsDefined(typeof(ByteSizeAttribute));
        TypesByKey = property.GetCustomAttribute<TypesByKeyAttribute>()?.Read(property.DeclaringType!);
        Rules = [.. property.GetCustomAttributes<ValidationAttribute>()];
    }

    public PropertyInfo Property { get; }

    /// <summary>Name in the file: snake_case.</summary>
    public string Key { get; }
    public bool IsNullable { get; }
    public bool IsRequired { get; }
    public bool IsSecret { get; }
    public bool IsByteSize { get; }

    /// <summary>True: the name says bytes (<c>max_record_bytes</c>), so a number without a unit is not ambiguous.</summary>
    public bool HasUnitInName { get; }

    /// <summary>For a dictionary of options of different types (detectors): the type for each key it may have. Null for every other.</summary>
    public IReadOnlyDictionary<string, Type>? TypesByKey { get; }
    public IReadOnlyList<ValidationAttribute> Rules { get; }
    public OptionShape Shape => field ??= Property.PropertyType == typeof(byte[]) && !IsSecret
        ? throw new NotSupportedException($"{Property.DeclaringType}.{Property.Name}: bytes are an option only as a [Secret]")
        : OptionShape.Of(Property.PropertyType);

    /// <summary>The keys of a section, in the order of the record; of one that it builds on first.</summary>
    public static IReadOnlyList<OptionProperty> AllOf(Type section) =>
    [
        .. section.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property is { CanRead: true, SetMethod.IsPublic: true } && property.GetIndexParameters().Length == 0)
            .OrderBy(property => Depth(property.DeclaringType)).ThenBy(property => property.MetadataToken)
            .Select(property => new OptionProperty(property)),
    ];

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);

    /// <summary><c>[Required]</c> asks for the key where the default would not satisfy it; else it only forbids an empty text.</summary>
    private static bool IsRequiredRule(PropertyInfo property) =>
        property.IsDefined(typeof(RequiredAttribute)) && (property.GetValue(OptionShape.CreateSection(property.ReflectedType!)) is null or "");

    private static bool IsRequiredParameter(PropertyInfo property) =>
        property.ReflectedType!.GetConstructor(Type.EmptyTypes) is null
        && property.ReflectedType.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => parameter.Name == property.Name && !parameter.HasDefaultValue);
}
