namespace Engine.Sinks.Enforcement;

/// <summary>
/// A product that can act on a verdict. Calls come one at a time. It knows nothing of verdicts, rails or modes: it shows its entries and
/// changes them; what to change is decided by <see cref="Reconciler"/>. Throws <see cref="PointFailure"/> when the product cannot be
/// reached or refuses.
/// </summary>
public interface IEnforcementPoint : IAsyncDisposable
{
    PointInfo Info { get; }

    /// <summary>Everything that stands there now, entries of others included.</summary>
    ValueTask<IReadOnlyList<PointEntry>> ReadAsync(CancellationToken cancel);

    /// <summary>
    /// Makes the changes and calls <paramref name="confirmed"/> for each as soon as the product has confirmed it. Changes are independent:
    /// one that fails does not stop the others; the first failure is thrown at the end.
    /// </summary>
    ValueTask ApplyAsync(IReadOnlyList<PointChange> changes, Action<PointChange> confirmed, CancellationToken cancel);
}
