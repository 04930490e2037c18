namespace Engine.App.Simulation.Scoring;

/// <summary>How verdicts compare with the truth.</summary>
internal sealed record ScoreResult
{
    /// <summary>In the order of the label file.</summary>
    public required IReadOnlyList<AttackResult> Attacks { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyList<PopulationResult> Populations { get; init; }

    /// <summary>One for each wronged actor.</summary>
    public required IReadOnlyList<WrongVerdict> Wrong { get; init; }

    /// <summary>Actors with a verdict of challenge or higher that no label knows.</summary>
    public required IReadOnlyList<string> Unlabelled { get; init; }

    public int Found => Attacks.Count(attack => attack.IsFound);
    public int BenignActors => Populations.Sum(population => population.Actors);

    /// <summary>Every attack found, nobody wronged.</summary>
    public bool IsPerfect => Found == Attacks.Count && Wrong.Count == 0;
}
