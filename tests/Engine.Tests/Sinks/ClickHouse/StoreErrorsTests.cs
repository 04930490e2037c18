using System.Net.Sockets;
using Engine.Sinks.ClickHouse;

namespace Engine.Tests.Sinks.ClickHouse;

public sealed class StoreErrorsTests
{
    public static TheoryData<Exception> OnTheWay => [new HttpRequestException(), new IOException(), new SocketException((int)SocketError.NotConnected), new OperationCanceledException()];

    [Theory]
    [MemberData(nameof(OnTheWay))]
    public void What_happens_on_the_way_to_the_store_passes(Exception error)
    {
        Assert.True(StoreErrors.IsPassing(error));
        Assert.True(StoreErrors.IsOfStore(error));
        Assert.False(StoreErrors.IsAboutRows(error));
    }

    [Fact]
    public void What_is_our_own_fault_does_not() => Assert.False(StoreErrors.IsPassing(new InvalidOperationException()) || StoreErrors.IsOfStore(new InvalidOperationException()));
}
