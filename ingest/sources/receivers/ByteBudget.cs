namespace Engine.Ingest.Sources.Receivers;

/// <summary>Bytes that requests under way may hold together, however many they are.</summary>
internal sealed class ByteBudget(long most = ByteBudget.DefaultMost)
{
    public const long DefaultMost = 256L * 1024 * 1024;

    private long _held;

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= most)
            return true;
        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}
