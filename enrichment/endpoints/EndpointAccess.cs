namespace Engine.Enrichment.Endpoints;

/// <summary>
/// Whom an endpoint serves. Kept per source format, because a format without credentials makes every caller look like a stranger.
/// Bounded: a few formats, a few strangers.
/// </summary>
internal sealed class EndpointAccess
{
    /// <summary>Most that an operator may ask for.</summary>
    public const int MostStrangers = 100;

    private const int MostFormats = 4;

    private List<FormatAccess>? _formats;

    /// <summary>A call without any credential was accepted.</summary>
    /// <param name="format">Format of the source that saw it.</param>
    /// <param name="stranger">Hash of its address.</param>
    /// <param name="enough">Strangers that suffice; no more are remembered.</param>
    public void AcceptStranger(string format, ulong stranger, int enough)
    {
        if (Of(format, create: true) is not { } access || access.Strangers?.Count >= enough)
            return;
        access.Strangers ??= [];
        if (!access.Strangers.Contains(stranger))
            access.Strangers.Add(stranger);
    }

    /// <summary>A call without a proven identity was refused with 401.</summary>
    public void RefuseStranger(string format)
    {
        if (Of(format, create: true) is { } access)
            access.RefusesStrangers = true;
    }

    /// <summary>Its acceptance says nothing about a credential.</summary>
    public bool ServesStrangers(string format, int enough) => Of(format, create: false)?.Strangers?.Count >= enough;

    /// <summary>It has asked for a credential, and nobody has got through without.</summary>
    public bool IsGuarded(string format) => Of(format, create: false) is { RefusesStrangers: true, Strangers: null };

    public static EndpointAccess Union(EndpointAccess left, EndpointAccess right)
    {
        if (right._formats is null)
            return left;
        foreach (var access in right._formats)
        {
            if (left.Of(access.Format, create: true) is not { } mine)
                continue;
            mine.RefusesStrangers |= access.RefusesStrangers;
            foreach (var stranger in access.Strangers ?? [])
                left.AcceptStranger(access.Format, stranger, MostStrangers);
        }

        return left;
    }

    private FormatAccess? Of(string format, bool create)
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
        var fresh = new FormatAccess(format);
        (_formats ??= new List<FormatAccess>(1)).Add(fresh);
        return fresh;
    }

    private sealed class FormatAccess(string format)
    {
        public string Format { get; } = format;
        public List<ulong>? Strangers { get; set; }
        public bool RefusesStrangers { get; set; }
    }
}
