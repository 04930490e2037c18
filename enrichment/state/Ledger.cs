using Engine.Schemas;

namespace Engine.Enrichment.State;

/// <summary>
/// Who has changed since the last checkpoint, and who is still to be written by the running one. Time is counted in periods: each checkpoint
/// ends one. So whatever is held carries the number of the period in which it changed, and marking a checkpoint is one step for all.
/// </summary>
internal sealed class Ledger
{
    private readonly List<Saved> _held = [];
    private readonly StateBuffer _early = new();
    private List<Saved> _changed = [];
    private List<Saved> _gone = [];
    private List<Saved> _due = [];
    private List<Saved> _dueGone = [];
    private int _next;
    private int _nextGone;
    private bool _isWhole;
    private bool _isRunning;

    /// <summary>0 until there is a checkpoint to be different from: a run that saves nothing remembers nothing.</summary>
    public int Period { get; private set; }

    /// <summary>Holds what is new.</summary>
    public void Add(Saved item)
    {
        if (item.IsHeld)
            return;
        Hold(item);
        if (item.ChangedIn != Period)
            List(item);
    }

    /// <summary>Holds what was restored: it is no change.</summary>
    public void Hold(Saved item)
    {
        item.Place = _held.Count;
        _held.Add(item);
    }

    public void Remove(Saved item)
    {
        if (!item.IsHeld)
            return;
        item.Changing();
        var last = _held[^1];
        _held[item.Place] = last;
        last.Place = item.Place;
        _held.RemoveAt(_held.Count - 1);
        item.Place = -1;
        if (Period > 0)
            _gone.Add(item);
    }

    /// <summary>What is held is about to change for the first time in this period.</summary>
    public void Change(Saved item)
    {
        if (_isRunning && item.WrittenIn != Period && (_isWhole || item.ChangedIn == Period - 1))
            item.Put(_early);
        List(item);
    }

    /// <summary>From here on changes are remembered: what is held is what the checkpoints hold.</summary>
    public void Start() => Period = Math.Max(Period, 1);

    /// <exception cref="InvalidOperationException">The checkpoint before is not complete, so its changes are in none: only a whole one can follow.</exception>
    public void Begin(bool isWhole)
    {
        if (_isRunning && !isWhole)
            throw new InvalidOperationException("A checkpoint of changes cannot follow one that was not completed.");
        _isWhole = isWhole || Period == 0;
        _isRunning = true;
        _early.Clear();
        Forget(_due, _dueGone);
        if (_isWhole)
        {
            _due.AddRange(_held);
            Forget(_changed, _gone);
        }
        else
        {
            (_due, _changed) = (_changed, _due);
            (_dueGone, _gone) = (_gone, _dueGone);
        }

        _next = 0;
        _nextGone = 0;
        Period++;
    }

    /// <returns>True: everything is written.</returns>
    public bool Continue(Func<bool> isEnough, StateBuffer into)
    {
        while (_nextGone < _dueGone.Count)
        {
            _dueGone[_nextGone++].PutGone(into);
            if (isEnough())
                return false;
        }

        // A key that is gone may have been given again: its new value comes behind, also where it had to be saved early.
        into.Append(_early);
        _early.Clear();
        while (_next < _due.Count)
        {
            PutIfStillDue(_due[_next++], into);
            if (isEnough() && _next < _due.Count)
                return false;
        }

        Forget(_due, _dueGone);
        _isRunning = false;
        return true;
    }

    // What has changed since the mark was saved before it did; what was gone at the mark has nothing to save.
    private void PutIfStillDue(Saved item, StateBuffer into)
    {
        if (!item.IsHeld || item.ChangedIn == Period)
            return;
        item.Put(into);
        item.WrittenIn = Period;
    }

    private void List(Saved item)
    {
        item.ChangedIn = Period;
        _changed.Add(item);
    }

    private static void Forget(List<Saved> some, List<Saved> others)
    {
        some.Clear();
        others.Clear();
    }
}
