namespace Engine.App.Simulation.Shop;

/// <summary>The programs that call the shop: few enough that thousands of people share each of them.</summary>
internal static class UserAgents
{
    public static readonly IReadOnlyList<UserAgent> Browsers = [.. Windows(), .. Others()];

    /// <summary>What a managed office computer runs: all alike.</summary>
    public static readonly IReadOnlyList<UserAgent> OfficeBrowsers = [.. Windows().Take(2)];

    /// <summary>The app before the release in the middle of the simulation.</summary>
    public static readonly IReadOnlyList<UserAgent> Apps = [.. Releases("5.9.2", "5.11.0", "5.11.3", "5.12.1")];

    /// <summary>The app that comes with the release, for each of <see cref="Apps"/> in the same order of phones.</summary>
    public static readonly IReadOnlyList<UserAgent> NewApps = [.. Releases("6.0.0")];

    public static readonly IReadOnlyList<UserAgent> Integrations = Named(
        "acme-erp-connector/3.4", "Apache-HttpClient/5.3.1 (Java/21.0.4)", "okhttp/4.12.0", "python-httpx/0.27.2", "axios/1.7.7",
        "GuzzleHttp/7");

    public static readonly IReadOnlyList<UserAgent> Crawlers = Named(
        "Mozilla/5.0 (compatible; FinderBot/2.1; +https://finder.example/bot.html)",
        "Mozilla/5.0 (compatible; Marketwatcher/1.7; +https://marketwatcher.example/crawler)");

    public static readonly UserAgent Previewer = new("LinkPreview/1.4 (+https://chat.example/preview)");
    public static readonly UserAgent Uptime = new("Uptime-Check/2.0");
    public static readonly UserAgent Prober = new("kube-probe/1.31");
    public static readonly UserAgent Connector = new("reseller-connector/2.0");
    public static readonly UserAgent Widget = new("store-widget/1.0.3");

    /// <summary>What people write attacks with, or pretend to be.</summary>
    public static readonly IReadOnlyList<UserAgent> Scripts = Named(
        "python-requests/2.32.3", "curl/8.9.1", "Go-http-client/1.1", "aiohttp/3.10.5",
        "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0");

    public static readonly IReadOnlyList<UserAgent> Scanners = Named(
        "Fuzz Faster U Fool v2.1.0", "gobuster/3.6", "Mozilla/5.0 (compatible; Nuclei)", "Wget/1.21.4");

    public static readonly IReadOnlyList<UserAgent> Noise = Named(
        "Mozilla/5.0 zgrab/0.x", "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36", "curl/7.68.0",
        "Go-http-client/1.1", "libwww-perl/6.67");

    private static string[] Phones =>
        ["iPhone15,4; iOS 18.1", "iPhone13,2; iOS 17.6", "Android 15; Pixel 8", "Android 14; SM-S921B", "Android 13; SM-A536B"];

    private static IReadOnlyList<UserAgent> Named(params string[] names) => [.. names.Select(name => new UserAgent(name))];

    private static IEnumerable<UserAgent> Windows() =>
        from version in (int[])[131, 130, 128, 126]
        from brand in (string[])["", $" Edg/{version}.0.0.0"]
        select new UserAgent(
            $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36{brand}");

    private static IEnumerable<UserAgent> Others() => Named(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0");

    private static IEnumerable<UserAgent> Releases(params string[] versions) =>
        from version in versions
        from phone in Phones
        select new UserAgent($"ShopApp/{version} ({phone})");
}
