using System.Net;
using System.Net.Sockets;

namespace Engine.Integration.EndToEnd;

/// <summary>What tests of an engine that is sent to have in common.</summary>
internal static class Receivers
{
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public static Task UntilListeningAsync(EngineProcess engine, HttpClient client) => engine.UntilAsync(
        async () =>
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("health", UriKind.Relative));
                return answer.StatusCode == HttpStatusCode.OK;
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                return false;
            }
        },
        "the address");
}
