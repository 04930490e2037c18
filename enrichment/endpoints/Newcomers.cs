using System.Net;
using Engine.Enrichment.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>
/// Clients that have just been answered without a credential, and by which endpoint: whoever shows one next was given it there, or had it
/// anyway. A table of fixed size in which a newer client takes the place of an older one.
/// </summary>
internal sealed class Newcomers
{
    private const int Slots = 4_096, InBlock = 64;

    private readonly ServiceTable _services;
    private readonly Block?[] _blocks = new Block?[Slots / InBlock];
    private readonly Ledger _ledger;

    public Newcomers(ServiceTable services, Ledger ledger)
    {
        _services = services;
        _ledger = ledger;
    }

    /// <param name="call">A call.</param>
    /// <param name="endpoint">What answered.</param>
    /// <param name="client">Hash of address and fingerprint.</param>
    /// <param name="address">Of the client; its place in the table must not depend on a key, or what is learned would.</param>
    /// <param name="showsCredential">It carries one.</param>
    public void See(ApiEvent call, LearnedEndpoint endpoint, ulong client, IPAddress? address, bool showsCredential)
    {
        var slot = SlotOf(address);
        var block = _blocks[slot / InBlock];
        if (showsCredential)
        {
            if (block?.Take(slot % InBlock, client) is { } known && _services.At(known.Service) is { } service && known.Endpoint < service.Endpoints.Count)
                service.Endpoints[known.Endpoint].Current.GiveCredential(client);
        }
        else if (call.Method == "POST" && call.Status is >= 200 and <= 299 && call.BlockedBy is null)
        {
            if (block is null)
                _ledger.Add(block = _blocks[slot / InBlock] = new Block(_ledger, slot / InBlock));
            block.Put(slot % InBlock, new Entry(client, endpoint.Service.Number, endpoint.Number));
        }
    }

    private static int SlotOf(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = 0;
        address?.TryWriteBytes(bytes, out length);
        return (int)(StableHash.Of(bytes[..length]) % Slots);
    }

    /// <exception cref="InvalidDataException">There is no such block.</exception>
    public void Restore(ulong number, Entry[] entries)
    {
        RestoredTemplates.Require(number < (ulong)_blocks.Length, "newcomers are of no block");
        var block = new Block(_ledger, (int)number, entries);
        _blocks[(int)number] = block;
        _ledger.Hold(block);
    }

    /// <exception cref="InvalidDataException">It has not the size of a block.</exception>
    public static Entry[] Load(ref MessagePackReader reader)
    {
        var entries = new Entry[InBlock];
        RestoredTemplates.Require(reader.ReadArrayHeader() == InBlock, "newcomers are of no block");
        for (var i = 0; i < entries.Length; i++)
            entries[i] = new Entry(reader.ReadUInt64(), reader.ReadInt32(), reader.ReadInt32());
        return entries;
    }

    /// <param name="Client">0: nobody.</param>
    /// <param name="Service">Number of the endpoint's service.</param>
    /// <param name="Endpoint">Its number there.</param>
    internal readonly record struct Entry(ulong Client, int Service, int Endpoint);

    private sealed class Block(Ledger ledger, int number, Entry[]? saved = null) : Saved(ledger)
    {
        private readonly Entry[] _entries = saved ?? new Entry[InBlock];

        public void Put(int slot, Entry entry)
        {
            if (_entries[slot] == entry)
                return;
            Changing();
            _entries[slot] = entry;
        }

        public Entry? Take(int slot, ulong client)
        {
            var entry = _entries[slot];
            if (entry.Client != client || client == 0)
                return null;
            Changing();
            _entries[slot] = default;
            return entry;
        }

        protected override StateSection Section => StateSection.Services;

        protected override ReadOnlySpan<byte> WriteKey(Span<byte> room) => new PartKey(TemplatePart.Newcomers, PartKey.NoService, (ulong)number).Write(room);

        protected override void Save(ref MessagePackWriter writer)
        {
            writer.WriteArrayHeader(InBlock);
            foreach (var entry in _entries)
            {
                writer.WriteUInt64(entry.Client);
                writer.Write(entry.Service);
                writer.Write(entry.Endpoint);
            }
        }
    }
}
