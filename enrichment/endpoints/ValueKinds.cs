namespace Engine.Enrichment.Endpoints;

/// <summary>What the values of a path parameter look like.</summary>
/// <param name="Kinds">A bit for each <see cref="SegmentKind"/> that was accepted.</param>
/// <param name="CodeLengths">A bit for each length of values that look random, up to 63 characters.</param>
/// <param name="HoldsNames">Words are values as well.</param>
internal readonly record struct ValueKinds(int Kinds, ulong CodeLengths, bool HoldsNames)
{
    /// <summary>Random values of so few lengths are made by a machine that knows one.</summary>
    private const int FewLengths = 2;

    private const int ShortestCode = 6;

    /// <summary>Values of so many kinds are not made by a machine: whatever stands there is one.</summary>
    private const int ManyKinds = 4;

    public bool AreAnything => int.PopCount(Kinds) >= ManyKinds;

    public bool Include(SegmentKind kind) => (Kinds & (1 << (int)kind)) != 0;

    public ValueKinds With(SegmentKind kind, int length)
    {
        var isRandom = kind is SegmentKind.Code or SegmentKind.Token or SegmentKind.Hash;
        return this with
        {
            Kinds = Kinds | (1 << (int)kind),
            CodeLengths = isRandom && length < 64 ? CodeLengths | (1UL << length) : CodeLengths,
        };
    }

    public ValueKinds With(in ValueKinds other) => new(Kinds | other.Kinds, CodeLengths | other.CodeLengths, HoldsNames || other.HoldsNames);

    /// <summary>A word may be a random value that happens to have no digits: it is as long as all of them are.</summary>
    public bool Fit(ReadOnlySpan<char> word) =>
        word.Length is >= ShortestCode and < 64 && (CodeLengths & (1UL << word.Length)) != 0 && ulong.PopCount(CodeLengths) <= FewLengths;
}
