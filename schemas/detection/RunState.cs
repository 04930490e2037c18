namespace Engine.Schemas;

public enum RunState
{
    Running,

    /// <summary>The input ended and everything was judged.</summary>
    Finished,

    /// <summary>Somebody ended it before its input ended.</summary>
    Interrupted,

    /// <summary>It ended with an error.</summary>
    Failed,
}
