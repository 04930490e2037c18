namespace Engine.Tests;

/// <summary>Steps of checkpoints by number of entries, so that a test knows what is written when.</summary>
internal static class Portion
{
    public static Func<bool> Of(int entries)
    {
        var left = entries;
        return () => Interlocked.Decrement(ref left) <= 0;
    }
}
