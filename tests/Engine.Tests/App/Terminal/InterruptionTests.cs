using System.Diagnostics;
using System.Globalization;
using Engine.App.Terminal;

namespace Engine.Tests.App.Terminal;

public sealed class InterruptionTests
{
    [Theory]
    [InlineData("INT", "stopping; press Ctrl+C again to stop at once\n")]
    [InlineData("TERM", "")]
    public async Task The_first_signal_asks_to_stop_and_ends_nothing(string signal, string said)
    {
        using var error = new StringWriter();
        using var interruption = new Interruption(error);
        Assert.False(interruption.Token.IsCancellationRequested);

        using var kill = Process.Start("kill", ["-s", signal, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(TimeSpan.FromSeconds(30), interruption.Token));
        Assert.Equal(said, error.ToString());
    }
}
