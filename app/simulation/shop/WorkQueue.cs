namespace Engine.App.Simulation.Shop;

/// <summary>Numbered work that waits, taken from its newest end: each number is handed out once.</summary>
internal sealed class WorkQueue(int first, int count)
{
    private int _taken;

    /// <returns>The next number; null when all is done.</returns>
    public int? Next() => _taken < count ? first + count - ++_taken : null;
}
