using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engine.Integration.Gateways;

/// <summary>A service behind a gateway, on a free port of this machine.</summary>
internal sealed class ShopService : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ShopService(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    /// <param name="path">Route pattern.</param>
    /// <param name="answer">What a request of any method gets.</param>
    /// <param name="before">What stands before the answer.</param>
    public static async Task<ShopService> StartAsync(string path, Delegate answer, Action<IApplicationBuilder>? before = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        before?.Invoke(application);
        application.Map(path, answer);
        await application.StartAsync();
        return new ShopService(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
