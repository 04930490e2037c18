namespace Engine.App.Simulation.Formats;

/// <param name="Name">On the command line.</param>
/// <param name="Title">One line.</param>
/// <param name="Extension">Usual ending of such a file, without the dot.</param>
/// <param name="Make">Makes one writer.</param>
internal sealed record WriterInfo(string Name, string Title, string Extension, Func<ICallWriter> Make)
{
    /// <summary>Name of the format that reads it; <see cref="ReadingMap"/> holds what is not built in.</summary>
    public string ReadAs { get; init; } = Name;
}
