using Engine.Schemas;

namespace Engine.Detection;

/// <summary>Gathers what the lanes concluded, in input order.</summary>
internal sealed class Conclusions
{
    private readonly List<Signal> _signals = [];
    private readonly List<Verdict> _verdicts = [];
    private readonly List<Session> _sessions = [];
    private readonly List<ControlEntry> _controls = [];

    public void Drain(IReadOnlyList<Lane> lanes)
    {
        LaneOutput.Drain(lanes, output => output.Signals, _signals);
        LaneOutput.Drain(lanes, output => output.Verdicts, _verdicts);
        LaneOutput.Drain(lanes, output => output.Sessions, _sessions);
    }

    public void Add(ControlEntry? control)
    {
        if (control is not null)
            _controls.Add(control);
    }

    public DetectionResult With(IReadOnlyList<Placement> placements) => new(placements, _signals, _verdicts, _sessions) { Controls = _controls };
}
