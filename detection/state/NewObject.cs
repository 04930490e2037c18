namespace Engine.Detection.State;

/// <summary>A numbered object that a call was the first of its actor to ask for, within the look-back.</summary>
/// <param name="Number">Its number.</param>
/// <param name="IsNear">It lies near the one that the actor asked for before.</param>
internal readonly record struct NewObject(long Number, bool IsNear);
