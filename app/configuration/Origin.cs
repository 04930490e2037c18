namespace Engine.App.Configuration;

/// <summary>Where a key or value was written.</summary>
/// <param name="Place">File name; or the <c>--set</c> argument or environment variable, without its value (it may be a secret).</param>
/// <param name="Line">From 1; 0 where the place has no lines.</param>
/// <param name="Column">From 1; 0 where the place has no columns.</param>
internal readonly record struct Origin(string Place, int Line = 0, int Column = 0)
{
    /// <summary>Neither a file nor an override: the records' own defaults.</summary>
    public static Origin Defaults { get; } = new("configuration");

    public bool IsOverride => Line == 0;
}
