using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Engine.Sinks.ClickHouse.Rows;

namespace Engine.Sinks.ClickHouse.Spool;

/// <summary>
/// A cut as one file: magic, version, what each table's rows are, the rows and where each ends, and a hash over all of it. The columns are
/// named, so that a newer engine sends what an older one left. Numbers are little-endian.
/// </summary>
internal static class SpoolFormat
{
    private const ushort Version = 1;
    private const int ChecksumBytes = 16;

    private static ReadOnlySpan<byte> Magic => "engine cut"u8;

    public static void Write(CutRows cut, Stream into)
    {
        var hash = new XxHash128();
        Put(Head(cut));
        foreach (var table in cut.Tables)
        {
            Put(MemoryMarshal.AsBytes(table.Ends.Span));
            Put(table.Bytes.Span);
        }

        into.Write(hash.GetCurrentHash());

        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.Append(bytes);
            into.Write(bytes);
        }
    }

    /// <param name="file">All of it; the rows that come back lie in it.</param>
    /// <exception cref="InvalidDataException">It is torn, damaged, or a newer engine's; the message says which.</exception>
    public static CutRows Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length < Magic.Length + sizeof(ushort) + ChecksumBytes || !file.Span.StartsWith(Magic))
            throw new InvalidDataException("it does not begin as one");
        var version = BinaryPrimitives.ReadUInt16LittleEndian(file.Span[Magic.Length..]);
        if (version != Version)
            throw new InvalidDataException($"it has version {version}, this engine reads {Version}");
        var body = file[..^ChecksumBytes];
        if (!XxHash128.Hash(body.Span).AsSpan().SequenceEqual(file.Span[^ChecksumBytes..]))
            throw new InvalidDataException("its checksum is wrong");
        return ReadBody(body);
    }

    private static byte[] Head(CutRows cut)
    {
        using var head = new MemoryStream();
        using var writer = new BinaryWriter(head, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(cut.Writer);
        writer.Write(cut.Number);
        writer.Write(cut.Tables.Count);
        foreach (var table in cut.Tables)
        {
            writer.Write(table.Table.Name);
            writer.Write(table.Table.Columns.Count);
            foreach (var column in table.Table.Columns)
                writer.Write(column);
            writer.Write(table.Count);
            writer.Write(table.Bytes.Length);
        }

        writer.Flush();
        return head.ToArray();
    }

    private static CutRows ReadBody(ReadOnlyMemory<byte> body)
    {
        MemoryMarshal.TryGetArray(body, out var bytes);
        using var reader = new BinaryReader(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), Encoding.UTF8);
        reader.BaseStream.Position = Magic.Length + sizeof(ushort);
        var writer = reader.ReadString();
        var number = reader.ReadInt64();
        var heads = new (RowTable Table, int Rows, int Bytes)[reader.ReadInt32()];
        for (var i = 0; i < heads.Length; i++)
        {
            var name = reader.ReadString();
            var columns = new string[reader.ReadInt32()];
            for (var column = 0; column < columns.Length; column++)
                columns[column] = reader.ReadString();
            heads[i] = (new RowTable(name, columns), reader.ReadInt32(), reader.ReadInt32());
        }

        var rest = body[(int)reader.BaseStream.Position..];
        var tables = new TableRows[heads.Length];
        for (var i = 0; i < heads.Length; i++)
        {
            var (table, rows, length) = heads[i];
            var ends = MemoryMarshal.Cast<byte, int>(rest.Span[..(rows * sizeof(int))]).ToArray();
            tables[i] = new TableRows(table, rest.Slice(rows * sizeof(int), length), ends);
            rest = rest[((rows * sizeof(int)) + length)..];
        }

        return new CutRows(writer, number, tables);
    }
}
