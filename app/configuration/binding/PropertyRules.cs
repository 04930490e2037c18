using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Engine.App.Configuration.Binding;

/// <summary>The rules on a property, and what they say for a person.</summary>
internal static class PropertyRules
{
    /// <returns>What each broken rule says; empty where the value is good or null.</returns>
    public static IEnumerable<string> Check(OptionProperty property, object? value, object section)
    {
        if (value is null) yield break;
        foreach (var rule in property.Rules)
        {
            if (rule is RangeAttribute range)
            {
                if (!Contains(range, value)) yield return $"{ScalarText.Format(value, property.IsByteSize)} is out of range; {Describe(property)}";
            }
            else if (rule.GetValidationResult(value, new ValidationContext(section) { MemberName = property.Property.Name, DisplayName = property.Key }) is { } broken)
            {
                yield return broken.ErrorMessage ?? rule.FormatErrorMessage(property.Key);
            }
        }
    }

    /// <summary>"2 to 100000"; null where the property has no range.</summary>
    public static string? Describe(OptionProperty property)
    {
        if (property.Rules.OfType<RangeAttribute>().FirstOrDefault() is not { } range) return null;

        var type = property.Shape.Type;
        var (least, most) = (Bound(range.Minimum, type), Bound(range.Maximum, type));
        var from = range.MinimumIsExclusive ? "more than " : "";
        var below = range.MaximumIsExclusive ? "less than " : "";
        return IsOpen(most)
            ? $"{from}{ScalarText.Format(least, property.IsByteSize)} or more"
            : $"{from}{ScalarText.Format(least, property.IsByteSize)} to {below}{ScalarText.Format(most, property.IsByteSize)}";
    }

    /// <summary>
    /// Compares in the type of the value. The attribute's own check converts the value to the type of the bounds, which rounds
    /// 1.4 into <c>[Range(0, 1)]</c> and overflows on a long.
    /// </summary>
    private static bool Contains(RangeAttribute range, object value)
    {
        var atLeast = Bound(range.Minimum, value.GetType()).CompareTo(value);
        var atMost = Bound(range.Maximum, value.GetType()).CompareTo(value);
        return (range.MinimumIsExclusive ? atLeast < 0 : atLeast <= 0) && (range.MaximumIsExclusive ? atMost > 0 : atMost >= 0);
    }

    private static IComparable Bound(object bound, Type type)
    {
        if (bound is string text) return (IComparable)TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text)!;
        try
        {
            return (IComparable)Convert.ChangeType(bound, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            // The bound lies beyond what the type can hold ([Range(1, double.MaxValue)] on a long): the type's own end is the bound.
            return (IComparable)type.GetField(Convert.ToDouble(bound, CultureInfo.InvariantCulture) < 0 ? "MinValue" : "MaxValue")!.GetValue(null)!;
        }
    }

    private static bool IsOpen(IComparable most) => most is int.MaxValue or long.MaxValue or double.MaxValue;
}
