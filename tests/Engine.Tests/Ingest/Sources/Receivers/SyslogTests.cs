using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Ingest.Sources.Receivers;
using Engine.Ingest.Sources.Receivers.Syslog;

namespace Engine.Tests.Ingest.Sources.Receivers;

public sealed class SyslogTests
{
    private static readonly ListenAddress s_free = new(IPAddress.Loopback, 0);

    [Theory]
    [InlineData("<34>1 2003-10-11T22:14:15.003Z host su - ID47 - text of it", "text of it")]
    [InlineData("<34>1 2003-10-11T22:14:15.003Z host app 17 - [a@1 k=\"v \\\" ] x\"][b@2] \uFEFFtext", "text")]
    [InlineData("<34>1 - - - - - -", "")]
    [InlineData("<190>Nov 23 20:00:00 web-1 nginx: 203.0.113.7 - - [x]", "203.0.113.7 - - [x]")]
    [InlineData("<190>Nov  3 20:00:00 nginx: {\"a\": 1}", "{\"a\": 1}")]
    [InlineData("<134>Nov 23 20:00:00 haproxy[17]: 10.0.0.1:5 [x]", "10.0.0.1:5 [x]")]
    [InlineData("<134>2026-11-23T20:00:00.123+01:00 web-1 haproxy[17]: text", "text")]
    [InlineData("<13>Nov 23 20:00:00 web-1 {\"time\": \"x\"}", "{\"time\": \"x\"}")]
    [InlineData("<13>{\"time\": \"x\"}", "{\"time\": \"x\"}")]
    [InlineData("<13>app: text", "text")]
    [InlineData("no syslog at all", "no syslog at all")]
    [InlineData("<999999>x", "<999999>x")]
    [InlineData("<>x", "<>x")]
    [InlineData("", "")]
    public void What_the_application_wrote_is_taken_out(string message, string body) =>
        Assert.Equal(body, Encoding.UTF8.GetString(SyslogMessage.Body(Encoding.UTF8.GetBytes(message + "\n"))));

    [Theory]
    [InlineData("<1>a\n<2>b\n", "<1>a|<2>b")]
    [InlineData("4 <1>a6 <2>b\nc<3>d\n", "<1>a|<2>b\nc|<3>d")]
    [InlineData("12345678901 x\n<1>a\n", "12345678901 x|<1>a")]
    [InlineData("1x y\n", "1x y")]
    public void Messages_are_counted_or_lines_however_they_are_cut_on_the_way(string stream, string messages)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var piece = 1; piece <= bytes.Length; piece++)
            Assert.Equal(messages.Split('|'), Take(new SyslogFrames(1_000), bytes, piece));
    }

    [Fact]
    public void A_message_that_is_too_long_is_passed_over_and_counted()
    {
        foreach (var bytes in (byte[][])[Encoding.UTF8.GetBytes("<1>" + new string('x', 500) + "\n<2>b\n"), Encoding.UTF8.GetBytes("500 " + new string('x', 500) + "<2>b\n")])
        {
            for (var piece = 1; piece <= 200; piece++)
            {
                var frames = new SyslogFrames(100);
                Assert.Equal(["<2>b"], Take(frames, bytes, piece));
                Assert.Equal(1, frames.TooLong);
            }
        }
    }

    [Fact]
    public async Task Messages_over_tcp_are_kept()
    {
        await using var receiving = await Receiving.StartAsync(Receiving.Source(ReceiverKind.Syslog));
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(receiving.Open.Places[0].Address.Address, receiving.Open.Places[0].Address.Port);
            await client.GetStream().WriteAsync("<190>Nov 23 20:00:00 web-1 nginx: one\n33 <190>Nov 23 20:00:00 nginx: two\nb<13>last: three"u8.ToArray());
        }

        await UntilAsync(() => receiving.Counters.Received == 3);
        Assert.Equal(["one", "two\nb", "three"], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task A_sender_that_closes_at_once_has_said_everything()
    {
        await using var receiving = await Receiving.StartAsync(Receiving.Source(ReceiverKind.Syslog));
        for (var i = 0; i < 100; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(receiving.Open.Places[0].Address.Address, receiving.Open.Places[0].Address.Port);
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"<13>last: {i}\n"));
        }

        await UntilAsync(() => receiving.Counters.Received == 100);
        Assert.Equal(100, (await receiving.KeptAsync()).Texts.Distinct().Count());
    }

    [Fact]
    public async Task Messages_over_udp_are_kept()
    {
        await using var receiving = await Receiving.StartAsync(Receiving.Source(ReceiverKind.Syslog) with { Listen = null, ListenUdp = s_free });
        using var client = new UdpClient();
        client.Connect(receiving.Open.Places[0].Address.Address, receiving.Open.Places[0].Address.Port);
        for (var i = 0; i < 100; i++)
            await client.SendAsync(Encoding.UTF8.GetBytes($"<190>1 - - - - - - {i}"));
        await UntilAsync(() => receiving.Counters.Received == 100);
        Assert.Equal(0, receiving.Counters.Dropped);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public void Datagrams_that_the_system_threw_away_are_counted()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4_096 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var drops = new SocketDrops(socket);
        using var client = new UdpClient();
        client.Connect((IPEndPoint)socket.LocalEndPoint!);
        for (var i = 0; i < 100; i++)
            client.Send(new byte[1_000]);
        Assert.InRange(drops.Count, 50, 100);
        drops.Freeze();
        socket.Close();
        Assert.InRange(drops.Count, 50, 100);
    }

    [Fact]
    public async Task An_address_in_use_is_an_error_that_says_so()
    {
        await using var receiving = await Receiving.StartAsync(Receiving.Source(ReceiverKind.Syslog) with { Listen = null, ListenUdp = s_free });
        var error = await Assert.ThrowsAsync<Engine.Schemas.UserError>(() => Receiving.StartAsync(
            Receiving.Source(ReceiverKind.Syslog) with { Listen = null, ListenUdp = receiving.Open.Places[0].Address }));
        Assert.Contains("is in use", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Gives the bytes in pieces, as a pipe does: what was not taken comes again with the next.</summary>
    private static List<string> Take(SyslogFrames frames, byte[] bytes, int piece)
    {
        var taken = new List<string>();
        var start = 0;
        for (var end = Math.Min(piece, bytes.Length); ; end = Math.Min(end + piece, bytes.Length))
        {
            var come = new ReadOnlySequence<byte>(bytes, start, end - start);
            while (frames.TryTake(ref come, out var message))
                taken.Add(Encoding.UTF8.GetString(message));
            start = end - (int)come.Length;
            if (end == bytes.Length)
                return taken;
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var since = Stopwatch.GetTimestamp(); !isSo(); await Task.Yield())
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "it never came");
    }
}
