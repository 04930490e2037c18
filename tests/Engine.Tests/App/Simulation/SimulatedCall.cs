using System.Text;
using Engine.App.Simulation.Shop;

namespace Engine.Tests.App.Simulation;

/// <summary>What must be the same in every format.</summary>
internal sealed record SimulatedCall(long Second, string Address, string? User, string Method, string Target, int Status, string UserAgent)
{
    public static SimulatedCall From(Call call) => new(
        call.At / 1000, call.Client.Address, call.IsAuthenticated ? call.Credential!.Account.Name : null,
        call.Operation.Method, Encoding.UTF8.GetString(call.Target.Written), call.Status, call.Client.UserAgent.Text);
}
