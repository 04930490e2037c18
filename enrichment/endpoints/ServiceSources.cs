using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>
/// From how many addresses a service is called. Words are names only where independent addresses brought them: a single client before a
/// server that knows everything must not decide. Where all calls come through one or two proxies, these must do.
/// </summary>
internal struct ServiceSources
{
    /// <summary>Accepted calls after which addresses that did not come yet will not come.</summary>
    private const int CallsToKnow = 500;

    /// <summary>Of fewer addresses each must have brought this part of the names.</summary>
    private const int FairPart = 10;

    private FewSources _seen;
    private int _calls;

    /// <summary>Enough came: nothing more is to be learned.</summary>
    public readonly bool IsSettled => _seen.Count == FewSources.Enough;

    /// <summary>All calls come from one address, so nothing can be asked of a second.</summary>
    public readonly bool IsOne => _seen.Count < 2 && _calls >= CallsToKnow;

    public void See(ulong source)
    {
        if (IsSettled)
            return;
        _calls = Math.Min(CallsToKnow, _calls + 1);
        _seen.Add(source);
    }

    /// <summary>Whether independent addresses brought the words; null while it is not known yet how many there are.</summary>
    public readonly bool? Suffice(IReadOnlyList<PathNode> words)
    {
        Span<(ulong Source, int Words)> seen = stackalloc (ulong, int)[FewSources.Enough];
        var count = 0;
        foreach (var word in words)
        {
            var place = 0;
            while (place < count && seen[place].Source != word.FirstSource)
                place++;
            if (place == FewSources.Enough)
                continue;
            if (place == count)
                seen[count++] = (word.FirstSource, 0);
            seen[place].Words++;
        }

        if (count >= FewSources.Enough)
            return true;
        if (!IsSettled && _calls < CallsToKnow)
            return null;
        if (count < _seen.Count)
            return false;
        foreach (var (_, brought) in seen[..count])
        {
            if (brought * FairPart < words.Count)
                return false;
        }

        return true;
    }

    public static void Save(ref MessagePackWriter writer, in ServiceSources sources)
    {
        writer.Write(sources._calls);
        FewSources.Save(ref writer, sources._seen);
    }

    /// <exception cref="InvalidDataException">There are no such.</exception>
    public static ServiceSources Load(ref MessagePackReader reader)
    {
        var sources = new ServiceSources { _calls = reader.ReadInt32(), _seen = FewSources.Load(ref reader) };
        RestoredTemplates.Require(sources._calls is >= 0 and <= CallsToKnow, "a service's calls are out of range");
        return sources;
    }
}
