namespace Engine.App.Simulation.Labels;

/// <summary>What an actor is in truth. Noise is neither: internet robots that knock once are not counted, found or not.</summary>
internal enum LabelKind { Attack, Benign, Noise }
