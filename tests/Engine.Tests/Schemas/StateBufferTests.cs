using System.Net;
using System.Text;
using Engine.Schemas;
using MessagePack;

namespace Engine.Tests.Schemas;

public sealed class StateBufferTests
{
    private readonly StateBuffer _buffer = new();

    [Fact]
    public void Entries_come_back_in_the_order_in_which_they_were_put()
    {
        _buffer.Put(StateSection.Actors, "a"u8, 7, static (ref MessagePackWriter writer, int state) => writer.Write(state));
        _buffer.Remove(StateSection.Credentials, "b"u8);
        _buffer.Put(StateSection.Actors, ""u8, "value"u8);

        var entries = Entries(_buffer.Written);

        Assert.Equal(3, _buffer.Count);
        Assert.Equal([StateSection.Actors, StateSection.Credentials, StateSection.Actors], entries.Select(entry => entry.Section));
        Assert.Equal(["a", "b", ""], entries.Select(entry => Encoding.ASCII.GetString(entry.Key.Span)));
        Assert.Null(entries[1].Value);
        Assert.Equal(7, new MessagePackReader(entries[0].Value!.Value).ReadInt32());
    }

    [Fact]
    public void What_several_threads_wrote_is_put_together()
    {
        var other = new StateBuffer();
        _buffer.Put(StateSection.Actors, "a"u8, "1"u8);
        other.Put(StateSection.Actors, "b"u8, "2"u8);
        _buffer.Append(other);

        Assert.Equal(2, _buffer.Count);
        Assert.Equal(2, Entries(_buffer.Written).Count);
    }

    [Fact]
    public void Every_cut_in_the_middle_of_an_entry_is_refused()
    {
        _buffer.Put(StateSection.Actors, "key"u8, "value"u8);
        for (var length = 1; length < _buffer.Length; length++)
        {
            var cut = _buffer.Written[..length];
            Assert.Throws<InvalidDataException>(() => Entries(cut));
        }
    }

    [Fact]
    public void Primitives_come_back_as_they_were()
    {
        var actor = new Actor(new ActorKey(ActorKind.User, "ada"));
        var endpoint = new Endpoint("shop", "GET", "/v1/orders/{id}");
        var moment = new DateTimeOffset(2026, 3, 2, 1, 2, 3, TimeSpan.Zero).AddTicks(7);
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        writer.WriteActor(actor);
        writer.WriteEndpoint(endpoint);
        writer.WriteMoment(moment);
        writer.WriteHash(new UInt128(ulong.MaxValue, 5));
        writer.WriteAddress(IPAddress.Parse("2001:db8::1"));
        writer.WriteAddress(null);
        writer.Flush();

        var reader = new MessagePackReader(bytes.WrittenMemory);
        Assert.Equal(actor, reader.ReadActor());
        Assert.Equal(endpoint, reader.ReadEndpoint());
        Assert.Equal(moment, reader.ReadMoment());
        Assert.Equal(new UInt128(ulong.MaxValue, 5), reader.ReadHash());
        Assert.Equal(IPAddress.Parse("2001:db8::1"), reader.ReadAddress());
        Assert.Null(reader.ReadAddress());
        Assert.True(reader.End);
    }

    [Fact]
    public void A_list_longer_than_its_owner_could_have_written_is_refused()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        writer.WriteArrayHeader(11);
        writer.Write(new byte[32]);
        writer.Flush();
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new MessagePackReader(bytes.WrittenMemory);
            reader.ReadCount(10);
        });
    }

    private static List<StateEntry> Entries(ReadOnlyMemory<byte> bytes)
    {
        var entries = new List<StateEntry>();
        while (StateBuffer.TryRead(ref bytes, out var entry))
            entries.Add(entry);
        return entries;
    }
}
