using System.Text;

namespace Engine.App.Configuration;

/// <summary>Names of keys: <c>sources[0].order_slack</c>.</summary>
internal static class KeyPath
{
    public static string Child(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";

    public static string Item(string parent, int index) => $"{parent}[{index}]";

    /// <summary><c>OrderSlack</c> → <c>order_slack</c>; <c>TlsUrl</c> and <c>TLSUrl</c> → <c>tls_url</c>.</summary>
    public static string SnakeCase(string name) => Lower(name, '_');

    /// <summary><c>DryRun</c> → <c>dry-run</c>.</summary>
    public static string KebabCase(string name) => Lower(name, '-');

    private static string Lower(string name, char separator)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord) text.Append(separator);
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
