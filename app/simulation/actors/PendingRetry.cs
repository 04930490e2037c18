using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>A failed call that is made again before the story goes on.</summary>
internal sealed class PendingRetry(Call call, int pauseAfter, int left)
{
    private readonly Client _client = call.Client;
    private readonly Credential? _credential = call.Credential;
    private readonly Operation _operation = call.Operation;
    private readonly byte[] _target = call.Target.Written.ToArray();

    public int Deserved { get; } = call.Deserved;
    public ulong About { get; } = call.About;
    public long Bytes { get; } = call.Sized;
    public int PauseAfter { get; } = pauseAfter;
    public int Left { get; set; } = left;

    public void Restore(Call into)
    {
        (into.Client, into.Credential, into.Operation) = (_client, _credential, _operation);
        into.Target.Clear();
        into.Target.Add(_target);
    }
}
