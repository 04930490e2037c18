using Engine.App.Simulation.Labels;
using Engine.Sinks.Lines;

namespace Engine.App.Simulation.Scoring;

/// <param name="Label">Who was judged wrongly; an attack's label, if it was before the attack.</param>
/// <param name="Verdict">The first verdict that did.</param>
internal sealed record WrongVerdict(ActorLabel Label, VerdictLine Verdict);
