using Engine.App.Store;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.App.Runs;

/// <summary>The demo's own directory: traffic, labels, verdicts, store. Made anew each time, and nothing else is ever deleted.</summary>
internal sealed record DemoPlace(string Directory)
{
    /// <summary>Says that a directory was made by the demo, and may be made anew by it.</summary>
    private const string Mark = ".engine-demo";

    public string Traffic => Path.Combine(Directory, "access.log");
    public string Labels => Path.Combine(Directory, "labels.jsonl");
    public string Verdicts => Path.Combine(Directory, "verdicts.jsonl");
    public string Store => Path.Combine(Directory, "store");

    /// <exception cref="UserError">The directory holds something else, or cannot be written.</exception>
    public static DemoPlace Prepare(string? argument)
    {
        if (StoreOption.Parse(argument) is not StoreLocation.Embedded(var chosen))
            throw new UserError("the demo brings its own store; give --store a directory, or leave it out", isUsage: true);
        var place = new DemoPlace(argument is null ? Path.Combine(chosen, "demo") : chosen);
        try
        {
            if (System.IO.Directory.Exists(place.Directory) && System.IO.Directory.EnumerateFileSystemEntries(place.Directory).Any())
                place.Clear();
            System.IO.Directory.CreateDirectory(place.Directory);
            File.WriteAllText(Path.Combine(place.Directory, Mark), "made by engine demo, which may delete this directory\n");
            return place;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"cannot write the demo to {place.Directory}: {UserError.Why(cause)}; choose another directory with --store", cause: cause);
        }
    }

    private void Clear()
    {
        if (!File.Exists(Path.Combine(Directory, Mark)))
            throw new UserError($"{Directory} was not made by engine demo, so it is left alone; choose an empty directory with --store");
        if (System.IO.Directory.Exists(Store) && !StoreLock.IsFree(Store))
            throw new UserError($"the store of an earlier demo is open in process {StoreLock.Holder(Store)}; end that process first");
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
