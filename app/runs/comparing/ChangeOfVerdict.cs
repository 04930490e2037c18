namespace Engine.App.Runs.Comparing;

/// <summary>In the order in which they are shown.</summary>
internal enum ChangeOfVerdict { New, Changed, Gone }
