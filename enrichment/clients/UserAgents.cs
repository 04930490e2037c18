using System.Globalization;
using Engine.Schemas;

namespace Engine.Enrichment.Clients;

/// <summary>
/// User agent strings met lately: a client's class is worked out once. The rules are few and explicit; who wants to hide declares a browser,
/// so the class is a hint for peers and never evidence.
/// </summary>
internal sealed class UserAgents(TableSeed seed)
{
    /// <summary>About 0.5 KiB each.</summary>
    private const int MostRemembered = 16_384;

    /// <summary>Longer ones count by their beginning: memory and time are bounded.</summary>
    private const int LongestText = 1024;

    private static readonly string[] s_bots =
        ["bot/", "bot;", "bot)", "bot ", "spider", "crawl", "slurp", "facebookexternalhit", "pingdom", "uptimerobot", "feedfetcher", "+http"];

    private static readonly string[] s_scripts =
        ["curl/", "wget/", "python", "go-http-client", "libwww-perl", "aiohttp", "httpx", "httpie", "powershell", "ruby", "php", "scrapy", "java/",
            "node-fetch", "undici", "postman", "insomnia", "nikto", "sqlmap", "nmap", "nuclei", "gobuster", "ffuf", "wfuzz", "dirbuster", "acunetix"];

    private static readonly string[] s_sdks =
        ["-sdk", "sdk/", "sdk-", "boto3", "axios/", "apache-httpclient", "resttemplate", "restsharp", "guzzle", "grpc-", "reactor-netty", "jersey/", "feign"];

    private static readonly string[] s_mobileApps =
        ["okhttp", "cfnetwork", "dalvik", "dart/", "alamofire", "expo/", "reactnative", "ktor-client"];

    private readonly BoundedTable<ulong, UserAgent> _known = new(MostRemembered);

    public UserAgent Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return UserAgent.None;
        if (text.Length > LongestText)
            text = text[..LongestText];
        var key = seed.Hash(text);
        if (_known.TryGet(key, out var known) && known.Text == text)
            return known;
        var fresh = new UserAgent(text, Classify(text), (StableHash.Of(text) >> 32).ToString("x8", CultureInfo.InvariantCulture), key);
        _known.Set(key, fresh);
        return fresh;
    }

    /// <summary>The first rule that fits; bots and tools name themselves inside strings that otherwise look like browsers.</summary>
    internal static ClientClass Classify(string text)
    {
        if (Names(text, s_bots) || text.EndsWith("bot", StringComparison.OrdinalIgnoreCase))
            return ClientClass.DeclaredBot;
        if (Names(text, s_sdks))
            return ClientClass.Sdk;
        if (Names(text, s_scripts))
            return ClientClass.Script;
        if (Names(text, s_mobileApps))
            return ClientClass.MobileApp;
        return text.StartsWith("Mozilla/", StringComparison.Ordinal) || text.StartsWith("Opera/", StringComparison.Ordinal)
            ? ClientClass.Browser
            : ClientClass.Unknown;
    }

    private static bool Names(string text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
