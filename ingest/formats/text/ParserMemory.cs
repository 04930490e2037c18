namespace Engine.Ingest.Formats.Text;

/// <summary>
/// What a parsing thread remembers between records to avoid work: strings and addresses it has met, the last second it read.
/// It changes no result, only which instance holds it, so a format still holds no state between records.
/// </summary>
internal sealed class ParserMemory
{
    // A larger scratch is allocated for the one hostile record that needs it and not kept.
    private const int KeptScratchBytes = 64 * 1024;

    [ThreadStatic]
    private static ParserMemory? t_mine;

    private byte[] _scratch = new byte[4096];

    private ParserMemory() { }

    public static ParserMemory OfThisThread => t_mine ??= new ParserMemory();

    public TextPool Texts { get; } = new();
    public AddressPool Addresses { get; } = new();
    public CombinedTime CombinedTime { get; } = new();

    /// <summary>At least <paramref name="length"/> bytes, overwritten by the next caller on this thread.</summary>
    public Span<byte> Scratch(int length)
    {
        if (length <= _scratch.Length)
            return _scratch;
        var larger = new byte[length];
        if (length <= KeptScratchBytes)
            _scratch = larger;
        return larger;
    }
}
