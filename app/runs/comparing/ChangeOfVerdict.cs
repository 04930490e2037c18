namespace Engine.App.Runs.Comparing;

internal enum ChangeOfVerdict { New, Gone, Changed }
