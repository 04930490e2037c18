using Engine.Enrichment.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>
/// Whom an endpoint serves. Kept per source format, because a format without credentials makes every caller look like a stranger.
/// Bounded: a few formats, a few strangers.
/// </summary>
/// <param name="owner">What it is saved with.</param>
/// <param name="saved">What was saved of it; null for a new one.</param>
internal sealed class EndpointAccess(Saved owner, List<EndpointAccess.OfFormat>? saved = null)
{
    /// <summary>Most that an operator may ask for.</summary>
    public const int MostStrangers = 100;

    private const int MostFormats = 4;

    private List<OfFormat>? _formats = saved;

    /// <summary>A call without any credential was accepted.</summary>
    /// <param name="format">Format of the source that saw it.</param>
    /// <param name="stranger">Hash of its address.</param>
    /// <param name="enough">Strangers that suffice; no more are remembered.</param>
    public void AcceptStranger(string format, ulong stranger, int enough)
    {
        if (Of(format, create: true) is not { } access || access.Strangers?.Count >= enough || access.Strangers?.Contains(stranger) == true)
            return;
        owner.Changing();
        (access.Strangers ??= []).Add(stranger);
    }

    /// <summary>A call without a proven identity was refused with 401.</summary>
    public void RefuseStranger(string format)
    {
        if (Of(format, create: true) is not { RefusesStrangers: false } access)
            return;
        owner.Changing();
        access.RefusesStrangers = true;
    }

    /// <summary>Its acceptance says nothing about a credential.</summary>
    public bool ServesStrangers(string format, int enough) => Of(format, create: false)?.Strangers?.Count >= enough;

    /// <summary>It has answered 401.</summary>
    public bool HasRefused => _formats?.Exists(access => access.RefusesStrangers) == true;

    /// <summary>It has asked for a credential, and nobody has got through without.</summary>
    public bool IsGuarded(string format) => Of(format, create: false) is { RefusesStrangers: true, Strangers: null };

    /// <summary>What was seen of another endpoint was seen of this one.</summary>
    public void Absorb(EndpointAccess other)
    {
        foreach (var access in other._formats ?? [])
        {
            if (access.RefusesStrangers)
                RefuseStranger(access.Format);
            foreach (var stranger in access.Strangers ?? [])
                AcceptStranger(access.Format, stranger, MostStrangers);
        }
    }

    public static void Save(ref MessagePackWriter writer, EndpointAccess access)
    {
        writer.WriteArrayHeader(access._formats?.Count ?? 0);
        foreach (var format in access._formats ?? [])
        {
            writer.Write(format.Format);
            writer.Write(format.RefusesStrangers);
            writer.WriteArrayHeader(format.Strangers?.Count ?? 0);
            foreach (var stranger in format.Strangers ?? [])
                writer.WriteUInt64(stranger);
        }
    }

    /// <exception cref="InvalidDataException">More than an endpoint remembers.</exception>
    public static List<OfFormat>? Load(ref MessagePackReader reader)
    {
        var count = reader.ReadCount(MostFormats);
        if (count == 0)
            return null;
        var formats = new List<OfFormat>(count);
        for (var i = 0; i < count; i++)
        {
            var format = new OfFormat(reader.ReadString() ?? "") { RefusesStrangers = reader.ReadBoolean() };
            for (var strangers = reader.ReadCount(MostStrangers); strangers > 0; strangers--)
                (format.Strangers ??= []).Add(reader.ReadUInt64());
            formats.Add(format);
        }

        return formats;
    }

    private OfFormat? Of(string format, bool create)
    {
        if (_formats is not null)
        {
            foreach (var access in _formats)
            {
                if (access.Format == format)
                    return access;
            }
        }

        if (!create || _formats?.Count >= MostFormats)
            return null;
        owner.Changing();
        var fresh = new OfFormat(format);
        (_formats ??= new List<OfFormat>(1)).Add(fresh);
        return fresh;
    }

    /// <summary>What sources of one format saw.</summary>
    internal sealed class OfFormat(string format)
    {
        public string Format { get; } = format;

        /// <summary>Null while there was none.</summary>
        public List<ulong>? Strangers { get; set; }
        public bool RefusesStrangers { get; set; }
    }
}
