using System.Runtime.CompilerServices;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Actors;

/// <summary>
/// Somebody or something that calls the shop. What it does is written as a story (<see cref="Live"/>): each step makes one call,
/// or none, and says how long to wait until the next. The simulation asks whoever's turn is next, so memory holds one step of
/// each actor and never a list of calls.
/// </summary>
internal abstract class SimulatedActor(ShopWorld world, string population, int number)
{
    /// <summary>What <see cref="Step"/> says when the story is over.</summary>
    public const int Ended = -1;

    private IEnumerator<int>? _life;
    private PendingRetry? _retry;

    public ShopWorld World { get; } = world;
    public Chance Chance { get; } = Chance.Of(world.Seed, population, number);

    /// <summary>Name of the group it belongs to, as in the label file.</summary>
    public string Population { get; } = population;

    /// <summary>Who it is once signed in; null: never more than an address.</summary>
    public Account? Account { get; init; }

    /// <summary>Everything it calls from.</summary>
    public required IReadOnlyList<Client> Clients { get; init; }

    /// <summary>What it calls from at the moment.</summary>
    public Client Client { get => field ?? Clients[0]; set; }

    public Credential? Credential { get; set; }

    /// <summary>How often it tries again when the shop fails.</summary>
    public int Patience { get; init; }

    /// <summary>Status of its last call, after retries.</summary>
    public int LastStatus { get; private set; }

    public long Calls { get; private set; }
    public long BytesTaken { get; private set; }
    public long FirstCallAt { get; private set; } = -1;
    public long LastCallAt { get; private set; } = -1;

    public bool IsSignedIn => Credential?.IsValid(World.NowOnTheClock) == true;

    /// <summary>What it does, step by step; each item is the wait until the next step, in milliseconds.</summary>
    protected abstract IEnumerable<int> Live();

    /// <summary>Does what is due now.</summary>
    /// <returns>Milliseconds until the next step, at least 1, or <see cref="Ended"/>.</returns>
    public int Step()
    {
        World.Call.IsSent = false;
        if (_retry is not null)
            return Retry(_retry);
        _life ??= Live().GetEnumerator();
        if (!_life.MoveNext())
            return Ended;
        var pause = Math.Max(1, _life.Current);
        if (!World.Call.IsSent || LastStatus < 500 || Patience == 0)
            return pause;
        _retry = new PendingRetry(World.Call, pause, Patience);
        return Chance.Between(600, 1_400);
    }

    /// <summary>Makes a call.</summary>
    /// <param name="operation">What is asked for.</param>
    /// <param name="target">Path and query.</param>
    /// <param name="pause">Milliseconds until the next step; comes back as the result.</param>
    /// <param name="status">What the call deserves; 0: the operation's usual answer.</param>
    /// <param name="about">Number of the thing asked for, so that the same thing has the same size; 0: nothing in particular.</param>
    /// <param name="bytes">Bytes of the answer, where the caller knows better than the operation.</param>
    public int Send(
        Operation operation, [InterpolatedStringHandlerArgument("")] TargetText target, int pause, int status = 0, ulong about = 0, long bytes = 0)
    {
        _ = target;
        var call = World.Call;
        call.Client = Client;
        call.Credential = Credential;
        call.Operation = operation;
        var mayEnter = operation.ForAnyone || IsSignedIn;
        Finish(call, mayEnter ? (status == 0 ? operation.Status : status) : 401, about, bytes);
        return pause;
    }

    /// <summary>A short wait around this long, as a person thinks.</summary>
    public int Think(int mean) => 150 + Chance.Pause(mean);

    /// <summary>A wait between two calls that a program makes side by side.</summary>
    public int AtOnce() => Chance.Between(15, 140);

    /// <summary>Called after each call it made.</summary>
    protected virtual void OnSent()
    {
    }

    private int Retry(PendingRetry retry)
    {
        var call = World.Call;
        retry.Restore(call);
        Finish(call, retry.Deserved, retry.About, retry.Bytes);
        if (LastStatus >= 500 && --retry.Left > 0)
            return Chance.Between(1_500, 4_500);
        _retry = null;
        return retry.PauseAfter;
    }

    private void Finish(Call call, int deserved, ulong about, long bytes)
    {
        var operation = call.Operation;
        var status = World.Answer(operation, deserved, Chance);
        call.IsSent = true;
        call.At = World.NowOnTheClock;
        call.Status = status;
        (call.Deserved, call.About, call.Sized) = (deserved, about, bytes);
        call.IsAuthenticated = status != 401 && call.Credential?.IsValid(call.At) == true;
        call.RequestBytes = operation.Upload;
        call.ResponseBytes = bytes > 0 && status < 300 ? bytes : ShopWorld.AnswerBytes(operation, status, about, Chance);
        call.Milliseconds = 1 + Chance.Skewed(operation.Milliseconds / 2, operation.Milliseconds * 3) + (status >= 503 ? 2_500 : 0);
        LastStatus = status;
        Calls++;
        BytesTaken += call.ResponseBytes;
        if (FirstCallAt < 0)
            FirstCallAt = World.Now;
        LastCallAt = World.Now;
        OnSent();
    }
}
