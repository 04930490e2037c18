namespace Engine.App.Simulation.Scoring;

/// <param name="Population">Name of the group.</param>
/// <param name="Actors">Benign actors in it, with those attacked accounts that were judged before their attack.</param>
/// <param name="Wrong">Actors with a wrong verdict.</param>
internal sealed record PopulationResult(string Population, int Actors, int Wrong);
