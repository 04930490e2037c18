namespace Engine.Tests.Enrichment.Documents;

/// <summary>What an identifier may look like. Everything random comes from the caller.</summary>
internal static class IdAlphabet
{
    private const string Hex = "0123456789abcdef", Lower = "abcdefghijklmnopqrstuvwxyz", Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Digits = "0123456789";
    private const string Base62 = Lower + Upper + Digits, Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly string[] s_onsets = ["b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w"];
    private static readonly string[] s_rimes = ["a", "e", "i", "o", "u", "an", "en", "in", "on", "ar", "er", "or", "el", "ot", "ack", "ing", "ell", "ia", "ow"];

    /// <summary>By name.</summary>
    public static IReadOnlyList<KeyValuePair<string, Func<Random, string>>> All { get; } =
    [
        new("number", random => random.Next(1, 100_000).ToString()),
        new("big number", random => random.NextInt64(1, long.MaxValue).ToString()),
        new("uuid", random => NewUuid(random).ToString()),
        new("uuid, upper", random => NewUuid(random).ToString().ToUpperInvariant()),
        new("uuid, plain", random => NewUuid(random).ToString("N")),
        new("ulid", random => "01" + Of(random, Crockford, 24)),
        new("objectid", random => Of(random, Hex, 24)),
        new("sha1", random => Of(random, Hex, 40)),
        new("sha256", random => Of(random, Hex, 64)),
        new("short hash", random => Of(random, Hex, 7)),
        new("e-mail", random => $"{Word(random)}.{Word(random)}@{Word(random)}.com"),
        new("e-mail, encoded", random => $"{Word(random)}{random.Next(99)}%40{Word(random)}.example"),
        new("phone", random => "%2B49" + Of(random, Digits, 10)),
        new("date", random => $"20{random.Next(10, 30)}-{random.Next(1, 13):00}-{random.Next(1, 29):00}"),
        new("base64url", random => Of(random, Base62, 32)),
        new("short base62", random => Of(random, Base62, 11)),
        new("prefixed", random => "cus_" + Of(random, Base62, 14)),
        new("order number", random => $"ORD-{random.Next(2020, 2030)}-{random.Next(100_000):00000}"),
        new("word", Word),
        new("capitalised word", random => Capital(Word(random))),
        new("user name", random => Word(random) + random.Next(1, 100)),
        new("slug", random => $"{Word(random)}-{Word(random)}-{Word(random)}"),
        new("upper-case code", random => Of(random, Upper, 3)),
        new("dotted", random => $"{Word(random)}.{Word(random)}"),
        new("beyond ASCII", random => $"{Word(random)}%C3%BC{Word(random)}"),
    ];

    /// <summary>One that can be pronounced, of 3 to 12 letters.</summary>
    public static string Word(Random random)
    {
        var word = "";
        for (var syllables = random.Next(2, 4); syllables > 0; syllables--)
            word += random.GetItems(s_onsets, 1)[0] + random.GetItems(s_rimes, 1)[0];
        return word;
    }

    private static string Of(Random random, string letters, int length) => new(random.GetItems<char>(letters, length));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static Guid NewUuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
