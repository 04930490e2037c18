using System.Text;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>The names of an enum as they stand in the store and in verdict lines: snake_case, encoded once.</summary>
/// <typeparam name="T">An enum with values 0, 1, 2 …</typeparam>
internal static class Words<T>
    where T : struct, Enum
{
    private static readonly T[] Values = [.. Enum.GetValues<T>().Order()];

    // Every name is shorter than 128 bytes, so its length is one byte.
    private static readonly byte[][] Encoded = [.. Values.Select(value => Snake(value.ToString())).Select(name => (byte[])[(byte)name.Length, .. Encoding.ASCII.GetBytes(name)])];

    public static void Write(RowBlock row, int value) => row.Encoded(Encoded[value]);

    /// <exception cref="InvalidDataException">No value has this name.</exception>
    public static T Read(string name)
    {
        for (var i = 0; i < Encoded.Length; i++)
            if (Ascii.Equals(Encoded[i].AsSpan(1), name))
                return Values[i];
        throw new InvalidDataException($"'{name}' is no {typeof(T).Name}");
    }

    private static string Snake(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && words.Length > 0)
                words.Append('_');
            words.Append(char.ToLowerInvariant(c));
        }

        return words.ToString();
    }
}
