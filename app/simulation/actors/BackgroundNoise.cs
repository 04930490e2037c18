using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>One of the robots that knock at every address of the internet: a handful of famous paths once, then gone.</summary>
internal sealed class BackgroundNoise(ShopWorld world, int number, long at) : SimulatedActor(world, PopulationNames.Noise, number)
{
    private static readonly string[] Paths =
    [
        "/.env", "/wp-login.php", "/.git/config", "/xmlrpc.php", "/phpinfo.php", "/boaform/admin/formLogin", "/actuator/health",
        "/owa/auth/logon.aspx", "/cgi-bin/luci", "/solr/admin/info/system", "/favicon.ico", "/login.action", "/", "/HNAP1", "/server-status",
    ];

    protected override IEnumerable<int> Live()
    {
        yield return (int)Math.Min(at, int.MaxValue / 2);
        var paths = Chance.Skewed(1, 6);
        for (var path = 0; path < paths; path++)
            yield return Send(Operations.MissingFile, $"{Chance.Of(Paths)}", Think(1_200));
    }
}
