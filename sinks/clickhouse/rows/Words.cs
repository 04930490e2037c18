using System.Text;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>The names of an enum as they stand in the store and in verdict lines: snake_case, encoded once.</summary>
/// <typeparam name="T">An enum with values 0, 1, 2 …</typeparam>
internal static class Words<T>
    where T : struct, Enum
{
    // Every name is shorter than 128 bytes, so its length is one byte.
    private static readonly byte[][] Encoded = [.. Enum.GetValues<T>().Order().Select(value => Snake(value.ToString())).Select(name => (byte[])[(byte)name.Length, .. Encoding.ASCII.GetBytes(name)])];

    public static void Write(RowBlock row, int value) => row.Encoded(Encoded[value]);

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
